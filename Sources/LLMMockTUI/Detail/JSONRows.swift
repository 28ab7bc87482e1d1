import LLMMockCore

/// Lays a JSON value out as a folding tree: its members and elements, long strings as text.
///
/// Works with a stack of its own, so a value of any depth will do.
struct JSONRows {
  /// Deeper values are shown as their text.
  static let maximumDepth = 64
  /// Deeper containers are closed until someone opens them.
  private static let openDepth = 8

  /// Added to a value's index to make its node.
  var base = 0
  /// Cells left of the first level, room for its fold's mark included.
  var indent = 2

  /// What stands before a value.
  struct Label {
    /// Nothing before a value that stands alone.
    var segments: [Segment] = []
    /// The key, when it is one: some are known to hold what nobody reads first.
    var key: JSONString?
  }

  private struct Level {
    enum Children {
      case members(JSONValue.Members)
      case elements(JSONValue.Elements, next: Int)
    }
    var children: Children
    var depth: Int

    mutating func next() -> (Label, JSONValue)? {
      switch children {
      case .members(var members):
        guard let member = members.next() else { return nil }
        children = .members(members)
        return (Label(key: member.key), member.value)
      case .elements(var elements, let index):
        guard let element = elements.next() else { return nil }
        children = .elements(elements, next: index + 1)
        return (Label(segments: [Segment("[\(index)]", .muted)]), element)
      }
    }
  }

  /// Adds the rows of a value's members or elements, or of the value itself when it has none.
  func children(of value: JSONValue, to writer: inout RowWriter) {
    if let level = Self.level(value, depth: 0), value.count > 0 {
      append([level], to: &writer)
    } else {
      scalar(value, Label(), indent: indent, to: &writer)
    }
  }

  /// Adds the rows of a value under a label.
  func value(
    _ value: JSONValue,
    label: String,
    style: Style = Style(.key),
    isOpen: Bool? = nil,
    to writer: inout RowWriter
  ) {
    let label = Label(segments: VisibleSegments.of(label, style))
    if let level = append(value, label, depth: 0, isOpen: isOpen, to: &writer) {
      append([level], to: &writer)
    }
  }

  private func append(_ levels: [Level], to writer: inout RowWriter) {
    var levels = levels
    while let last = levels.indices.last {
      guard let (name, value) = levels[last].next() else {
        levels.removeLast()
        continue
      }
      var label = name
      let depth = levels[last].depth
      if let key = label.key {
        label.segments = Self.segments(of: key, room: writer.width - indentation(depth, writer) - 1)
      }
      if let level = append(value, label, depth: depth, isOpen: nil, to: &writer) {
        levels.append(level)
      }
    }
  }

  /// Two cells a level, but at least half of the width stays for what is written.
  private func indentation(_ depth: Int, _ writer: RowWriter) -> Int {
    indent + min(2 * depth, max(0, writer.width / 2 - indent) & ~1)
  }

  /// Adds a value's own rows and returns its children when they are to follow.
  private func append(
    _ value: JSONValue,
    _ label: Label,
    depth: Int,
    isOpen: Bool?,
    to writer: inout RowWriter
  ) -> Level? {
    let indent = indentation(depth, writer)
    guard value.kind == .object || value.kind == .array else {
      scalar(value, label, indent: indent, to: &writer)
      return nil
    }
    let contents = Contents(of: value)
    if contents.isSmall,
      let inline = InlineJSON.segments(
        of: value,
        room: writer.width - indent - label.segments.width - 2
      )
    {
      writer.row(
        label.segments + Self.colon(label) + inline,
        indent: indent,
        node: base + value.index
      )
      return nil
    }
    if depth >= Self.maximumDepth {
      scalar(value, label, indent: indent, to: &writer)
      return nil
    }
    let node = base + value.index
    let isOpen = writer.isOpen(
      node,
      byDefault: isOpen ?? isOpenByDefault(label, contents, depth: depth)
    )
    let brackets = value.kind == .array ? "[\(contents.count)]" : "{\(contents.count)}"
    var segments = label.segments
    if !isOpen || value.kind == .array {
      segments.append(Segment(segments.isEmpty ? brackets : " \(brackets)", .muted))
    }
    if isOpen {
      writer.row(segments, indent: indent, fold: .open, node: node)
      if contents.isNumbers {
        numbers(value, indent: indent + 2, to: &writer)
        return nil
      }
      return Self.level(value, depth: depth + 1)
    }
    let room = writer.width - indent - segments.width - 2
    let preview = InlineJSON.preview(of: value, room: room)
    if !preview.isEmpty { segments.append(Segment("  " + preview, .muted)) }
    writer.row(segments, indent: indent, fold: .closed, node: node)
    return nil
  }

