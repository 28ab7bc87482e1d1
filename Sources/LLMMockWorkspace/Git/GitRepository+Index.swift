internal import LLMMockCore
internal import SystemPackage

/// What a path is to be in the index.
struct IndexEntry: Hashable, Sendable {
  /// From the root.
  var name: [UInt8]
  /// nil takes the path out of the index.
  var file: (mode: String, id: String)?

  static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.file?.mode == right.file?.mode
      && left.file?.id == right.file?.id
  }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension GitRepository {
  /// Stores a file's contents as `git add` would, and gives their id.
  ///
  /// - Parameter bytes: as they are, or would be, on the disk.
  func store(_ bytes: [UInt8], for name: [UInt8]) throws -> String {
    try checkFilters(of: [name])
    // git add leaves the line ends of a file alone that has CRLF in the index; hash-object does not
    // look there.
    let keepsLineEnds = bytes.contains(0x0D) ? try hasKeptLineEnds(name) : false
    var words = ["hash-object", "-w", "--stdin"].map { Array($0.utf8) }
    words.append(keepsLineEnds ? Array("--no-filters".utf8) : Array("--path=".utf8) + name)
    let output = try run(.writing, words, input: bytes)
    let id = String(
      decoding: output.standardOutput.prefix { $0 != UInt8(ascii: "\n") },
      as: UTF8.self
    )
    guard id.utf8.count >= 40 else { throw GitError(.failed, "git hash-object gave no id") }
    return id
  }

  /// Stores files from the disk as `git add` would, by one program, and gives their ids by name.
  ///
  /// No name may hold a line break or begin with a quotation mark, no file hold a carriage return.
  func store(filesNamed names: [[UInt8]]) throws -> [[UInt8]: String] {
    try checkFilters(of: names)
    let words = ["hash-object", "-w", "--stdin-paths"].map { Array($0.utf8) }
    let input = Array(names.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
    let ids = try run(.writing, words, input: input).standardOutput
      .split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    guard ids.count == names.count else {
      throw GitError(.failed, "git hash-object gave \(ids.count) ids for \(names.count) files")
    }
    return Dictionary(zip(names, ids)) { first, _ in first }
  }

  private func checkFilters(of names: [[UInt8]]) throws {
    guard let (name, reason) = try refusals(for: names).first else { return }
    throw GitError(.failed, "\(VisibleText.of(bytes: name)): \(reason)")
  }

  /// Whether the index has a file with CRLF whose line ends git would otherwise convert.
  private func hasKeptLineEnds(_ name: [UInt8]) throws -> Bool {
    guard let path = FilePath(bytes: name) else { return false }
    let output = try run(.reading, "ls-files", "--eol", "-z", paths: [path]).standardOutput
    // `i/crlf  w/crlf  attr/text=auto eol=lf` and a tab.
    let line = String(decoding: output.prefix { $0 != UInt8(ascii: "\t") }, as: UTF8.self)
    let fields = line.split(separator: " ")
    guard ["i/crlf", "i/mixed"].contains(fields.first),
      let attributes = fields.first(where: { $0.hasPrefix("attr/") }),
      attributes == "attr/" || attributes == "attr/text=auto"
    else { return false }
    let others = try run(
      .reading,
      "check-attr",
      "-z",
      "filter",
      "ident",
      "working-tree-encoding",
      paths: [path]
    ).standardOutput
    let values = others.split(separator: 0, omittingEmptySubsequences: false)
    return stride(from: 2, to: values.count, by: 3).allSatisfy {
      values[$0].elementsEqual("unspecified".utf8) || values[$0].elementsEqual("unset".utf8)
    }
  }

  /// Changes the index, all entries or none.
  ///
  /// Another git that holds the index is waited for, a second at most.
  ///
  /// - Parameter check: is called right before each try, and throws when the index is not what the
  ///   entries were made for.
  func updateIndex(_ entries: [IndexEntry], after check: () throws -> Void) throws {
    guard !entries.isEmpty else { return }
    let none = String(repeating: "0", count: entries.compactMap(\.file?.id.count).first ?? 40)
    let input = entries.reduce(into: [UInt8]()) { input, entry in
      input += Array("\(entry.file?.mode ?? "0") \(entry.file?.id ?? none)\t".utf8)
      input += entry.name + [0]
    }
    for attempt in 0... {
      try check()
      do {
        _ = try run(.writing, "update-index", "-z", "--index-info", input: input)
        return
      } catch let error as GitError where error.code == .locked && attempt < 10 {
        if try (stop ?? StopSignal()).wait(for: .milliseconds(100)) {
          throw GitError(.cancelled, "git was stopped")
        }
      }
    }
  }
}
