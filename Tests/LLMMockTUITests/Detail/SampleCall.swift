/// Interactions as they stand in fixtures; `HASH` becomes the hash of the request.
enum SampleCall {
  static let anthropicPlain = #"""
    {
      "hash": "HASH",
      "name": "weather bot",
      "request": {
        "model": "claude-haiku-4-5",
        "max_tokens": 64,
        "temperature": 0,
        "system": "You are a terse weather bot. Answer in one line, no emoji, metric units.",
        "messages": [{"role": "user", "content": "What's the weather in Oslo?"}]
      },
      "response": {
        "id": "msg_01XYZ",
        "type": "message",
        "role": "assistant",
        "model": "claude-haiku-4-5-20251001",
        "content": [{"type": "text", "text": "14 °C and raining. Bring an umbrella."}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 1040, "output_tokens": 12, "cache_read_input_tokens": 1024}
      },
      "recorded_at": "2026-04-23T10:00:00+02:00"
    }
    """#

  static let openAITools = #"""
    {
      "hash": "HASH",
      "request": {
        "model": "gpt-4o-mini",
        "messages": [
          {"role": "system", "content": "Use the tools."},
          {"role": "user", "content": "Will it rain in Oslo tomorrow?"},
          {"role": "assistant", "content": null, "tool_calls": [
            {
              "id": "call_1",
              "type": "function",
              "function": {
                "name": "get_weather",
                "arguments": "{\"city\": \"Oslo\", \"days\": 1}"
              }
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
                "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
                "required": ["city"]
              }
            }
          }
        ]
      },
      "response": {
        "id": "chatcmpl-7",
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
      "recorded_at": "2026-04-23T10:00:00+00:00"
    }
    """#

  static let anthropicStream = #"""
    {
      "hash": "HASH",
      "request": {
        "model": "claude-sonnet-4-6",
        "max_tokens": 64,
        "stream": true,
        "messages": [{"role": "user", "content": "Say hello."}]
      },
      "response": {},
      "streaming": true,
      "stream_events": [
        {
          "event": "message_start",
          "data": {
            "type": "message_start",
            "message": {
              "id": "msg_02", "type": "message", "role": "assistant", "model": "claude-sonnet-4-6",
              "content": [], "stop_reason": null, "usage": {"input_tokens": 10, "output_tokens": 1}
            }
          }
        },
        {
          "event": "content_block_start",
          "data": {
            "type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}
          }
        },
        {"event": "ping", "data": {"type": "ping"}},
        {
          "event": "content_block_delta",
          "data": {
            "type": "content_block_delta", "index": 0,
            "delta": {"type": "text_delta", "text": "Hello"}
          }
        },
        {
          "event": "content_block_delta",
          "data": {
            "type": "content_block_delta", "index": 0,
            "delta": {"type": "text_delta", "text": " there.\nHow are you?"}
          }
        },
        {"event": "content_block_stop", "data": {"type": "content_block_stop", "index": 0}},
        {
          "event": "message_delta",
          "data": {
            "type": "message_delta", "delta": {"stop_reason": "end_turn"},
            "usage": {"output_tokens": 9}
          }
        },
        {"event": "message_stop", "data": {"type": "message_stop"}}
      ],
      "stream_timing_ms": [180, 181, 190, 212, 240, 250, 1251, 1252],
      "recorded_at": "2026-04-23T10:00:00Z"
    }
    """#

  static let geminiImage = #"""
    {
      "hash": "HASH",
      "endpoint": "/v1beta/models/gemini-2.5-flash:generateContent",
      "provider": "gemini",
      "request": {
        "contents": [
          {
            "role": "user",
            "parts": [
              {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgoAAAANSUhEUg=="}},
              {"text": "What is this?"}
            ]
          }
        ],
        "generationConfig": {"temperature": 0.2}
      },
      "response": {
        "candidates": [
          {
            "content": {
              "role": "model",
              "parts": [
                {"text": "東京タワーの写真です。夜の東京に赤く光る、高さ三百三十三メートルの塔が見えます。"}
              ]
            },
            "finishReason": "STOP",
            "index": 0
          }
        ],
        "usageMetadata": {
          "promptTokenCount": 260, "candidatesTokenCount": 21, "totalTokenCount": 281
        },
        "modelVersion": "gemini-2.5-flash"
      },
      "recorded_at": "2026-04-23T10:00:00Z"
    }
    """#

  static let openAIError = #"""
    {
      "hash": "1111111111111111111111111111111111111111111111111111111111111111",
      "request": {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": "Hi"}]
      },
      "response": {
        "error": {
          "message": "Rate limit reached for gpt-4o.\u001b[2J Try again in 20 s.",
          "type": "requests",
          "code": "rate_limit_exceeded"
        }
      },
      "status": 429,
      "headers": {"retry-after": "20", "x-request-id": "req_9"},
      "recorded_at": "yesterday"
    }
    """#
}