  private static func level(_ value: JSONValue, depth: Int) -> Level? {
    switch value.kind {
    case .object: Level(children: .members(value.members), depth: depth)
    case .array: Level(children: .elements(value.elements, next: 0), depth: depth)
    default: nil
    }
  }

  private func isOpenByDefault(_ label: Label, _ contents: Contents, depth: Int) -> Bool {
    if let key = label.key, ["tools", "functions", "logprobs"].contains(where: key.equals) {
      return false
    }
    return depth < Self.openDepth && contents.count <= (contents.isNumbers ? 32 : 1_000)
  }

  // MARK: Scalars

  /// Adds a scalar beside its label when it fits there, else as text below it.
  private func scalar(
    _ value: JSONValue,
    _ label: Label,
    indent: Int,
    to writer: inout RowWriter
  ) {
    let node = base + value.index
    let isString = value.kind == .string
    let style = InlineJSON.style(of: value.kind)
    let room =
      writer.wraps ? writer.width - indent - label.segments.width - 2 : RowWriter.Limit.cells
    // A character takes at most 12 bytes of escapes.
    if value.text.count <= max(0, room) * 12 + 2,
      let text = InlineJSON.oneRow(value, room: room, style: style)
    {
      writer.append(
        DetailRow(
          label.segments + Self.colon(label) + text,
          indent: writer.clamp(indent),
          node: node
        )
      )
      return
    }
    if isString, let note = BinaryText.note(for: value.text) {
      let isOpen = writer.isOpen(node, byDefault: false)
      writer.row(
        label.segments + Self.colon(label) + [Segment(note, .muted)],
        indent: indent,
        fold: isOpen ? .open : .closed,
        node: node
      )
      guard isOpen else { return }
      UnescapedText.with(value.text) { text in
        let layout = writer.layout(text, indent: indent + 2)
        writer.text(text, layout: layout, style: style, indent: indent + 2, node: node)
      }
      return
    }
    UnescapedText.with(value.text) { text in
      if label.segments.isEmpty {
        writer.foldingText(text, style: style, indent: indent, node: node)
        return
      }
      let layout = writer.layout(text, indent: indent + 2)
      let folding = writer.folding(rows: layout.count, node: node)
      writer.row(
        label.segments + [Segment(":", .muted)],
        indent: indent,
        fold: folding.fold,
        node: node
      )
      writer.text(
        text,
        layout: layout,
        style: style,
        indent: indent + 2,
        node: node,
        isOpen: folding.isOpen
      )
    }
  }

  /// Adds an array of numbers as one flowing text.
  private func numbers(_ value: JSONValue, indent: Int, to writer: inout RowWriter) {
    var text: [UInt8] = []
    for element in value.elements {
      if !text.isEmpty { text += [UInt8(ascii: ","), UInt8(ascii: " ")] }
      text += element.text
    }
    text.withUnsafeBufferPointer { text in
      let layout = writer.layout(text, indent: indent)
      writer.text(
        text,
        layout: layout,
        style: Style(.number),
        indent: indent,
        node: base + value.index
      )
    }
  }

  private static func colon(_ label: Label) -> [Segment] {
    label.segments.isEmpty ? [] : [Segment(": ", .muted)]
  }

  /// A key as it is drawn; a long one is cut.
  private static func segments(of key: JSONString, room: Int) -> [Segment] {
    let style = Style(.key)
    if key.escaped.count <= min(room, 24), !key.hasEscapes,
      key.escaped.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    {
      return [Segment(String(decoding: key.escaped, as: UTF8.self), style)]
    }
    let text = key.escaped.count > 1_000 ? String(key.decoded.prefix(200)) + "…" : key.decoded
    return VisibleSegments.of(text, style).truncated(to: max(1, min(room, 60)))
  }
}

/// What there is in an object or an array.
private struct Contents {
  var count = 0
  /// Whether there is at least one and all are numbers.
  var isNumbers = false
  /// Whether it reads best on one row: empty, one member, or a few scalars.
  var isSmall = false

  init(of value: JSONValue) {
    let isArray = value.kind == .array
    var scalars = 0
    var numbers = 0
    func note(_ child: JSONValue) {
      count += 1
      switch child.kind {
      case .object, .array: break
      case .number:
        numbers += 1
        scalars += 1
      default: scalars += 1
      }
    }
    if isArray {
      for element in value.elements { note(element) }
    } else {
      for member in value.members { note(member.value) }
    }
    isNumbers = isArray && count > 0 && numbers == count
    isSmall = scalars == count && count <= (isArray ? 16 : 1)
  }
}
