import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Compares a text with the one recorded as `Tests/TARGET/Snapshots/SUITE/NAME.txt`.
///
/// A missing or different recording fails the test with the lines that differ. With
/// `LLM_MOCK_RECORD=1` the file is written, and the test fails all the same: a run that records
/// proves nothing.
///
/// The text has no line feed at its end, the file has one. SUITE is the name of the test's file
/// where none is given.
package func expectSnapshot(
  _ text: String,
  named name: String,
  suite: String? = nil,
  fileID: String = #fileID,
  filePath: String = #filePath,
  line: Int = #line,
  column: Int = #column
) {
  let place = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column)
  guard let snapshot = Snapshot(name, suite: suite, fileID: fileID, filePath: filePath) else {
    Issue.record("\(filePath) is in no folder Tests/TARGET", sourceLocation: place)
    return
  }
  do {
    if let problem = try snapshot.compare(text, records: Snapshot.isRecording) {
      Issue.record("\(problem)", sourceLocation: place)
    }
  } catch {
    Issue.record("\(error)", sourceLocation: place)
  }
}

/// A recorded text on the disk.
package struct Snapshot {
  /// The folder of the test target.
  private let target: String
  private let suite: String
  private let name: String

  static var isRecording: Bool {
    getenv("LLM_MOCK_RECORD").map { String(cString: $0) == "1" } ?? false
  }

  /// - Returns: nil when the test's file lies in no folder named after its module.
  package init?(_ name: String, suite: String?, fileID: String, filePath: String) {
    let parts = filePath.split(separator: "/", omittingEmptySubsequences: false)
    guard let module = fileID.split(separator: "/").first,
      let place = parts.dropLast().lastIndex(of: module), let file = parts.last
    else { return nil }
    self.name = name
    self.suite = suite ?? String(file.prefix { $0 != "." })
    target = parts[...place].joined(separator: "/")
  }

  private var folders: [String] { ["\(target)/Snapshots", "\(target)/Snapshots/\(suite)"] }
  package var path: String { "\(target)/Snapshots/\(suite)/\(name).txt" }

  /// What is wrong; nil when the recording is the text.
  package func compare(_ text: String, records: Bool) throws -> String? {
    let recorded = try recording()
    if recorded == text + "\n" { return nil }
    if records {
      try write(text + "\n")
      return "\(suite)/\(name) is recorded; run again"
    }
    guard let recorded else {
      return "\(suite)/\(name) was never recorded: LLM_MOCK_RECORD=1 records it\n\(text)"
    }
    var lines = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeLast()
    let difference = LineDifference(
      from: lines.map(String.init),
      to: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    )
    return """
      \(suite)/\(name) is not what was recorded (-), but this (+):
      \(difference.description)
      LLM_MOCK_RECORD=1 records it again
      """
  }

  /// nil when there is none.
  private func recording() throws -> String? {
    do {
      return String(decoding: try contents(of: path), as: UTF8.self)
    } catch let error as ReadError where error.code == ENOENT {
      return nil
    }
  }

  private func write(_ text: String) throws {
    for folder in folders where mkdir(folder, 0o777) != 0 && errno != EEXIST {
      throw ReadError(path: folder, code: errno)
    }
    guard let file = fopen(path, "wb") else { throw ReadError(path: path, code: errno) }
    let bytes = Array(text.utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, count == bytes.count else { throw ReadError(path: path, code: errno) }
  }
}

/// The lines in which two texts differ, with the lines around them.
package struct LineDifference: CustomStringConvertible {
  private static let context = 2

  private enum Line {
    case same(String)
    case removed(String)
    case inserted(String)
  }

  private var lines: [Line] = []

  package init(from old: [String], to new: [String]) {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var one = 0
    var two = 0
    while one < old.count || two < new.count {
      if one < old.count, removed.contains(one) {
        lines.append(.removed(old[one]))
        one += 1
      } else if two < new.count, inserted.contains(two) {
        lines.append(.inserted(new[two]))
        two += 1
      } else {
        lines.append(.same(old[one]))
        one += 1
        two += 1
      }
    }
  }

  /// The differing lines between bars, so that white space can be seen.
  package var description: String {
    var shown: Set<Int> = []
    for (index, line) in lines.enumerated() {
      if case .same = line { continue }
      shown.formUnion(max(0, index - Self.context)...min(lines.count - 1, index + Self.context))
    }
    var rows: [String] = []
    for (index, line) in lines.enumerated() where shown.contains(index) {
      if index > 0, !shown.contains(index - 1) { rows.append("  …") }
      switch line {
      case .same(let text): rows.append("   |\(text)|")
      case .removed(let text): rows.append(" - |\(text)|")
      case .inserted(let text): rows.append(" + |\(text)|")
      }
    }
    return rows.joined(separator: "\n")
  }
}
