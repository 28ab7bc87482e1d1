internal import LLMMockCore
package import SystemPackage

extension GitRepository {
  /// What a version has at paths, in the order of the paths.
  ///
  /// - Parameter paths: absolute without links, or from the root.
  package func contents(of paths: [FilePath], at version: GitVersion) throws -> [GitContents] {
    let names = paths.map { relative($0)?.bytes ?? [] }
    let files = try files(names.filter { !$0.isEmpty }, at: version)
    var result = [GitContents](repeating: .missing, count: paths.count)
    var blobs: [GitBlob] = []
    var places: [Int] = []
    for (index, name) in names.enumerated() {
      guard let file = files[name] else { continue }
      if let problem = file.problem {
        result[index] = .unreadable(problem)
      } else {
        blobs.append(GitBlob(id: file.id, name: name))
        places.append(index)
      }
    }
    try read(blobs) { result[places[$0]] = $1 }
    return result
  }

  /// Files that git stores, by the one program that reads them all; calls back in order, as they
  /// come.
  ///
  /// What `each` throws ends it, and is thrown as it is.
  func read(_ blobs: [GitBlob], _ each: (Int, GitContents) throws -> Void) throws {
    let refusals = try refusals(for: blobs.map(\.name))
    func isAlone(_ blob: GitBlob) -> Bool {
      // A name with a line break can't be told in a line.
      blob.name.contains(UInt8(ascii: "\n")) || refusals[blob.name] != nil
    }
    var start = 0
    while start < blobs.count {
      let first = blobs[start]
      if isAlone(first) {
        let refused = refusals[first.name].map { GitContents.unreadable($0) }
        try each(start, try refused ?? contents(of: first))
        start += 1
        continue
      }
      let end = blobs[start...].firstIndex(where: isAlone) ?? blobs.count
      let base = start
      var batch = GitBatch(
        Array(blobs[base..<end]),
        random: .random(in: 0...(.max)),
        limit: limits.file
      )
      var problem: GitError?
      var isRefused = false
      do {
        let words = ["cat-file", "--batch", "--filters"].map { Array($0.utf8) }
        _ = try run(.reading, words, input: batch.input) { bytes in
          try batch.receive(bytes) { number, contents in
            do {
              try each(base + number, contents)
            } catch {
              isRefused = true
              throw error
            }
          }
        }
      } catch let error as GitError where error.code == .failed && !isRefused {
        problem = error
      }
      start += batch.next
      // A filter that fails ends git; the file it failed for is the first that is not there.
      if start < end {
        guard let problem else { throw GitError(.failed, "git cat-file ended too soon") }
        try each(start, .unreadable(problem.message))
        start += 1
      }
    }
  }

  private func contents(of blob: GitBlob) throws -> GitContents {
    let words = ["cat-file", "--filters"].map { Array($0.utf8) }
    let path = Array("--path=".utf8) + blob.name
    do {
      let output = try run(.reading, words + [path, Array(blob.id.utf8)], limit: limits.file)
      return LargeFilePointer.matches(output.standardOutput)
        ? .unreadable(LargeFilePointer.sentence) : .bytes(output.standardOutput)
    } catch let error as GitError where error.code == .tooLarge {
      return .tooLarge(limits.file)
    } catch let error as GitError where error.code == .failed {
      return .unreadable(error.message)
    }
  }

  // MARK: Listing

  /// A file in a version.
  struct ListedFile: Hashable {
    var mode: String
    var id: String
    var problem: String? {
      switch mode {
      case "100644", "100755", "100664": nil
      case "120000": "it is a link"
      case "160000": "it is another repository (a submodule)"
      case "040000": "it is a folder"
      case "conflict": "it has conflicts that are not resolved"
      default: "git knows it as something else than a file"
      }
    }
  }

  /// The files of a version with these names, by name.
  func files(_ names: [[UInt8]], at version: GitVersion) throws -> [[UInt8]: ListedFile] {
    var result: [[UInt8]: ListedFile] = [:]
    var rest = names[...]
    while !rest.isEmpty {
      // A program takes only so many words.
      var size = 0
      let part = rest.prefix { name in
        size += name.count + 9
        return size < 100_000 || name == rest.first
      }
      rest = rest.dropFirst(max(1, part.count))
      let paths = part.compactMap { FilePath(bytes: $0) }
      let output: [UInt8]
      switch version {
      case .index:
        output = try run(.reading, "ls-files", "-z", "-s", "--full-name", paths: paths)
          .standardOutput
      case .revision(let name):
        guard let listed = try listTree(name, paths) else { return [:] }
        output = listed
      }
      for record in output.split(separator: 0) {
        guard let tab = record.firstIndex(of: UInt8(ascii: "\t")) else { continue }
        let fields = record[..<tab].split(separator: UInt8(ascii: " ")).map {
          String(decoding: $0, as: UTF8.self)
        }
        guard fields.count == 3 else { continue }
        let isTree = version != .index
        // A stage other than 0 is one side of a conflict.
        let isConflict = !isTree && fields[2] != "0"
        result[Array(record[(tab + 1)...])] = ListedFile(
          mode: isConflict ? "conflict" : fields[0],
          id: isTree ? fields[2] : fields[1]
        )
      }
    }
    return result
  }

  /// nil when there is no commit yet.
  private func listTree(_ revision: String, _ paths: [FilePath]) throws -> [UInt8]? {
    let shown = VisibleText.of(revision)
    let unknown = GitError(.noSuchRevision, "there is no revision \(shown)")
    guard !revision.isEmpty, !revision.hasPrefix("-") else { throw unknown }
    do {
      return try run(.reading, "ls-tree", "-z", "--full-tree", revision, paths: paths)
        .standardOutput
    } catch let error as GitError where error.code == .failed {
      let text = error.output.joined(separator: "\n")
      guard text.contains("Not a valid object name") || text.contains("not a tree object") else {
        throw error
      }
      if revision == "HEAD", try head().isUnborn { return nil }
      throw unknown
    }
  }
}
