/// What a cell means.
///
/// A theme decides what that looks like in as many colours as there are.
package enum Role: UInt8, CaseIterable, Hashable, Sendable {
  /// Ordinary text.
  case text
  /// Text that explains or repeats; less prominent.
  case muted
  /// The frame around a pane.
  case border
  /// The frame and title of the focused pane.
  case focus
  /// A title, a heading, a column's name.
  case title
  /// The product's own colour: the name in the header, the key in a hint.
  case accent
  /// A key of a JSON object or the label of a fact.
  case key
  /// A JSON string.
  case string
  /// A number.
  case number
  /// `true`, `false`, `null`.
  case literal
  /// Who speaks in a conversation.
  case user
  case assistant
  case system
  case tool
  /// A token that stands for a character that is not drawn raw.
  case token
  /// A folder.
  case folder
  /// A mark, a range.
  case marked
  /// What a search found.
  case match
  /// What came, and what went, in a diff; the words that did stand out more.
  case added
  case addedWord
  case removed
  case removedWord
  case success
  case warning
  case danger
}

/// How a cell stands out besides its role; it survives without colours.
package struct Emphasis: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let bold = Emphasis(rawValue: 1)
  package static let underline = Emphasis(rawValue: 2)
  package static let reverse = Emphasis(rawValue: 4)
  package static let dim = Emphasis(rawValue: 8)
}

/// A role and an emphasis.
package struct Style: Hashable, Sendable {
  package var role: Role
  package var emphasis: Emphasis

  package init(_ role: Role = .text, _ emphasis: Emphasis = []) {
    self.role = role
    self.emphasis = emphasis
  }

  package static let text = Style()
  package static let muted = Style(.muted)

  package func with(_ more: Emphasis) -> Style {
    Style(role, emphasis.union(more))
  }
}
