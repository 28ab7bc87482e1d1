import LLMMockCore

/// What a folder's table says of one file.
package struct FolderRow: Sendable {
  enum Content: Sendable {
    case fixture(Fixture)
    /// Why it can't be read.
    case unreadable(String)
    /// JSON, but no fixture.
    case other
  }

  struct Fixture: Sendable {
    var calls: Int
    /// Separated by commas.
    var providers: ShownText
    var models: ShownText
    /// A date, or the first and the last one.
    var recorded: ShownText
    /// In bytes.
    var size: Int
  }

  /// From the folder.
  var path: ShownText
  var content: Content

  /// - Parameter entry: where it was found; a folder when that can't be read.
  package init(_ entry: FolderWalker.Entry, _ result: FixtureReader.Result) {
    let end: [UInt8] = entry.kind == .folder ? [UInt8(ascii: "/")] : []
    self.init(path: entry.parent + entry.name + end, result)
  }

  /// - Parameter path: as it is to be shown.
  package init(path: [UInt8], _ result: FixtureReader.Result) {
    self.path = ShownText(bytes: path)
    switch result.content {
    case .fixture(let summary):
      content = .fixture(Self.fixture(summary, size: result.version?.size ?? 0))
    case .unreadable(let problem, _): content = .unreadable(problem.description)
    case .other: content = .other
    }
  }

  private static func fixture(_ summary: FixtureSummary, size: Int) -> Fixture {
    let interactions = summary.interactions
    var dates = Span()
    for interaction in interactions { dates.add(interaction.recordedAt) }
    return Fixture(
      calls: interactions.count,
      providers: list([summary.provider] + interactions.lazy.map(\.provider)),
      models: list(interactions.lazy.map(\.model)),
      recorded: dates.text,
      size: size
    )
  }

  /// Each of them once, in the order in which they appear.
  private static func list(_ names: some Sequence<String?>) -> ShownText {
    var found: [String] = []
    for case let name? in names where !found.contains(name) { found.append(name) }
    return ShownText(found.isEmpty ? "-" : found.joined(separator: ", "))
  }

  /// The first and the last of some dates.
  private struct Span {
    private var first: String?
    private var last: String?

    mutating func add(_ time: String?) {
      guard let time else { return }
      let date = String(time.unicodeScalars.prefix(10))
      if first.map({ date < $0 }) ?? true { first = date }
      if last.map({ date > $0 }) ?? true { last = date }
    }

    var text: ShownText {
      guard let first, let last else { return ShownText("-") }
      return ShownText(first == last ? first : "\(first)..\(last)")
    }
  }
}
