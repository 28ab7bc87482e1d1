import LLMMockCore
import LLMMockTUI

extension DetailSource {
  /// An interaction as it would come from line 5 of a file.
  ///
  /// - Parameters:
  ///   - json: `HASH` in it becomes the hash of its request.
  ///   - provider: what the file names.
  ///   - rule: how the request is hashed.
  static func sample(
    _ json: String,
    provider: String = "anthropic",
    position: Int = 1,
    rule: RequestHash.Rule = .messages
  ) throws -> DetailSource {
    var text = json
    if json.contains("HASH") {
      let request = try JSONTree(json).root["request"]
      let hash = request.map { RequestHash(rule).hash(of: $0) } ?? ""
      text = json.replacing("HASH", with: hash)
    }
    let head = #"{"version": "2.0", "provider": "\#(provider)", "interactions": ["#
    let document = try FixtureDocument(Array("\(head)\(text)]}".utf8))
    let summary = document.interactions[0]
    return DetailSource(
      path: "tests/fixtures/sample.json",
      position: position,
      bytes: Array(document.bytes[summary.range]),
      summary: summary,
      fixtureProvider: document.summary.provider,
      linesBefore: 4
    )
  }

  /// The rows of a tab as text: indentation, fold marks, and what they say.
  func text(
    _ tab: DetailTab,
    width: Int,
    wraps: Bool = true,
    toggled: Set<Int> = [],
    unfoldsAll: Bool = false,
    now: Int? = nil
  ) -> String {
    DetailLayout.rows(
      of: self,
      tab: tab,
      width: width,
      wraps: wraps,
      toggled: toggled,
      unfoldsAll: unfoldsAll,
      now: now
    ).map(\.drawn).joined(separator: "\n")
  }

  /// The node of the first row that says so.
  func node(_ text: String, in tab: DetailTab, unfoldsAll: Bool = false) -> Int? {
    DetailLayout.rows(of: self, tab: tab, width: 90, unfoldsAll: unfoldsAll)
      .first { $0.text.contains(text) }?.node
  }
}

extension DetailRow {
  /// The row as a pane would draw it.
  var drawn: String {
    guard !segments.isEmpty else { return "" }
    let mark = fold.map { $0 == .open ? "v " : "> " } ?? ""
    return String(repeating: " ", count: indent - mark.count) + mark + text
  }

  /// The cells it takes.
  var width: Int {
    indent + segments.reduce(0) { $0 + CharacterWidth.of($1.text) }
  }

  /// The styles of the segments that say so.
  func style(of text: String) -> Style? {
    segments.first { $0.text.contains(text) }?.style
  }
}
