/// Bytes that take the place of other bytes.
package struct Splice: Hashable, Sendable {
  /// Where the removed bytes begin in the text before the edit.
  package var offset: Int
  package var removed: [UInt8]
  package var inserted: [UInt8]

  package init(offset: Int, removed: [UInt8], inserted: [UInt8]) {
    self.offset = offset
    self.removed = removed
    self.inserted = inserted
  }
}

/// A change of a text as splices, so that every byte outside them survives and it can be undone.
package struct TextEdit: Hashable, Sendable {
  /// In ascending order, not overlapping; offsets count in the text before the edit.
  package private(set) var splices: [Splice]

  /// An edit that takes `replacements` in the text, each a range and the bytes that replace it.
  ///
  /// The ranges must lie within the text and not overlap; their order does not matter.
  package init(of text: [UInt8], replacing replacements: [(Range<Int>, [UInt8])]) {
    splices =
      replacements
      .sorted { ($0.0.lowerBound, $0.0.upperBound) < ($1.0.lowerBound, $1.0.upperBound) }
      .map { range, bytes in
        Splice(offset: range.lowerBound, removed: Array(text[range]), inserted: bytes)
      }
  }

  package init(splices: [Splice]) {
    self.splices = splices
  }

  package var isEmpty: Bool { splices.allSatisfy { $0.removed == $0.inserted } }

  /// The bytes the splices hold: what a history has to keep.
  package var size: Int {
    splices.reduce(0) { $0 + $1.removed.count + $1.inserted.count }
  }

  /// The text after the edit; nil when the text does not hold the removed bytes at their places.
  package func applied(to text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count + size)
    var cursor = 0
    for splice in splices {
      let end = splice.offset + splice.removed.count
      guard splice.offset >= cursor, end <= text.count,
        text[splice.offset..<end].elementsEqual(splice.removed)
      else { return nil }
      result += text[cursor..<splice.offset]
      result += splice.inserted
      cursor = end
    }
    result += text[cursor...]
    return result
  }

  /// The edit that takes this one back.
  package var inverse: TextEdit {
    var shift = 0
    return TextEdit(
      splices: splices.map { splice in
        defer { shift += splice.inserted.count - splice.removed.count }
        return Splice(
          offset: splice.offset + shift,
          removed: splice.inserted,
          inserted: splice.removed
        )
      }
    )
  }
}
