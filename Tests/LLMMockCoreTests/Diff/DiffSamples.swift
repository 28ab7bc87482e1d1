import LLMMockCore
import TestSupport

/// Recorded calls of each provider, small enough to read.
enum DiffSamples {
  static let chat = """
    {
      "hash": "a1", "name": "weather", "request": {
        "model": "gpt-4o-mini", "temperature": 0.2, "messages": [
          {"role": "system", "content": "Be terse.\\nBe kind.\\nAlways."},
          {"role": "user", "content": "What is the weather in Oslo?"}
        ],
        "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {
          "type": "object", "properties": {"city": {"type": "string"}}}}}]
      },
      "response": {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
        "choices": [{"index": 0, "message": {"role": "assistant",
          "content": "It is 12 degrees and sunny in Oslo. Bring sunglasses.",
          "tool_calls": [{"id": "call_1", "type": "function", "function": {
            "name": "get_weather", "arguments": "{\\"city\\": \\"Oslo\\", \\"days\\": 1}"}}]},
          "logprobs": null, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 163, "completion_tokens": 38, "total_tokens": 201},
        "system_fingerprint": "fp_1"
      },
      "headers": {"request-id": "req_1", "retry-after": "2"},
      "recorded_at": "2026-01-01T00:00:00+00:00", "note": {"by": "hand", "many": [1, 2.0, 1e3]}
    }
    """

  static let anthropic = """
    {
      "hash": "b1", "request": {
        "model": "claude-sonnet-4-6", "max_tokens": 100, "system": [
          {"type": "text", "text": "You are helpful.", "cache_control": {"type": "ephemeral"}}],
        "messages": [
          {"role": "user", "content": [{"type": "text", "text": "Look at this"},
            {"type": "image", "source": {"type": "base64", "media_type": "image/png",
              "data": "iVBORw0KGgo="}}]},
          {"role": "assistant", "content": [
            {"type": "tool_use", "id": "toolu_0", "name": "zoom", "input": {"x": 1, "y": [1, 2]}}]},
          {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "toolu_0", "content": "done"}]}
        ]
      },
      "response": {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-6",
        "content": [{"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
          {"type": "text", "text": "A cat."},
          {"type": "tool_use", "id": "toolu_1", "name": "zoom", "input": {"x": 2}}],
        "stop_reason": "tool_use", "stop_sequence": null,
        "usage": {"input_tokens": 10, "output_tokens": 5}
      },
      "recorded_at": "2026-01-01T00:00:00+00:00"
    }
    """

  static let chatStream = """
    {
      "hash": "c1", "request": {"model": "gpt-4o-mini", "stream": true,
        "messages": [{"role": "user", "content": "Hi"}]},
      "response": {}, "streaming": true, "stream_events": [
        {"data": {"id": "chatcmpl-7", "object": "chat.completion.chunk", "created": 7,
          "model": "gpt-4o-mini", "choices": [{"index": 0, "delta": {"role": "assistant",
            "content": ""}, "finish_reason": null}], "obfuscation": "ab"}},
        {"data": {"id": "chatcmpl-7", "object": "chat.completion.chunk", "created": 7,
          "model": "gpt-4o-mini", "choices": [{"index": 0, "delta": {"content": "Hello "},
            "finish_reason": null}], "obfuscation": "cd"}},
        {"data": {"id": "chatcmpl-7", "object": "chat.completion.chunk", "created": 7,
          "model": "gpt-4o-mini", "choices": [{"index": 0, "delta": {"content": "there."},
            "finish_reason": "stop"}], "obfuscation": "ef"}},
        {"data": "[DONE]"}
      ],
      "stream_framing": {"eol": "\\r\\n"}, "stream_timing_ms": [1, 2, 3, 4],
      "recorded_at": "2026-01-01T00:00:00+00:00"
    }
    """

  static let anthropicStream = """
    {
      "hash": "d1", "request": {"model": "claude-sonnet-4-6", "stream": true,
        "messages": [{"role": "user", "content": "Hi"}]},
      "response": {}, "streaming": true, "stream_events": [
        {"event": "message_start", "data": {"type": "message_start", "message": {"id": "msg_9",
          "type": "message", "role": "assistant", "model": "claude-sonnet-4-6", "content": [],
          "stop_reason": null, "usage": {"input_tokens": 3, "output_tokens": 1}}}},
        {"event": "content_block_start", "data": {"type": "content_block_start", "index": 0,
          "content_block": {"type": "text", "text": ""}}},
        {"event": "ping", "data": {"type": "ping"}},
        {"event": "content_block_delta", "data": {"type": "content_block_delta", "index": 0,
          "delta": {"type": "text_delta", "text": "Hello "}}},
        {"event": "content_block_delta", "data": {"type": "content_block_delta", "index": 0,
          "delta": {"type": "text_delta", "text": "there."}}},
        {"event": "content_block_stop", "data": {"type": "content_block_stop", "index": 0}},
        {"event": "content_block_start", "data": {"type": "content_block_start", "index": 1,
          "content_block": {"type": "tool_use", "id": "toolu_5", "name": "look", "input": {}}}},
        {"event": "content_block_delta", "data": {"type": "content_block_delta", "index": 1,
          "delta": {"type": "input_json_delta", "partial_json": "{\\"at\\": 1}"}}},
        {"event": "content_block_stop", "data": {"type": "content_block_stop", "index": 1}},
        {"event": "message_delta", "data": {"type": "message_delta",
          "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 9}}},
        {"event": "message_stop", "data": {"type": "message_stop"}}
      ],
      "recorded_at": "2026-01-01T00:00:00+00:00"
    }
    """

