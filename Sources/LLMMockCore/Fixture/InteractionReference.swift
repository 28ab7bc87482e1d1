/// How a user names interactions of one fixture: `@N`, the beginning of a hash, `HASH/K`, or a name.
package struct InteractionReference: Hashable, Sendable {
  package var text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Why a reference names nothing, or not one thing.
  package enum Failure: Error, Hashable, Sendable {
    /// Nothing fits.
    case notFound(String)
    /// Several fit: their references, each of which fits one.
    case ambiguous(String, [String])

    package var message: String {
      switch self {
      case .notFound(let message), .ambiguous(let message, _): message
      }
    }
  }

  /// The interactions it means, counted from 0 in the order of the file.
  ///
  /// One, but for a hash given with all its 64 digits, which means every entry that has it. A name
  /// wins over a hash that begins the same.
  ///
  /// - Throws: ``Failure`` when it means none, or one of several.
  package func resolve(in interactions: [InteractionSummary]) throws(Failure) -> [Int] {
    if text.hasPrefix("@") {
      guard let position = Int(text.dropFirst()), interactions.indices.contains(position - 1) else {
        throw .notFound("there is no \(shown): the fixture has \(counted(interactions.count))")
      }
      return [position - 1]
    }
    let named = interactions.indices.filter { interactions[$0].name == text }
    if named.count == 1 { return named }
    if named.count > 1 { throw ambiguous(named, in: interactions) }

    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts[0].lowercased()
    guard digits.utf8.count >= 4, digits.utf8.count <= 64,
      digits.utf8.allSatisfy({ hexadecimalDigit($0) != nil })
    else {
      throw .notFound(
        "\(shown) is no interaction: write @N, at least 4 digits of its hash, HASH/K, or its name"
      )
    }
    let found = interactions.indices.filter { interactions[$0].hash?.hasPrefix(digits) == true }
    if found.isEmpty { throw .notFound("no interaction has a hash that begins with \(digits)") }
    if parts.count == 2 {
      let hashes = Set(found.map { interactions[$0].hash })
      guard hashes.count == 1 else { throw ambiguous(found, in: interactions) }
      guard let place = Int(parts[1]), found.indices.contains(place - 1) else {
        throw .notFound(
          "there is no \(shown): \(counted(found.count)) \(found.count == 1 ? "has" : "have") that hash"
        )
      }
      return [found[place - 1]]
    }
    if found.count == 1 || digits.utf8.count == 64 { return found }
    throw ambiguous(found, in: interactions)
  }

  /// The shortest reference of the kind a list shows: the hash's first 12 digits, with `/K` where
  /// several entries have the same, or the position where there is no hash.
  package static func shortest(for index: Int, in interactions: [InteractionSummary]) -> String {
    guard let hash = interactions[index].hash, hash.utf8.count == 64 else { return "@\(index + 1)" }
    let prefix = String(hash.prefix(12))
    let same = interactions.indices.filter { interactions[$0].hash == hash }
    if same.count > 1, let place = same.firstIndex(of: index) { return "\(prefix)/\(place + 1)" }
    return prefix
  }

  private func ambiguous(_ found: [Int], in interactions: [InteractionSummary]) -> Failure {
    .ambiguous(
      "\(shown) could mean \(found.count) interactions",
      found.map { index in
        let summary = interactions[index]
        let reference = Self.shortest(for: index, in: interactions)
        let name = summary.name.map { " \(VisibleText.of($0))" } ?? ""
        return
          "@\(index + 1)  \(reference)\(name)  \"\(VisibleText.of(summary.preview, lineBreaks: .space))\""
      }
    )
  }

  private var shown: String { VisibleText.of(text) }

  private func counted(_ count: Int) -> String {
    count == 1 ? "1 interaction" : "\(count) interactions"
  }
}
