import LLMMockCore
import LLMMockTUI
import TestSupport
import Testing

struct DetailFuzzTests {
  private static let words = [
    "request", "response", "messages", "content", "role", "user", "assistant", "text", "type",
    "tool_use", "tool_result", "stream_events", "data", "event", "delta", "choices", "message",
    "hash", "status", "headers", "endpoint", "/v1/messages", "error", "candidates", "parts",
    "stream_timing_ms", "response_text", "response_base64", "YQ==", "tools", "name", "function",
    "arguments", "{\\\"a\\\":1}", "\\u0000", "\\ud800", "\\n\\n", "\\t", "東京", "\u{202E}", "input",
    "usage", "input_tokens", "model", "system", "embedding", "request_headers", "name", "",
  ]

  private func value(_ depth: Int, _ generator: inout SeededGenerator) -> String {
    let word = "\"\(Self.words.randomElement(using: &generator) ?? "")\""
    switch Int.random(in: 0..<(depth > 5 ? 5 : 10), using: &generator) {
    case 0: return String(Int.random(in: -5...1_000_000_000, using: &generator))
    case 1: return ["null", "true", "false", "1e400", "-0"].randomElement(using: &generator) ?? ""
    case 2...4: return word
    case 5, 6:
      let count = Int.random(in: 0...5, using: &generator)
      return "[\((0..<count).map { _ in value(depth + 1, &generator) }.joined(separator: ", "))]"
    default: return object(depth, &generator)
    }
  }

  private func object(_ depth: Int, _ generator: inout SeededGenerator) -> String {
    let members = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      let key = Self.words.randomElement(using: &generator) ?? ""
      return "\"\(key)\": \(value(depth + 1, &generator))"
    }
    return "{\(members.joined(separator: ",\n  "))}"
  }

  @Test func `any interaction can be shown`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    for _ in 0..<400 {
      let json =
        Bool.random(using: &generator)
        ? value(0, &generator)
        : """
        {"hash": "HASH", "request": {"messages": \(value(1, &generator)), "model": "m"},
         "response": \(value(1, &generator)), "stream_events": \(value(1, &generator))}
        """
      let provider = Provider.all.randomElement(using: &generator)?.name ?? ""
      let source = try DetailSource.sample(json, provider: provider)
      let width = Int.random(in: 1...100, using: &generator)
      for tab in source.tabs.map(\.tab) {
        for unfoldsAll in [false, true] {
          let rows = DetailLayout.rows(
            of: source,
            tab: tab,
            width: width,
            unfoldsAll: unfoldsAll,
            now: 0
          )
          #expect(
            rows.allSatisfy { $0.width <= width },
            "seed \(seed), \(tab), width \(width): \(json)"
          )
          #expect(
            rows.allSatisfy { $0.fold == nil || $0.node != nil && ($0.indent >= 2 || width < 4) },
            "seed \(seed), \(tab), width \(width): \(json)"
          )
          for node in Set(rows.map(\.node)) {
            _ = source.jsonPath(of: node, in: tab)
            _ = source.unescapedText(of: node, in: tab)
            _ = source.key(of: node, in: tab)
            _ = source.line(of: node, in: tab)
          }
          _ = DetailLayout.rows(
            of: source,
            tab: tab,
            width: width,
            wraps: false,
            toggled: Set(rows.compactMap(\.node)),
            unfoldsAll: unfoldsAll
          )
        }
        _ = source.plainText(tab)
      }
      _ = source.curlCommand
    }
  }

  @Test func `any damage can be shown`() {
    var generator = SeededGenerator()
    let seed = generator.seed
    for _ in 0..<400 {
      var bytes = Array(SampleCall.openAITools.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(
          in: 0...255,
          using: &generator
        )
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      do {
        _ = try FixtureDocument(bytes)
      } catch {
        let source = DetailSource.problem(
          UnreadableFile(path: "x.json", problem: error, bytes: bytes)
        )
        let width = Int.random(in: 1...80, using: &generator)
        for tab in [DetailTab.overview, .raw] {
          #expect(
            DetailLayout.rows(of: source, tab: tab, width: width)
              .allSatisfy { $0.width <= width },
            "seed \(seed), \(tab), width \(width)"
          )
        }
      }
    }
  }
}