  static let responses = """
    {
      "hash": "e1", "endpoint": "/v1/responses", "request": {"model": "gpt-4o",
        "instructions": "Be brief", "input": "Hi", "tools": [{"type": "web_search"}]},
      "response": {"id": "resp_1", "object": "response", "created_at": 5, "status": "completed",
        "output": [{"id": "rs_1", "type": "reasoning", "summary": []},
          {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed",
            "content": [{"type": "output_text", "text": "Hello.", "annotations": []}]},
          {"id": "fc_1", "type": "function_call", "call_id": "call_9", "name": "f",
            "arguments": "{\\"a\\":[1,2,{\\"b\\":null}]}"}],
        "usage": {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}},
      "recorded_at": "2026-01-01T00:00:00+00:00"
    }
    """

  static let gemini = """
    {
      "hash": "f1", "endpoint": "/v1beta/models/gemini-2.5-flash:generateContent",
      "provider": "gemini", "request": {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
        "systemInstruction": {"parts": [{"text": "Be brief"}]},
        "generationConfig": {"temperature": 0}},
      "response": {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hello."},
          {"functionCall": {"id": "x1", "name": "f", "args": {"a": 1}}}]},
          "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 1, "totalTokenCount": 3},
        "responseId": "r1", "modelVersion": "gemini-2.5-flash"},
      "recorded_at": "2026-01-01T00:00:00+00:00"
    }
    """

  static let embeddings = """
    {
      "hash": "0a", "endpoint": "/v1/embeddings", "status": 200,
      "request": {"model": "text-embedding-3-small", "input": ["a", "b"]},
      "response": {"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [
        0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8]}]},
      "recorded_at": "2026-01-01T00:00:00+00:00"
    }
    """

  static let text = """
    {
      "hash": "0b", "request": {"model": "m", "messages": null}, "response": {},
      "response_text": "[{\\"a\\": 1}, {\\"b\\": 2}]", "status": 503,
      "recorded_at": "2026-01-01T00:00:00+00:00"
    }
    """

  static let all = [
    chat, anthropic, chatStream, anthropicStream, responses, gemini, embeddings, text,
  ]

  /// Recorded calls of all kinds, with real ones where there are some.
  static func interactions(_ limit: Int, using generator: inout SeededGenerator) throws
    -> [JSONValue]
  {
    var result = try all.map { try JSONTree($0).root }
    guard let folder = Corpus.fixtures else { return result }
    let paths = try files(below: "\(folder)/known").shuffled(using: &generator)
    for path in isSoak ? paths : Array(paths.prefix(limit)) {
      let document = try FixtureDocument(contents(of: path))
      for index in document.interactions.indices.prefix(3) {
        result.append(try document.interaction(at: index).root)
      }
    }
    return result
  }
}

extension InteractionDiff {
  init(
    _ old: JSONValue?,
    _ new: JSONValue?,
    provider: String? = "openai",
    options: Options = Options()
  ) {
    self.init(
      old: old.map { Side(interaction: $0, fixtureProvider: provider) },
      new: new.map { Side(interaction: $0, fixtureProvider: provider) },
      options: options
    )
  }

  /// The differing lines, each with its section, for a test to compare.
  var told: [String] {
    sections.flatMap { section in
      section.lines.filter { $0.kind != .same }.flatMap { line -> [String] in
        let label = "\(section.title) | \(line.label): "
        let old = line.old.map { "- " + label + Self.marked($0) }
        let new = line.new.map {
          (line.kind == .note ? "~ " : "+ ") + label + Self.marked($0)
            + (line.delta.map { " (\($0))" } ?? "")
        }
        return [old, new].compactMap { $0 }
      }
    }
  }

  private static func marked(_ text: Text) -> String {
    text.pieces.map { $0.isChanged ? "[\($0.text)]" : $0.text }.joined()
  }
}
