extension SampleFixture {
  static let limits = SampleFixture("anthropic", [tooMany, plain])

  static let weather = SampleFixture(
    "openai",
    [toolCall, chat("Thanks, and in Bergen?", tokens: 212)]
  )

  private static let tooMany = #"""
    {
      "hash": "HASH",
      "request": {
        "model": "claude-haiku-4-5",
        "max_tokens": 256,
        "messages": [{"role": "user", "content": "Sum up this report in a line."}]
      },
      "response": {
        "type": "error",
        "error": {"type": "rate_limit_error", "message": "Too many requests. Wait a moment."}
      },
      "status": 429,
      "headers": {"retry-after": "12", "request-id": "req_011"},
      "recorded_at": "2026-05-05T10:00:00Z"
    }
    """#

  private static let plain = #"""
    {
      "hash": "HASH",
      "request": {
        "model": "claude-haiku-4-5",
        "max_tokens": 256,
        "temperature": 0,
        "system": "You answer in one line.",
        "messages": [{"role": "user", "content": "Sum up this report in a line, please."}]
      },
      "response": {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": "claude-haiku-4-5",
        "content": [{"type": "text", "text": "Sales rose, costs fell, and nobody knows why."}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 1890, "output_tokens": 14}
      },
      "recorded_at": "2026-05-05T10:00:09Z"
    }
    """#

  static let streamed = #"""
    {
      "hash": "HASH",
      "request": {
        "model": "claude-sonnet-4-6",
        "max_tokens": 128,
        "stream": true,
        "messages": [{"role": "user", "content": "Tell a story of six words."}]
      },
      "response": {},
      "streaming": true,
      "stream_events": [
        {
          "event": "message_start",
          "data": {
            "type": "message_start",
            "message": {
              "id": "msg_02", "type": "message", "role": "assistant",
              "model": "claude-sonnet-4-6", "content": [], "stop_reason": null,
              "usage": {"input_tokens": 15, "output_tokens": 1}
            }
          }
        },
        {
          "event": "content_block_start",
          "data": {
            "type": "content_block_start", "index": 0,
            "content_block": {"type": "text", "text": ""}
          }
        },
        {
          "event": "content_block_delta",
          "data": {
            "type": "content_block_delta", "index": 0,
            "delta": {"type": "text_delta", "text": "The server slept. "}
          }
        },
        {
          "event": "content_block_delta",
          "data": {
            "type": "content_block_delta", "index": 0,
            "delta": {"type": "text_delta", "text": "Tests passed."}
          }
        },
        {"event": "content_block_stop", "data": {"type": "content_block_stop", "index": 0}},
        {
          "event": "message_delta",
          "data": {
            "type": "message_delta", "delta": {"stop_reason": "end_turn"},
            "usage": {"output_tokens": 11}
          }
        },
        {"event": "message_stop", "data": {"type": "message_stop"}}
      ],
      "stream_timing_ms": [160, 161, 204, 230, 236, 240, 241],
      "recorded_at": "2026-05-06T16:20:00Z"
    }
    """#

  private static let toolCall = #"""
    {
      "hash": "HASH",
      "request": {
        "model": "gpt-4o-mini",
        "temperature": 0,
        "messages": [
          {"role": "system", "content": "Use the tools."},
          {"role": "user", "content": "Do I need an umbrella in Oslo?"},
          {"role": "assistant", "content": null, "tool_calls": [
            {
              "id": "call_1",
              "type": "function",
              "function": {"name": "get_weather", "arguments": "{\"city\": \"Oslo\"}"}
            }
          ]},
          {"role": "tool", "tool_call_id": "call_1", "content": "{\"sky\": \"rain\", \"mm\": 8.5}"}
        ],
        "tools": [
          {
            "type": "function",
            "function": {
              "name": "get_weather",
              "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"]
              }
            }
          }
        ]
      },
      "response": {
        "id": "chatcmpl-9",
        "object": "chat.completion",
        "model": "gpt-4o-mini",
        "choices": [
          {
            "index": 0,
            "message": {"role": "assistant", "content": "Yes: 8.5 mm of rain."},
            "finish_reason": "stop"
          }
        ],
        "usage": {"prompt_tokens": 90, "completion_tokens": 9, "total_tokens": 99}
      },
      "recorded_at": "2026-05-07T07:45:00Z"
    }
    """#

  static let embedding = #"""
    {
      "hash": "HASH",
      "endpoint": "/v1/embeddings",
      "request": {"model": "text-embedding-3-small", "input": ["umbrella", "sunglasses"]},
      "response": {
        "object": "list",
        "data": [
          {"object": "embedding", "index": 0, "embedding": [0.013, -0.021, 0.4]},
          {"object": "embedding", "index": 1, "embedding": [0.011, 0.009, 0.37]}
        ],
        "model": "text-embedding-3-small",
        "usage": {"prompt_tokens": 4, "total_tokens": 4}
      },
      "recorded_at": "2026-05-08T11:11:00Z"
    }
    """#
}
