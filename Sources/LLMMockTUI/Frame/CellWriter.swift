import LLMMockCore

/// Cuts a text into the cells it takes.
struct CellWriter<Text: StringProtocol> {
  struct Drawn {
    var character: Character
    var width: UInt8
  }

  private var scalars: Text.UnicodeScalarView.Iterator
  private var pending: Unicode.Scalar?
  /// The rest of a token being written.
  private var token: Substring.UnicodeScalarView = Substring().unicodeScalars

  init(_ text: Text) {
    scalars = text.unicodeScalars.makeIterator()
    pending = scalars.next()
  }

  /// The next cell; nil at the end of the text.
  mutating func next() -> Drawn? {
    if let scalar = token.popFirst() {
      return Drawn(character: Character(scalar), width: 1)
    }
    while let scalar = pending {
      pending = scalars.next()
      if scalar.value >= 0x20, scalar.value < 0x7F {
        if let pending, pending.value >= 0x300 {
          return withMarks(scalar, width: 1)
        }
        return Drawn(character: Character(scalar), width: 1)
      }
      if let text = VisibleText.token(for: scalar) {
        guard !text.isEmpty else { continue }
        token = text[...].unicodeScalars
        return next()
      }
      let width = CharacterWidth.of(scalar)
      if width == 0 {
        // A combining mark with nothing to combine with stands on a space.
        var character = " ".unicodeScalars
        character.append(scalar)
        return Drawn(character: Character(String(character)), width: 1)
      }
      return withMarks(scalar, width: UInt8(width))
    }
    return nil
  }

  /// The scalar with the combining marks that follow it; ncurses holds four.
  private mutating func withMarks(_ base: Unicode.Scalar, width: UInt8) -> Drawn {
    var character = String(base)
    var marks = 0
    while let mark = pending, mark.value >= 0x300, VisibleText.token(for: mark) == nil,
      CharacterWidth.of(mark) == 0
    {
      pending = scalars.next()
      if marks < 4 { character.unicodeScalars.append(mark) }
      marks += 1
    }
    // Emoji modifiers and Hangul jamo may still be several characters to Swift: keep the first.
    return Drawn(character: character.first ?? " ", width: width)
  }
}
