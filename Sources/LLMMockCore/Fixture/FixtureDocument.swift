/// A fixture file's bytes and where its interactions stand: what edits are computed from.
///
/// Every edit is splices that change only the bytes of the interactions it touches.
package struct FixtureDocument: Sendable {
  package let bytes: [UInt8]
  package let summary: FixtureSummary

  package var interactions: [InteractionSummary] { summary.interactions }

  /// Reads a file's bytes.
  ///
  /// - Throws: ``FixtureProblem`` when they are not a fixture this program knows.
  package init(_ bytes: [UInt8]) throws(FixtureProblem) {
    var indexer = FixtureIndexer()
    let scanned = bytes.withUnsafeBufferPointer { window in
      Result { () throws(JSONSyntaxError) in try indexer.scan(window, isLast: true) }
    }
    if case .failure(let error) = scanned {
      throw FixtureProblem(error, in: bytes)
    }
    guard let summary = try indexer.finish() else {
      throw FixtureProblem("not a fixture: it has no \"interactions\"")
    }
    self.bytes = bytes
    self.summary = summary
  }

  /// One interaction's text, parsed.
  package func interaction(at index: Int) throws(FixtureProblem) -> JSONTree {
    do throws(JSONSyntaxError) {
      return try JSONTree(Array(bytes[interactions[index].range]))
    } catch {
      throw FixtureProblem(error, in: bytes)
    }
  }

  // MARK: Edits

  /// Takes interactions out, each with the comma and the white space that belong to it.
  ///
  /// - Parameter indices: counted from 0, in any order.
  package func deleting(_ indices: Set<Int>) -> TextEdit {
    var replacements: [(Range<Int>, [UInt8])] = []
    for run in runs(of: indices.filter(interactions.indices.contains)) {
      let range: Range<Int>
      if run.lowerBound > 0 {
        range = interactions[run.lowerBound - 1].range.upperBound..<end(run)
      } else if run.upperBound < interactions.count {
        range = interactions[0].range.lowerBound..<interactions[run.upperBound].range.lowerBound
      } else {
        range = space(before: interactions[0].range.lowerBound)..<space(after: end(run))
      }
      replacements.append((range, []))
    }
    return TextEdit(of: bytes, replacing: replacements)
  }

  /// Gives an interaction a name, or takes it away.
  ///
  /// - Parameter name: nil or empty takes the name away.
  /// - Throws: ``FixtureProblem`` when the name breaks the format's rules or another has it.
  package func naming(_ index: Int, _ name: String?) throws(FixtureProblem) -> TextEdit {
    let tree = try interaction(at: index)
    let base = interactions[index].range.lowerBound
    let existing = tree.root.member("name")
    guard let name, !name.isEmpty else {
      guard let existing else { return TextEdit(splices: []) }
      let range = Self.range(removing: existing, from: tree.root)
      return edit(replacing: range, shiftedBy: base, with: [])
    }
    if let problem = InteractionName.problem(with: name) { throw FixtureProblem(problem) }
    if let other = interactions.indices.first(where: {
      $0 != index && interactions[$0].name == name
    }) {
      throw FixtureProblem("interaction @\(other + 1) already has the name \"\(name)\"")
    }
    let text = JSONString.quote(name, as: characterSet)
    if let existing {
      return edit(replacing: existing.value.range, shiftedBy: base, with: text)
    }
    let members = Array(tree.root.members)
    // A name stands behind the hash, where a reader looks for it.
    guard let anchor = members.last(where: { $0.key.equals("hash") }) ?? members.last else {
      let inside = tree.root.range.lowerBound + 1
      return edit(
        replacing: inside..<inside,
        shiftedBy: base,
        with: Array("\"name\": ".utf8) + text
      )
    }
    let place = anchor.value.range.upperBound
    let first = members[0].keyRange.lowerBound
    let indentation = tree.bytes[(tree.root.range.lowerBound + 1)..<first]
    let colon = tree.bytes[anchor.keyRange.upperBound..<anchor.value.range.lowerBound]
    let member =
      [UInt8(ascii: ",")] + separator(indentation) + Array("\"name\"".utf8) + colon + text
    return edit(replacing: place..<place, shiftedBy: base, with: member)
  }

  /// What stands between a comma and the next key, made from what stands before the first.
  private func separator(_ indentation: ArraySlice<UInt8>) -> [UInt8] {
    // `{"a": 1}` has nothing before its first key, but a space after a comma reads better.
    indentation.isEmpty && bytes.contains(UInt8(ascii: " "))
      ? [UInt8(ascii: " ")] : Array(indentation)
  }

  private func edit(
    replacing range: Range<Int>,
    shiftedBy base: Int,
    with text: [UInt8]
  ) -> TextEdit {
    TextEdit(of: bytes, replacing: [(range.lowerBound + base..<range.upperBound + base, text)])
  }

  /// The bytes of a member with the comma and the white space that belong to it.
  private static func range(removing member: JSONValue.Member, from object: JSONValue) -> Range<Int>
  {
    let members = Array(object.members)
    let index = members.firstIndex { $0.keyRange == member.keyRange } ?? 0
    if index > 0 {
      return members[index - 1].value.range.upperBound..<member.value.range.upperBound
    }
    if members.count > 1 {
      return member.keyRange.lowerBound..<members[1].keyRange.lowerBound
    }
    return object.range.lowerBound + 1..<object.range.upperBound - 1
  }

  // MARK: Places

  private func runs(of indices: Set<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for index in indices.sorted() {
      if let last = runs.last, last.upperBound == index {
        runs[runs.count - 1] = last.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs
  }

  private func end(_ run: Range<Int>) -> Int {
    interactions[run.upperBound - 1].range.upperBound
  }

  private func space(before offset: Int) -> Int {
    var offset = offset
    while offset > 0, Self.isSpace(bytes[offset - 1]) { offset -= 1 }
    return offset
  }

  private func space(after offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count, Self.isSpace(bytes[offset]) { offset += 1 }
    return offset
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// How the file writes characters outside ASCII: escaped when it has escapes and no such byte.
  var characterSet: JSONCharacterSet {
    if bytes.contains(where: { $0 >= 0x80 }) { return .unicode }
    var last: UInt8 = 0
    for byte in bytes {
      if last == UInt8(ascii: "\\"), byte == UInt8(ascii: "u") { return .ascii }
      last = byte
    }
    return .unicode
  }
}

/// The rules of an interaction's name.
package enum InteractionName {
  /// What is wrong with a name; nil when nothing is.
  package static func problem(with name: String) -> String? {
    if name.unicodeScalars.count > 80 {
      return "a name has at most 80 characters, this one has \(name.unicodeScalars.count)"
    }
    if let scalar = name.unicodeScalars.first(where: {
      $0.properties.generalCategory == .control || $0.properties.generalCategory == .lineSeparator
        || $0.properties.generalCategory == .paragraphSeparator
    }) {
      return "a name has no control characters, this one has \(VisibleText.of(String(scalar)))"
    }
    return nil
  }
}
