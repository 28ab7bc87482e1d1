internal import LLMMockCore
package import SystemPackage

/// What `git status` says of a folder.
package struct GitStatus: Hashable, Sendable {
  /// One path that is not as HEAD has it.
  package struct Entry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case tracked, untracked, ignored, conflicted }

    package var kind: Kind
    /// The bytes of the path from the root.
    package var name: [UInt8]
    /// The path it had, when it was renamed or copied.
    package var oldName: [UInt8]?
    /// What the index has that HEAD has not, as git's letter; `.` for nothing.
    package var staged: UInt8 = UInt8(ascii: ".")
    /// What the work tree has that the index has not.
    package var unstaged: UInt8 = UInt8(ascii: ".")
    /// Ids are nil where there is no such file.
    package var headID: String?
    package var indexID: String?
    /// As git writes it: `100644`; nil where there is no such file.
    package var headMode: String?
    package var indexMode: String?
    package var isSubmodule = false

    package init(_ kind: Kind, name: [UInt8]) {
      self.kind = kind
      self.name = name
    }

    /// From the root.
    package var path: FilePath { FilePath(bytes: name) ?? FilePath() }
    package var oldPath: FilePath? { oldName.flatMap { FilePath(bytes: $0) } }

    /// The letter a list shows: `M A D R ? ! U`.
    package var letter: Character {
      switch kind {
      case .untracked: return "?"
      case .ignored: return "!"
      case .conflicted: return "U"
      case .tracked:
        let letters = [unstaged, staged]
        if letters[0] == UInt8(ascii: "D") || staged == UInt8(ascii: "D") { return "D" }
        if letters.contains(UInt8(ascii: "A")) || letters.contains(UInt8(ascii: "C")) { return "A" }
        return letters.contains(UInt8(ascii: "R")) ? "R" : "M"
      }
    }
  }

  package var head: GitHead
  /// In git's order: what is tracked by path, then the rest.
  package var entries: [Entry]
  /// How many paths there were beyond the limit; they are not in `entries`.
  package var cut = 0

  package init(head: GitHead, entries: [Entry]) {
    self.head = head
    self.entries = entries
  }
}

extension GitStatus {
  /// Reads what `git status --porcelain=v2 -z --branch` prints.
  ///
  /// - Parameter keeping: says of a path whether it counts.
  static func parse(
    _ output: [UInt8],
    limit: Int = .max,
    keeping: (ArraySlice<UInt8>) -> Bool = { _ in true }
  ) -> GitStatus {
    var status = GitStatus(head: GitHead(), entries: [])
    var records = Records(output)
    while let record = records.next() {
      if record.starts(with: "# branch.oid ".utf8) {
        let id = String(decoding: record.dropFirst(13), as: UTF8.self)
        status.head.commit = id.hasPrefix("(") ? nil : id
        continue
      }
      if record.starts(with: "# branch.head ".utf8) {
        let name = String(decoding: record.dropFirst(14), as: UTF8.self)
        status.head.branch = name == "(detached)" ? nil : name
        continue
      }
      let oldName = record.first == UInt8(ascii: "2") ? records.next() : nil
      guard let name = self.name(in: record), keeping(name) else { continue }
      guard status.entries.count < limit else {
        status.cut += 1
        continue
      }
      if let entry = entry(record, name: name, oldName: oldName) { status.entries.append(entry) }
    }
    return status
  }

  /// How many fields stand before the path in a record of that kind.
  private static func fields(before kind: UInt8?) -> Int? {
    switch kind {
    case UInt8(ascii: "1"): 8
    case UInt8(ascii: "2"): 9
    case UInt8(ascii: "u"): 10
    case UInt8(ascii: "?"), UInt8(ascii: "!"): 1
    default: nil
    }
  }

  private static func name(in record: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard var left = fields(before: record.first) else { return nil }
    var index = record.startIndex
    while left > 0 {
      guard index < record.endIndex else { return nil }
      if record[index] == UInt8(ascii: " ") { left -= 1 }
      index += 1
    }
    return record[index...]
  }

