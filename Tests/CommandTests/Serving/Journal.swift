import LLMMockCore

/// A journal or report as JSON, as far as tests look at it.
struct Journal {
  /// The numbers beside the list.
  var counts: [String: Int] = [:]
  /// Of each request: its number, what became of it, and from which entry.
  var entries: [[String: String]] = []
  var fixtures: [String] = []

  private static let told: Set = ["number", "outcome", "match", "position", "reason"]

  init(_ text: String) throws {
    for member in try JSONTree(Array(text.utf8)).root.members {
      let name = member.key.decoded
      switch name {
      case "journal":
        entries = member.value.elements.map { entry in
          Dictionary(
            entry.members.map { ($0.key.decoded, Self.text($0.value)) }
              .filter { Self.told.contains($0.0) }
          ) { first, _ in first }
        }
      case "fixtures": fixtures = member.value.elements.map(Self.text)
      default: counts[name] = Int(Self.text(member.value))
      }
    }
  }

  private static func text(_ value: JSONValue) -> String {
    value.string ?? String(decoding: value.text, as: UTF8.self)
  }
}
