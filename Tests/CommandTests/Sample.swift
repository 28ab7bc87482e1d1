/// Fixture files for tests.
enum Sample {
  static let hashes = [
    "a3f2c1d4e5b60000000000000000000000000000000000000000000000000001",
    "b4c3d2e5f6a70000000000000000000000000000000000000000000000000002",
    "a3f2ffffffff0000000000000000000000000000000000000000000000000003",
  ]

  /// Two calls, the second one a stream.
  static let summarize = fixture(
    interaction(
      hashes[0],
      model: "claude-sonnet-4-6",
      text: "Summarize this document about climate change and what it means for us",
      recordedAt: "2026-04-23T10:00:00.123456+00:00"
    ),
    interaction(
      hashes[1],
      model: "claude-haiku-4-5-20251001",
      text: "What is the capital of France?",
      answer: "Paris.",
      recordedAt: "2026-04-24T11:00:00+00:00",
      more: #""streaming": true, "stream_events": []"#
    )
  )

  static let empty = fixture()

  static func fixture(_ interactions: String..., provider: String = "anthropic") -> String {
    let list = interactions.joined(separator: ",\n    ")
    return """
      {
        "version": "2.0",
        "provider": "\(provider)",
        "interactions": [\(list.isEmpty ? "" : "\n    \(list)\n  ")]
      }

      """
  }

  /// An interaction as JSON.
  ///
  /// `messages` is JSON, nil for one of the user's that says `text`; `more` is further members.
  static func interaction(
    _ hash: String = hashes[0],
    model: String = "m",
    text: String = "Hello",
    messages: String? = nil,
    answer: String = "Hi.",
    recordedAt: String = "2026-04-23T10:00:00+00:00",
    more: String? = nil
  ) -> String {
    let messages = messages ?? #"[{"role": "user", "content": "\#(text)"}]"#
    let last = more.map { ",\n      \($0)" } ?? ""
    return """
      {
            "hash": "\(hash)",
            "request": {"model": "\(model)", "messages": \(messages), "max_tokens": 64},
            "response": {"type": "message", "role": "assistant", \
      "content": [{"type": "text", "text": "\(answer)"}], "model": "\(model)", \
      "stop_reason": "end_turn", "usage": {"input_tokens": 10, "output_tokens": 2}},
            "recorded_at": "\(recordedAt)"\(last)
          }
      """
  }
}
