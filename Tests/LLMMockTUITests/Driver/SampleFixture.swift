import LLMMockCore
import LLMMockTUI

/// A fixture file's text, put together from its interactions.
struct SampleFixture {
  var provider: String
  /// Each an object; `HASH` in it becomes the hash of its request.
  var interactions: [String]

  init(_ provider: String, _ interactions: [String]) {
    self.provider = provider
    self.interactions = interactions
  }

  /// The file's bytes, laid out as the recorder lays them out.
  var bytes: [UInt8] {
    let body = interactions.map { text in
      hashed(text).split(separator: "\n", omittingEmptySubsequences: false)
        .map { "    \($0)" }.joined(separator: "\n")
    }
    .joined(separator: ",\n")
    let list = interactions.isEmpty ? "[]" : "[\n\(body)\n  ]"
    return Array(
      """
      {
        "version": "2.0",
        "provider": "\(provider)",
        "interactions": \(list)
      }

      """.utf8
    )
  }

  /// A text that is no JSON stays as it is: some files are meant to be broken.
  private func hashed(_ text: String) -> String {
    do {
      guard let request = try JSONTree(text).root["request"] else { return text }
      return text.replacing("HASH", with: RequestHash(.messages).hash(of: request))
    } catch {
      return text.replacing("HASH", with: String(repeating: "0", count: 64))
    }
  }
}

extension SampleFixture {
  /// A short chat, for tests that need many.
  static func chat(
    _ prompt: String,
    answer: String = "Fine.",
    model: String = "gpt-4o-mini",
    name: String? = nil,
    tokens: Int = 20,
    recorded: String = "2026-05-04T08:00:00Z"
  ) -> String {
    let quoted = { (text: String) in
      String(decoding: JSONString.quote(text, as: .unicode), as: UTF8.self)
    }
    let name = name.map { "\n  \"name\": \(quoted($0))," } ?? ""
    return """
      {
        "hash": "HASH",\(name)
        "request": {
          "model": "\(model)",
          "messages": [{"role": "user", "content": \(quoted(prompt))}]
        },
        "response": {
          "object": "chat.completion",
          "model": "\(model)",
          "choices": [
            {
              "index": 0,
              "message": {"role": "assistant", "content": \(quoted(answer))},
              "finish_reason": "stop"
            }
          ],
          "usage": {"prompt_tokens": \(tokens - 5), "completion_tokens": 5, "total_tokens": \(tokens)}
        },
        "recorded_at": "\(recorded)"
      }
      """
  }
}
