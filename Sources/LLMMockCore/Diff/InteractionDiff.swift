/// What differs between two interactions, or between two versions of one.
///
/// It is made for reading: a stream stands there as the message it assembles to, arguments of a
/// tool call as the JSON in their string, a long binary text as its size and digest. Nothing that
/// differs is left out: what has no reading form is compared as JSON, path by path.
package struct InteractionDiff: Sendable, Hashable {
  /// In reading order: about the call, request, response.
  ///
  /// Sections without anything to show are left out.
  package var sections: [Section]
  /// How many changes there are; each ``Line`` with a `change` belongs to one of them.
  package var changeCount: Int
  /// Labels of volatile fields that differ and are hidden, in order, without repeats.
  package var hidden: [String]
  /// Sentences about the comparison itself, such as a text that was too long to compare by words.
  package var notes: [String]
  /// Where what differs stands, with both values whole; empty unless the options ask for it.
  package var values: [Value]

  /// Whether nothing differs that is shown.
  package var isEmpty: Bool { changeCount == 0 }
  /// Whether volatile fields are all that differs.
  package var isSameButForVolatile: Bool { isEmpty && !hidden.isEmpty }

  /// Which part of an interaction a section tells.
  package enum Part: Hashable, Sendable { case about, request, response }

  package struct Section: Sendable, Hashable {
    /// A path in short: `response.message`.
    package var title: String
    package var part: Part
    package var lines: [Line]

    package init(title: String, part: Part, lines: [Line]) {
      self.title = title
      self.part = part
      self.lines = lines
    }
  }

  package struct Line: Sendable, Hashable {
    package enum Kind: Hashable, Sendable { case same, removed, added, changed, note }

    package var kind: Kind
    /// RFC 6901 pointer into the interaction; of a text's further lines the same as its first's.
    ///
    /// What was taken away has its place in the old one, all else that in the new one. An assembled
    /// stream stands at `/response`; a pointer goes on into JSON that stands in a string.
    package var path: String
    /// What stands left of the value; empty on the further lines of a text.
    package var label: String
    package var indent: Int
    /// nil where the side has nothing, or has only the label: that of a part whose members follow.
    ///
    /// A `changed` line has both, `same` has equal ones or none, `note` has `new` only.
    package var old: Text?
    package var new: Text?
    /// Which change it belongs to, from 0; nil for what is the same.
    package var change: Int?
    /// What a number grew by: "+41"; nil for anything else.
    package var delta: String?

    /// Whether it is in the version before, be it with nothing but its label.
    package var isInOld: Bool { kind == .removed || kind == .changed || kind == .same }
    /// Whether it is in the version after, be it with nothing but its label.
    package var isInNew: Bool { kind == .added || kind == .changed || kind == .same }

    package init(
      kind: Kind,
      path: String,
      label: String,
      indent: Int = 0,
      old: Text? = nil,
      new: Text? = nil,
      change: Int? = nil,
      delta: String? = nil
    ) {
      self.kind = kind
      self.path = path
      self.label = label
      self.indent = indent
      self.old = old
      self.new = new
      self.change = change
      self.delta = delta
    }
  }

  /// One line of text, safe to draw (control characters are tokens already), without line breaks.
  package struct Text: Sendable, Hashable {
    package enum Kind: Hashable, Sendable { case prose, string, number, literal, structure }

    package var kind: Kind
    package var pieces: [Piece]

    /// The pieces, one after the other.
    package var plain: String { pieces.map(\.text).joined() }

    package init(kind: Kind, pieces: [Piece]) {
      self.kind = kind
      self.pieces = pieces
    }

    package init(_ kind: Kind, _ text: String, isChanged: Bool = false) {
      self.init(kind: kind, pieces: text.isEmpty ? [] : [Piece(text, isChanged: isChanged)])
    }

    package struct Piece: Sendable, Hashable {
      package var text: String
      package var isChanged: Bool

      package init(_ text: String, isChanged: Bool = false) {
        self.text = text
        self.isChanged = isChanged
      }
    }
  }

  /// One difference, its values as JSON without white space between their tokens.
  package struct Value: Sendable, Hashable {
    package var path: String
    /// nil where the side has nothing.
    package var old: String?
    package var new: String?
    /// Whether it is volatile: shown only because it was asked for.
    package var isVolatile: Bool
  }

  /// One side of a comparison: a whole interaction.
  package struct Side: Sendable {
    package var interaction: JSONValue
    /// The provider that the file names.
    package var fixtureProvider: String?

    package init(interaction: JSONValue, fixtureProvider: String?) {
      self.interaction = interaction
      self.fixtureProvider = fixtureProvider
    }
  }

  package struct Options: Sendable {
    package var volatile: VolatileFields
    package var showsVolatile: Bool
    /// Limits the comparison to one part; nil compares all.
    package var part: Part?
    package var budget: ComparisonBudget
    /// Whether ``InteractionDiff/values`` is filled.
    package var keepsValues: Bool

    package init(
      volatile: VolatileFields = .standard,
      showsVolatile: Bool = false,
      part: Part? = nil,
      budget: ComparisonBudget = ComparisonBudget(),
      keepsValues: Bool = false
    ) {
      self.volatile = volatile
      self.showsVolatile = showsVolatile
      self.part = part
      self.budget = budget
      self.keepsValues = keepsValues
    }
  }

  package init(
    sections: [Section] = [],
    changeCount: Int = 0,
    hidden: [String] = [],
    notes: [String] = [],
    values: [Value] = []
  ) {
    self.sections = sections
    self.changeCount = changeCount
    self.hidden = hidden
    self.notes = notes
    self.values = values
  }

  /// Short names of what differs, for a list: `response.message`, `request.messages`, `usage`.
  package var summary: [String] {
    sections.filter { $0.lines.contains { $0.change != nil } }.map(\.title)
  }
}

/// How much work a comparison of texts may be.
package struct ComparisonBudget: Sendable {
  /// Words that two lines may differ in; beyond it the whole text counts as changed.
  package var wordLimit = 1_000
  /// Lines that two texts may differ in; beyond it the whole text counts as changed.
  package var lineLimit = 1_000
  /// Whether time is up: asked now and then; what is not yet compared counts as changed as a whole.
  package var isSpent: @Sendable () -> Bool

  package init(isSpent: @escaping @Sendable () -> Bool = { false }) {
    self.isSpent = isSpent
  }
}
