/// Breaks text into lines that fit a number of cells.
package enum TextWrapping {
  /// The lines of a text, broken where one would be wider than `width`.
  ///
  /// A line is broken at spaces, and inside a word only where that alone is too wide. What is
  /// broken off keeps the indentation, up to half of the width.
  ///
  /// - Parameters:
  ///   - text: without control characters other than line feeds: ``VisibleText`` sees to that.
  ///   - width: the cells of a line; nil breaks at line feeds alone.
  /// - Returns: one line at least; without their line feeds.
  package static func lines(of text: String, width: Int?) -> [String] {
    Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .flatMap { line -> [String] in
        // No character takes more cells than it has bytes, so most lines need no counting.
        guard let width, width > 0, line.count > width else {
          return [String(decoding: line, as: UTF8.self)]
        }
        return wrap(line, to: width)
      }
  }

  private static func wrap(_ line: ArraySlice<UInt8>, to width: Int) -> [String] {
    let leading = line.prefix { $0 == UInt8(ascii: " ") }.count
    // In a few cells, words matter more.
    let indent = width < 10 ? 0 : min(leading, width / 2)
    let room = width - indent
    var result: [String] = []
    var start = line.startIndex + leading
    var index = start
    var cells = 0
    /// The last spaces since `start`, and the cells up to where they end.
    var spaces: (range: Range<Int>, cells: Int)?

    func finish(at end: Int) {
      let margin = String(repeating: " ", count: indent)
      result.append(margin + String(decoding: line[start..<end], as: UTF8.self))
    }

    while index < line.endIndex {
      let (width, length) = character(at: index, in: line)
      let isSpace = line[index] == UInt8(ascii: " ")
      if cells + width > room, index > start, !isSpace {
        if let last = spaces, last.range.lowerBound > start {
          finish(at: last.range.lowerBound)
          start = last.range.upperBound
          cells -= last.cells
        } else {
          finish(at: index)
          start = index
          cells = 0
        }
        spaces = nil
        continue
      }
      index += length
      cells += width
      if isSpace {
        let begin = spaces.flatMap { $0.range.upperBound == index - 1 ? $0.range.lowerBound : nil }
        spaces = ((begin ?? index - 1)..<index, cells)
      }
    }
    // Spaces at the end may stand beyond the width: they are not drawn.
    let end = line.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? start
    if end > start || result.isEmpty { finish(at: max(end, start)) }
    return result
  }

  /// The cells and the bytes of the character there.
  private static func character(
    at index: Int,
    in line: ArraySlice<UInt8>
  ) -> (width: Int, length: Int) {
    if line[index] < 0x80 { return (1, 1) }
    var decoder = UTF8()
    var iterator = line[index...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return (1, 1) }
    return (CharacterWidth.of(scalar), UTF8.width(scalar))
  }
}
