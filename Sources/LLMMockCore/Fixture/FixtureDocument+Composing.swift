extension FixtureDocument {
  /// An interaction of a file that is put together anew.
  package enum Piece: Sendable {
    /// One of this file, from 0; with another text in its place where one is given.
    case own(Int, text: [UInt8]? = nil)
    /// The text of another.
    case new([UInt8])
  }

  /// This file with those interactions, in that order, instead of its own.
  ///
  /// Bytes outside of the interactions stay; what stands between two of them stays where it can.
  ///
  /// - Parameter model: shows how interactions are set where this file has none; nil takes this file's
  ///   own layout.
  package func composed(
    of pieces: [Piece],
    likeIn model: FixtureDocument? = nil
  ) -> [UInt8] {
    guard !pieces.isEmpty else {
      return deleting(Set(interactions.indices)).applied(to: bytes) ?? bytes
    }
    guard let first = interactions.first, let last = interactions.last else {
      return filled(with: pieces, likeIn: model)
    }
    var result = Array(bytes[..<first.range.lowerBound])
    let separator = setting.between
    for (place, piece) in pieces.enumerated() {
      if place > 0 { result += between(pieces[place - 1], piece) ?? separator[...] }
      switch piece {
      case .own(_, let text?), .new(let text): result += text
      case .own(let index, nil): result += bytes[interactions[index].range]
      }
    }
    return result + bytes[last.range.upperBound...]
  }

  /// Where the interactions stand: from behind the bracket that opens their list to the one that
  /// closes it.
  package var interactionSpan: Range<Int> {
    if let first = interactions.first, let last = interactions.last {
      let before = bytes[..<first.range.lowerBound].reversed().prefix(while: Self.isSpace).count
      let behind = bytes[last.range.upperBound...].prefix(while: Self.isSpace).count
      return first.range.lowerBound - before..<last.range.upperBound + behind
    }
    do throws(JSONSyntaxError) {
      if let list = try JSONTree(bytes).root["interactions"], list.kind == .array {
        return list.range.lowerBound + 1..<list.range.upperBound - 1
      }
    } catch {
      // A fixture is JSON, so this can't be; then all of it is outside.
    }
    return bytes.count..<bytes.count
  }

  /// What stands between two that follow each other in this file; nil for others.
  private func between(_ one: Piece, _ other: Piece) -> ArraySlice<UInt8>? {
    if case .own(let index, _) = one, case .own(index + 1, _) = other {
      between(index)
    } else {
      nil
    }
  }

  private func between(_ index: Int) -> ArraySlice<UInt8> {
    bytes[interactions[index].range.upperBound..<interactions[index + 1].range.lowerBound]
  }

  /// What stands before, between and behind interactions.
  private var setting: (start: [UInt8], between: [UInt8], end: [UInt8]) {
    guard let first = interactions.first, let last = interactions.last else {
      let (start, end) = (layout.lineBreak(2), layout.lineBreak(1))
      return (start, layout.unit == nil ? layout.comma : [UInt8(ascii: ",")] + start, end)
    }
    let span = interactionSpan
    let start = Array(bytes[span.lowerBound..<first.range.lowerBound])
    let end = Array(bytes[last.range.upperBound..<span.upperBound])
    if interactions.count > 1 { return (start, Array(between(interactions.count - 2)), end) }
    return (start, start.isEmpty ? layout.comma : [UInt8(ascii: ",")] + start, end)
  }

  /// Puts interactions into a file that has none.
  private func filled(with pieces: [Piece], likeIn model: FixtureDocument?) -> [UInt8] {
    let setting = model?.interactions.isEmpty == false ? model?.setting ?? setting : setting
    let texts = pieces.map { piece in
      if case .new(let text) = piece { text } else { [UInt8]() }
    }
    let span = interactionSpan
    return bytes[..<span.lowerBound] + setting.start + texts.joined(separator: setting.between)
      + setting.end + bytes[span.upperBound...]
  }

  /// The text that an interaction of another file has in this one.
  ///
  /// It stays as it is where both files are laid out alike. One that took its provider from its file
  /// gets one of its own where this file names another.
  ///
  /// - Parameter provider: what this file will name.
  package func text(
    of index: Int,
    in other: FixtureDocument,
    provider: String?
  ) throws(FixtureProblem) -> [UInt8] {
    let tree = try other.interaction(at: index)
    let own = interactions.isEmpty ? other.interactionLayout : interactionLayout
    var theirs = other.interactionLayout
    var root = tree.root
    if root["provider"] == nil, root.kind == .object, let inherited = other.summary.provider,
      inherited != provider
    {
      root = try other.giving(inherited, to: root)
    }
    // What has no such characters can't tell how the others would be written.
    if theirs.characters != own.characters, own.characters == .unicode {
      theirs.characters = .unicode
    }
    if own == theirs { return Array(root.text) }
    var alike = theirs
    alike.characters = own.characters
    if own == alike { return JSONString.escapingNonASCII(root.text) }
    return Self.text(of: root, own)
  }

  /// An interaction in another layout: events stay on a line each.
  private static func text(of root: JSONValue, _ layout: FixtureLayout) -> [UInt8] {
    guard root.kind == .object, root.count > 0 else { return Array(root.text) }
    var writer = LayoutWriter(layout)
    writer.append("{")
    for (index, member) in root.members.enumerated() {
      writer.separate(isFirst: index == 0, level: 3)
      writer.key(member.key.escaped)
      if member.key.equals("stream_events"), member.value.kind == .array, member.value.count > 0 {
        writer.append("[")
        for (place, event) in member.value.elements.enumerated() {
          writer.separate(isFirst: place == 0, level: 4)
          let line = StoredEvent.onOneLine(event.text)
          writer.append(
            layout.characters == .ascii ? JSONString.escapingNonASCII(line[...]) : line
          )
        }
        writer.append(layout.lineBreak(3))
        writer.append("]")
      } else {
        writer.value(member.value, level: 4)
      }
    }
    writer.append(layout.lineBreak(2))
    writer.append("}")
    return writer.bytes
  }

  /// The interaction with a provider of its own, behind its hash.
  private func giving(
    _ provider: String,
    to root: JSONValue
  ) throws(FixtureProblem) -> JSONValue {
    let members = Array(root.members)
    guard let first = members.first,
      let anchor = members.last(where: { $0.key.equals("hash") }) ?? members.last
    else { return root }
    let space = root.tree.bytes[root.range.lowerBound + 1..<first.keyRange.lowerBound]
    let colon = root.tree.bytes[anchor.keyRange.upperBound..<anchor.value.range.lowerBound]
    var text = Array(root.tree.bytes[root.range.lowerBound..<anchor.value.range.upperBound])
    text.append(UInt8(ascii: ","))
    text += space.isEmpty ? [UInt8(ascii: " ")] : space
    text += "\"provider\"".utf8
    text += colon
    text += JSONString.quote(provider, as: characterSet)
    text += root.tree.bytes[anchor.value.range.upperBound..<root.range.upperBound]
    do throws(JSONSyntaxError) {
      return try JSONTree(text).root
    } catch {
      throw FixtureProblem(error, in: text)
    }
  }
}
