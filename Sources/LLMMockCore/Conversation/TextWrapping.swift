/// Breaks text into lines that fit a number of cells.
package enum TextWrapping {
  /// The lines of a text, broken at spaces where one would be wider than `width`, and inside words
  /// only where a word alone is. A broken line keeps its indentation.
  ///
  /// - Parameters:
  ///   - text: without control characters other than line feeds: ``VisibleText`` sees to that.
  ///   - width: the cells of a line; nil breaks at line feeds alone.
  package static func lines(of text: String, width: Int?) -> [String] {
    // By scalar: CR LF is one character, which is not LF.
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map(Substring.init)
    guard let width, width > 0 else { return lines.map(String.init) }
    return lines.flatMap { wrap($0, to: width) }
  }

  private static func wrap(_ line: Substring, to width: Int) -> [String] {
    // No scalar is wider than it has bytes, so most lines need no counting.
    if line.utf8.count <= width { return [String(line)] }
    let indentation = line.unicodeScalars.prefix { $0 == " " }
    let indent = indentation.count < width / 2 ? String(indentation) : ""
    var result: [String] = []
    var current = ""
    var used = 0
    /// Where the line could be broken: what stands before the last space, and its cells.
    var breakAt: (end: String.Index, cells: Int)?

    func finish(_ text: some StringProtocol, rest: Substring, cells: Int) {
      result.append(String(text))
      current = indent + rest
      used = indent.utf8.count + cells
      breakAt = nil
    }

    for scalar in line.unicodeScalars {
      let cells = CharacterWidth.of(scalar)
      if used + cells > width, used > indent.utf8.count {
        if scalar == " " {
          finish(current, rest: "", cells: 0)
          continue
        }
        if let place = breakAt {
          let rest = current[place.end...].drop { $0 == " " }
          finish(current[..<place.end], rest: rest, cells: CharacterWidth.of(rest))
        } else {
          finish(current, rest: "", cells: 0)
        }
      }
      // The space that a line was broken at begins no line.
      if scalar == " ", !result.isEmpty, used == indent.utf8.count { continue }
      if scalar == " ", used > indent.utf8.count { breakAt = (current.endIndex, used) }
      current.unicodeScalars.append(scalar)
      used += cells
    }
    result.append(current)
    return result
  }
}
