/// What a recorder does to the interactions of a file; positions count from 0 in the file as it is.
package struct InteractionChanges: Sendable {
  /// New texts in the place of interactions.
  package var replaced: [Int: NewInteraction] = [:]
  package var removed: Set<Int> = []
  /// New interactions behind one that is there, in their order.
  package var inserted: [Int: [NewInteraction]] = [:]
  /// New interactions at the end.
  package var appended: [NewInteraction] = []

  package init() {}
}

extension FixtureDocument {
  /// The edit that makes those changes; every other byte stays.
  package func recording(_ changes: InteractionChanges) throws(FixtureProblem) -> TextEdit {
    let layout = layout
    let inner = interactionLayout(within: layout)
    guard let last = interactions.indices.last else {
      return try filling(changes.appended.map { text(of: $0, inner) }, layout)
    }
    let between = separator(layout)
    var replacements: [(Range<Int>, [UInt8])] = []
    // Removing is done around what stays, so that commas fit.
    let removed = changes.removed.subtracting(changes.replaced.keys)
    for splice in deleting(removed).splices {
      replacements.append((splice.offset..<splice.offset + splice.removed.count, splice.inserted))
    }
    for (index, new) in changes.replaced {
      replacements.append((interactions[index].range, text(of: new, inner)))
    }
    var insertions = changes.inserted
    if !changes.appended.isEmpty { insertions[last, default: []] += changes.appended }
    for (index, new) in insertions {
      let place = interactions[index].range.upperBound
      replacements.append((place..<place, new.flatMap { between + text(of: $0, inner) }))
    }
    return TextEdit(of: bytes, replacing: merging(replacements))
  }

  /// The edit that puts texts of interactions, laid out for this file, in the places of some and
  /// behind the last; every other byte stays.
  package func writing(
    replaced: [Int: [UInt8]],
    appended: [[UInt8]]
  ) throws(FixtureProblem) -> TextEdit {
    guard let last = interactions.indices.last else { return try filling(appended, layout) }
    var replacements = replaced.map { (interactions[$0.key].range, $0.value) }
    if !appended.isEmpty {
      let between = separator(layout)
      let place = interactions[last].range.upperBound
      replacements.append((place..<place, appended.flatMap { between + $0 }))
    }
    return TextEdit(of: bytes, replacing: merging(replacements))
  }

  /// The text a new interaction has in this file.
  ///
  /// - Parameter layout: ``interactionLayout``, which is worth computing once.
  func text(of new: NewInteraction, _ layout: FixtureLayout) -> [UInt8] {
    new.text(layout, level: 3, fixtureProvider: summary.provider)
  }

  /// Joins replacements that touch, so that they can be made in any order.
  private func merging(_ replacements: [(Range<Int>, [UInt8])]) -> [(Range<Int>, [UInt8])] {
    var merged: [(Range<Int>, [UInt8])] = []
    let sorted = replacements.sorted {
      ($0.0.lowerBound, $0.0.upperBound) < ($1.0.lowerBound, $1.0.upperBound)
    }
    for replacement in sorted {
      if let last = merged.last, last.0.upperBound == replacement.0.lowerBound {
        merged[merged.count - 1] = (
          last.0.lowerBound..<replacement.0.upperBound, last.1 + replacement.1
        )
      } else {
        merged.append(replacement)
      }
    }
    return merged
  }

  /// Puts interactions into a file that has none.
  private func filling(
    _ texts: [[UInt8]],
    _ layout: FixtureLayout
  ) throws(FixtureProblem) -> TextEdit {
    let tree: JSONTree
    do throws(JSONSyntaxError) {
      tree = try JSONTree(bytes)
    } catch {
      throw FixtureProblem(error, in: bytes)
    }
    guard let array = tree.root["interactions"], !texts.isEmpty else {
      return TextEdit(splices: [])
    }
    var writer = LayoutWriter(layout)
    writer.append("[")
    for (index, text) in texts.enumerated() {
      writer.separate(isFirst: index == 0, level: 2)
      writer.append(text)
    }
    writer.append(layout.lineBreak(1))
    writer.append("]")
    return TextEdit(of: bytes, replacing: [(array.range, writer.bytes)])
  }

  // MARK: Layout

  /// How this file is laid out.
  package var layout: FixtureLayout {
    var layout = FixtureLayout.standard
    layout.characters = characterSet
    guard let open = bytes.firstIndex(of: UInt8(ascii: "{")) else { return layout }
    let space = Array(bytes[(open + 1)...].prefix(while: Self.isSpace))
    if let feed = space.lastIndex(of: 0x0A) {
      layout.unit = Array(space[(feed + 1)...])
      layout.lineEnd = feed > 0 && space[feed - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    } else {
      layout.unit = nil
    }
    if let quote = bytes[(open + 1)...].firstIndex(of: UInt8(ascii: "\"")),
      let colon = bytes[quote...].firstIndex(of: UInt8(ascii: ":"))
    {
      layout.colon = [UInt8(ascii: ":")] + bytes[(colon + 1)...].prefix(while: Self.isSpace)
    }
    if layout.unit == nil, layout.colon == [UInt8(ascii: ":")] {
      layout.comma = [UInt8(ascii: ",")]
    }
    return layout
  }

  /// The layout inside interactions, which may stand on one line each in a file of several lines.
  package var interactionLayout: FixtureLayout { interactionLayout(within: layout) }

  private func interactionLayout(within layout: FixtureLayout) -> FixtureLayout {
    guard layout.unit != nil, let last = interactions.last else { return layout }
    var inner = layout
    let text = bytes[last.range]
    let space = text.dropFirst().prefix(while: Self.isSpace)
    if !space.contains(0x0A) {
      inner.unit = nil
      if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
        inner.colon = [UInt8(ascii: ":")] + text[(colon + 1)...].prefix(while: Self.isSpace)
      }
      inner.comma = inner.colon.count > 1 ? Array(", ".utf8) : [UInt8(ascii: ",")]
    }
    return inner
  }

  /// What stands between two interactions, comma included.
  private func separator(_ layout: FixtureLayout) -> [UInt8] {
    let start = interactions[interactions.count - 1].range.lowerBound
    let space = Array(bytes[..<start].reversed().prefix(while: Self.isSpace).reversed())
    if space.isEmpty, layout.unit == nil, interactions.count == 1 { return layout.comma }
    return [UInt8(ascii: ",")] + space
  }
}
