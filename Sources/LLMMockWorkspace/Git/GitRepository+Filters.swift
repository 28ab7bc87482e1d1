internal import LLMMockCore
internal import Synchronization
internal import SystemPackage

/// The filters that a repository's own settings define; asked for once.
///
/// They name programs that would run when a file is only looked at. Those of the user's settings run.
final class OwnFilters: Sendable {
  private let names = Mutex<Set<[UInt8]>?>(nil)

  func names(_ find: () throws -> Set<[UInt8]>) throws -> Set<[UInt8]> {
    if let known = names.withLock(\.self) { return known }
    let found = try find()
    names.withLock { $0 = found }
    return found
  }
}

extension GitRepository {
  /// Settings that turn off the filters that the repository itself defines.
  func filterFlags() throws -> [[UInt8]] {
    try ownFilterNames().sorted { $0.lexicographicallyPrecedes($1) }.flatMap { name in
      ["clean=", "smudge=", "process=", "required=false"].flatMap { setting in
        [Array("-c".utf8), Array("filter.".utf8) + name + Array(".\(setting)".utf8)]
      }
    }
  }

  /// Why files can't be converted as git itself would do it, a sentence each by name.
  ///
  /// Only files whose attributes name a filter that is turned off are among them.
  func refusals(for names: [[UInt8]]) throws -> [[UInt8]: String] {
    let own = try ownFilterNames()
    guard !own.isEmpty, !names.isEmpty else { return [:] }
    let words = ["check-attr", "-z", "--stdin", "filter"].map { Array($0.utf8) }
    let fields = try run(.reading, words, input: Array(names.map { $0 + [0] }.joined()))
      .standardOutput.split(separator: 0, omittingEmptySubsequences: false)
    var result: [[UInt8]: String] = [:]
    // A name, the attribute, and its value.
    for start in stride(from: 0, to: fields.count - 2, by: 3) {
      let filter = Array(fields[start + 2])
      guard own.contains(filter) else { continue }
      result[Array(fields[start])] =
        "the repository's own settings define its filter \(VisibleText.of(bytes: filter)); "
        + "only filters of the user's settings are run (git config --global)"
    }
    return result
  }

  private func ownFilterNames() throws -> Set<[UInt8]> {
    try ownFilters.names {
      var settings = try settings(in: [Array("--local".utf8)])
      let worktree = workTree.own.appending("config.worktree")
      if try FileSystem.disk.status(worktree) != nil {
        settings += try self.settings(in: [Array("--file".utf8), worktree.bytes])
      }
      var names: Set<[UInt8]> = []
      for setting in settings where !Self.largeFileSettings.contains(setting) {
        let key = setting.prefix { $0 != UInt8(ascii: "\n") }
        guard let end = key.lastIndex(of: UInt8(ascii: ".")), end > 7 else { continue }
        let name = Array(key[7..<end])
        // git would take it for the end of the setting's name.
        if name.contains(UInt8(ascii: "=")) {
          throw GitError(
            .notTrusted,
            "the repository defines the filter \(VisibleText.of(bytes: name)), "
              + "which can't be turned off by that name"
          )
        }
        names.insert(name)
      }
      return names
    }
  }

  /// What a file of settings, with those it includes, says of filters.
  ///
  /// A key each and, after a line break, its value. Reading them runs nothing.
  private func settings(in place: [[UInt8]]) throws -> [[UInt8]] {
    let words = ["--includes", "-z", "--get-regexp", "^filter\\."].map { Array($0.utf8) }
    do {
      return try run(.asking, [Array("config".utf8)] + place + words, accepting: [0, 1])
        .standardOutput.split(separator: 0).map { Array($0) }
    } catch let error as GitError where error.code == .failed {
      // Where git takes this for no repository, it says why only here.
      _ = try run(.asking, ["rev-parse", "--git-dir"].map { Array($0.utf8) })
      throw error
    }
  }

  /// What `git lfs install --local` sets.
  private static let largeFileSettings = Set(
    [
      "clean\ngit-lfs clean -- %f", "smudge\ngit-lfs smudge -- %f",
      "smudge\ngit-lfs smudge --skip -- %f", "process\ngit-lfs filter-process",
      "process\ngit-lfs filter-process --skip", "required\ntrue", "required\nfalse", "required",
    ].map { Array("filter.lfs.\($0)".utf8) }
  )
}
