import LLMMockCore

/// Sets what was said beside who said it, or below where there is little room.
struct TurnColumns {
  /// Whether who speaks has a row of its own.
  private let isStacked: Bool
  private let labelIndent: Int
  private let textIndent: Int

  init(width: Int) {
    isStacked = width < 48
    labelIndent = isStacked ? 2 : 4
    textIndent = isStacked ? 4 : 15
  }

  func append(_ passage: Passage, number: Int, to writer: inout RowWriter) {
    let node = Passage.node(number)
    var label = passage.role.map(Self.label) ?? []
    var indent = textIndent + (passage.isInset ? 2 : 0)
    if !passage.head.isEmpty {
      head(passage.head, label: label, indent: indent, node: node, to: &writer)
      label = []
      indent += 2
    }
    switch passage.body {
    case .none: break
    case .text(let text, let style):
      let text = Self.trimmed(text)
      if text.isEmpty {
        head(
          [Segment("(no text)", .muted)],
          label: label,
          indent: indent,
          node: node,
          to: &writer
        )
        return
      }
      append(label: label, text: text, style: style, indent: indent, node: node, to: &writer)
    case .json(let tree):
      if !label.isEmpty { head([], label: label, indent: indent, node: node, to: &writer) }
      JSONRows(base: Passage.base(number), indent: indent).children(of: tree.root, to: &writer)
    }
  }

  /// Adds a text beside a label.
  func append(
    label: [Segment],
    text: String,
    style: Style,
    indent: Int? = nil,
    node: Int,
    to writer: inout RowWriter
  ) {
    let indent = indent ?? textIndent
    var text = text
    if label.isEmpty {
      text.withUTF8 { writer.foldingText($0, style: style, indent: indent, node: node) }
    } else if isStacked {
      writer.row(label, indent: labelIndent, node: node)
      text.withUTF8 { writer.foldingText($0, style: style, indent: indent, node: node) }
    } else {
      let label = RowWriter.Label(segments: label, indent: labelIndent)
      text.withUTF8 {
        writer.foldingText($0, style: style, indent: indent, node: node, label: label)
      }
    }
  }

  /// The text without empty lines before and after it; empty when there is nothing to see.
  private static func trimmed(_ text: String) -> String {
    let utf8 = text.utf8
    let lineFeed = UInt8(ascii: "\n")
    guard let first = utf8.firstIndex(where: { $0 > 0x20 }) else { return "" }
    guard utf8.first == lineFeed || utf8.last == lineFeed else { return text }
    let start = utf8[..<first].lastIndex(of: lineFeed).map(utf8.index(after:)) ?? utf8.startIndex
    let end = utf8.lastIndex { $0 > 0x20 } ?? first
    return String(Substring(utf8[start...end]))
  }

  private func head(
    _ head: [Segment],
    label: [Segment],
    indent: Int,
    node: Int,
    to writer: inout RowWriter
  ) {
    if label.isEmpty {
      writer.styled(head, indent: indent, node: node)
    } else if isStacked {
      writer.row(label, indent: labelIndent, node: node)
      if !head.isEmpty { writer.styled(head, indent: indent, node: node) }
    } else {
      writer.styled(
        head,
        indent: indent,
        node: node,
        label: .init(segments: label, indent: labelIndent)
      )
    }
  }

  private static func label(_ role: Turn.Role) -> [Segment] {
    let style: Style =
      switch role {
      case .system: Style(.system)
      case .user: Style(.user)
      case .assistant: Style(.assistant)
      case .tool: Style(.tool)
      case .other: Style(.title)
      }
    return VisibleSegments.of(role.name, style).truncated(to: 10)
  }
}
