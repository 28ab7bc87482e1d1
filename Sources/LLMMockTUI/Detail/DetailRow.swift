/// A run of text in one style.
///
/// The text is safe to draw: tokens stand for control characters.
package struct Segment: Hashable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }
}

/// One row of the detail pane, made for a certain width.
package struct DetailRow: Hashable, Sendable {
  /// Whether what a row begins can be opened and closed.
  package enum Fold: Hashable, Sendable {
    case open, closed
  }

  /// Cells left free before the first segment.
  ///
  /// A fold's marker stands two cells before it.
  package var indent: Int
  package var segments: [Segment]
  /// Set on the first row of what can be folded.
  package var fold: Fold?
  /// What the row belongs to, for folding, copying and keeping the place: see ``DetailSource``.
  package var node: Int?

  package init(
    _ segments: [Segment] = [],
    indent: Int = 0,
    fold: Fold? = nil,
    node: Int? = nil
  ) {
    self.segments = segments
    self.indent = indent
    self.fold = fold
    self.node = node
  }

  /// The row's text without styles, as a search sees it.
  package var text: String {
    segments.count == 1 ? segments[0].text : segments.map(\.text).joined()
  }
}
