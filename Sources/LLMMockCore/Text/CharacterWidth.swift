/// How many cells of a terminal a character takes.
package enum CharacterWidth {
  /// 0, 1 or 2 cells; 0 for a combining mark or a format character.
  ///
  /// Control characters have no width of their own: show them through ``VisibleText`` first.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 {
      return value == 0xAD ? 0 : 1
    }
    if contains(value, in: zeroWidth) { return 0 }
    return contains(value, in: doubleWidth) ? 2 : 1
  }

  /// The cells a text takes when its control characters are drawn as tokens.
  package static func of(_ text: some StringProtocol) -> Int {
    var width = 0
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x20, scalar.value < 0x7F {
        width += 1
      } else if let token = VisibleText.token(for: scalar) {
        width += token.utf8.count
      } else {
        width += of(scalar)
      }
    }
    return width
  }

  private static func contains(_ value: UInt32, in ranges: [ClosedRange<UInt32>]) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < ranges.count && ranges[low].lowerBound <= value
  }
}

extension CharacterWidth {
  /// The text if it fits in that many cells, else its beginning and an ellipsis.
  ///
  /// - Parameter ellipsis: what a cut text ends in, counted in `limit`.
  package static func truncate(_ text: String, to limit: Int, ellipsis: String = "…") -> String {
    // A text takes at most one cell a byte but for tokens, which `of` counts.
    if of(text) <= limit { return text }
    let room = limit - of(ellipsis)
    guard room >= 0 else { return "" }
    var width = 0
    var end = text.unicodeScalars.startIndex
    for index in text.unicodeScalars.indices {
      let scalar = text.unicodeScalars[index]
      let cells = VisibleText.token(for: scalar)?.utf8.count ?? of(scalar)
      if width + cells > room { break }
      width += cells
      end = text.unicodeScalars.index(after: index)
    }
    return String(text.unicodeScalars[..<end]) + ellipsis
  }
}
