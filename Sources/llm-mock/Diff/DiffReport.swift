import LLMMockCore
import SystemPackage

/// Prints what differs in a fixture.
struct DiffReport {
  let output: Output
  /// nil prints JSON.
  let unified: UnifiedDiff?
  /// Whether the file has a line that names it and its versions.
  var hasTitle = true

  /// Prints what differs between two versions of a fixture.
  ///
  /// - Parameter path: what the file is called.
  func write(
    _ diff: FixtureDiff,
    _ path: FilePath,
    _ old: ComparedVersion,
    _ new: ComparedVersion
  ) throws {
    guard let unified else {
      for item in diff.items { try output.bytes(Self.json(item, path)) }
      if !diff.members.isEmpty { try output.bytes(Self.json(diff.members, path)) }
      return
    }
    if diff.items.isEmpty, diff.members.isEmpty {
      if diff.isOtherwiseWritten {
        try output.line(
          "\(path.visible): the same values, written otherwise (white space, escapes, order of members)"
        )
      }
      return
    }
    if hasTitle {
      try output.line(unified.paint.title("\(path.visible)  \(old.name) -> \(new.name)"))
    }
    for member in diff.members {
      let text = DifferenceText(member)
      try output.line(unified.paint.text("- \(text.path)  \(text.recorded)", .removed))
      try output.line(unified.paint.text("+ \(text.path)  \(text.incoming)", .added))
    }
    for item in diff.items {
      try output.line("")
      try output.line(unified.paint.title(Self.title(item)))
      try write(item.diff, unified)
    }
    try output.line("")
  }

  /// Prints the lines of one interaction.
  func write(_ diff: InteractionDiff, _ unified: UnifiedDiff) throws {
    try output.lines(unified.lines(of: diff))
    for note in diff.notes { try output.line(unified.paint.note("  (\(note))")) }
  }

  /// Prints a diff that is of no fixture's versions.
  func write(_ diff: InteractionDiff, title: String, json: (inout JSONLine) -> Void) throws {
    guard let unified else {
      if diff.isEmpty, diff.hidden.isEmpty { return }
      var line = JSONLine()
      line.object { line in
        json(&line)
        line.differences(diff)
      }
      return try output.bytes(line.bytes + [UInt8(ascii: "\n")])
    }
    if diff.isEmpty, diff.hidden.isEmpty, diff.notes.isEmpty { return }
    try output.line(unified.paint.title(title + Self.counts(diff)))
    try write(diff, unified)
  }

  private static func title(_ item: FixtureDiff.Item) -> String {
    let place = "@\((item.pair.new ?? item.pair.old ?? 0) + 1)"
    var words = [place]
    if item.reference != place { words.append(item.reference) }
    if let name = item.summary.name { words.append(VisibleText.of(name)) }
    words.append("\"\(PreviewLine.of(item.summary.preview))\"")
    var title = words.joined(separator: " ")
    switch item.change {
    case .new: title += "  new"
    case .gone: title += "  gone"
    case .changed, .moved, .volatile: title += counts(item.diff)
    }
    if item.pair.isMoved, let old = item.pair.old { title += ", was @\(old + 1)" }
    return title
  }

  /// `  2 changes, volatile fields hidden: id, created`.
  private static func counts(_ diff: InteractionDiff) -> String {
    var counts: [String] = []
    if !diff.isEmpty { counts.append(Counted.text(diff.changeCount, "change")) }
    if !diff.hidden.isEmpty {
      let names = diff.hidden.joined(separator: ", ")
      let only = diff.isEmpty ? "only volatile fields differ" : "volatile fields hidden"
      counts.append("\(only): \(names)")
    }
    return counts.isEmpty ? "  the same" : "  " + counts.joined(separator: ", ")
  }

  // MARK: JSON

  private static func json(_ item: FixtureDiff.Item, _ path: FilePath) -> [UInt8] {
    var line = JSONLine()
    line.object { line in
      line.path(path)
      line.member("position", item.pair.new.map { $0 + 1 })
      line.member("old_position", item.pair.old.map { $0 + 1 })
      line.member("hash", item.summary.hash)
      line.member("name", item.summary.name)
      line.member("change", item.change.rawValue)
      line.differences(item.diff)
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }

  private static func json(_ members: [RequestDifference], _ path: FilePath) -> [UInt8] {
    var line = JSONLine()
    line.object { line in
      line.path(path)
      line.member("position", nil as Int?)
      line.member("change", "changed")
      line.key("changes")
      line.array(members) { line, member in
        line.difference(
          member.path,
          member.recorded.map { Array($0.text) },
          member.incoming.map { Array($0.text) }
        )
      }
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }
}

extension JSONLine {
  fileprivate mutating func differences(_ diff: InteractionDiff) {
    key("changes")
    array(diff.values) { line, value in
      line.difference(
        value.path,
        value.old.map { Array($0.utf8) },
        value.new.map { Array($0.utf8) },
        isVolatile: value.isVolatile
      )
    }
    key("hidden")
    array(diff.hidden) { line, label in line.string(label) }
    key("notes")
    array(diff.notes) { line, note in line.string(note) }
  }

  /// A place with the JSON that stood there and stands there; a side that has none is left out.
  fileprivate mutating func difference(
    _ path: String,
    _ old: [UInt8]?,
    _ new: [UInt8]?,
    isVolatile: Bool = false
  ) {
    object { line in
      line.member("path", path)
      if let old {
        line.key("old")
        line.json(old)
      }
      if let new {
        line.key("new")
        line.json(new)
      }
      if isVolatile { line.member("volatile", true) }
    }
  }
}