  private static func entry(
    _ record: ArraySlice<UInt8>,
    name: ArraySlice<UInt8>,
    oldName: ArraySlice<UInt8>?
  ) -> Entry? {
    switch record.first {
    case UInt8(ascii: "?"): return Entry(.untracked, name: Array(name))
    case UInt8(ascii: "!"): return Entry(.ignored, name: Array(name))
    default: break
    }
    let fields = record[..<name.startIndex].split(separator: UInt8(ascii: " "))
    guard fields.count >= 8, fields[1].count == 2, let sub = fields[2].first else { return nil }
    let isConflicted = record.first == UInt8(ascii: "u")
    var entry = Entry(isConflicted ? .conflicted : .tracked, name: Array(name))
    entry.oldName = oldName.map { Array($0) }
    (entry.staged, entry.unstaged) = (
      fields[1][fields[1].startIndex], fields[1][fields[1].endIndex - 1]
    )
    entry.isSubmodule = sub == UInt8(ascii: "S")
    guard !isConflicted else { return entry }
    entry.headMode = text(fields[3])
    entry.indexMode = text(fields[4])
    entry.headID = text(fields[6])
    entry.indexID = text(fields[7])
    return entry
  }

  /// A mode or an id; nil when it is all zeros, which says that there is no file.
  private static func text(_ field: ArraySlice<UInt8>) -> String? {
    field.allSatisfy { $0 == UInt8(ascii: "0") } ? nil : String(decoding: field, as: UTF8.self)
  }

  private struct Records {
    private let bytes: [UInt8]
    private var start = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What stands before the next zero byte.
    mutating func next() -> ArraySlice<UInt8>? {
      guard start < bytes.count else { return nil }
      let end = bytes[start...].firstIndex(of: 0) ?? bytes.count
      defer { start = end + 1 }
      return bytes[start..<end]
    }
  }
}

extension GitRepository {
  /// What is not as HEAD has it in a folder, or what is with one file.
  ///
  /// One run of git. Submodules are left out, and git does not look into them.
  ///
  /// - Parameters:
  ///   - folder: below the root or the root itself; absolute without links, or from the root.
  ///   - untracked: also files that git does not know, each by itself; ignored ones are left out.
  ///   - limit: how many paths are kept.
  ///   - keeping: says of the bytes of a path from the root whether it counts.
  package func status(
    below folder: FilePath,
    untracked: Bool = true,
    renames: Bool = true,
    limit: Int = .max,
    keeping: (ArraySlice<UInt8>) -> Bool = { _ in true }
  ) throws -> GitStatus {
    guard let relative = relative(folder) else {
      throw GitError(.notARepository, "\(folder.visible) is not in \(root.visible)")
    }
    var words = [
      "status", "--porcelain=v2", "-z", "--branch", "--ignore-submodules=all", "--ignored=no",
      untracked ? "--untracked-files=all" : "--untracked-files=no",
      renames ? "--find-renames" : "--no-renames",
    ].map { Array($0.utf8) }
    if !relative.isEmpty { words += [Array("--".utf8), relative.bytes] }
    let output = try run(.reading, words)
    var status = GitStatus.parse(output.standardOutput, limit: limit, keeping: keeping)
    status.head.operation = GitOperation.inProgress(in: workTree)
    return status
  }

  /// Where the repository stands; a run of git that looks at no file.
  package func head() throws -> GitHead {
    let words = [
      "status", "--porcelain=v2", "-z", "--branch", "--ignore-submodules=all",
      "--untracked-files=no", "--", ".git",
    ]
    let output = try run(.reading, words.map { Array($0.utf8) })
    var head = GitStatus.parse(output.standardOutput, limit: 0).head
    head.operation = GitOperation.inProgress(in: workTree)
    return head
  }
}
