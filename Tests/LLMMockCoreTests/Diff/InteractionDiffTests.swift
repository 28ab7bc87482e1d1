import LLMMockCore
import TestSupport
import Testing

struct InteractionDiffTests {
  struct Change: CustomTestStringConvertible {
    var name: String
    var sample: String
    /// Texts of the sample and what stands in their places.
    var edits: [(String, String)]
    var told: [String]
    var hidden: [String] = []
    var testDescription: String { name }
  }

  @Test(arguments: Self.changes)
  func `a change is told where a reader looks for it`(_ change: Change) throws {
    let (old, new) = try Self.versions(change.sample, change.edits)
    let diff = InteractionDiff(old, new)
    #expect(diff.told == change.told)
    #expect(diff.hidden == change.hidden)
  }

  private static let changes = [
    Change(
      name: "words of an answer",
      sample: DiffSamples.chat,
      edits: [("12 degrees and sunny", "14 degrees and raining"), ("sunglasses", "an umbrella")],
      told: [
        "- response.message | content: It is [12] degrees and [sunny] in Oslo. Bring [sunglasses].",
        "+ response.message | content: It is [14] degrees and [raining] in Oslo. Bring [an umbrella].",
      ]
    ),
    Change(
      name: "usage",
      sample: DiffSamples.chat,
      edits: [(": 38", ": 41"), (": 201", ": 199")],
      told: [
        "- usage | completion_tokens: [38]", "+ usage | completion_tokens: [41] (+3)",
        "- usage | total_tokens: [201]", "+ usage | total_tokens: [199] (-2)",
      ]
    ),
    Change(
      name: "volatile fields",
      sample: DiffSamples.chat,
      edits: [
        ("chatcmpl-1", "chatcmpl-2"), ("\"created\": 1", "\"created\": 2"), ("fp_1", "fp_2"),
        ("call_1", "call_2"), ("req_1", "req_2"), ("\"hash\": \"a1\"", "\"hash\": \"a2\""),
      ],
      told: [],
      hidden: ["hash", "id", "created", "system_fingerprint", "tool_calls.id", "request-id"]
    ),
    Change(
      name: "arguments in a string",
      sample: DiffSamples.chat,
      edits: [("\\\"Oslo\\\", \\\"days\\\": 1", "\\\"Bergen\\\",\\\"days\\\":2")],
      told: [
        "- response.message | city: [Oslo]", "+ response.message | city: [Bergen]",
        "- response.message | days: [1]", "+ response.message | days: [2] (+1)",
      ]
    ),
    Change(
      name: "spelling of arguments",
      sample: DiffSamples.chat,
      edits: [("\\\"city\\\": \\\"Oslo\\\"", "\\\"city\\\":\\\"Oslo\\\"")],
      told: ["~ response.message | arguments: the same JSON, written otherwise"]
    ),
    Change(
      name: "spelling of a number",
      sample: DiffSamples.chat,
      edits: [("0.2,", "2e-1,")],
      told: ["~ request | temperature: written 2e-1, was 0.2: the same number"]
    ),
    Change(
      name: "another type",
      sample: DiffSamples.chat,
      edits: [("0.2,", "\"0.2\",")],
      told: ["- request | temperature: [0.2]", "+ request | temperature: [\"0.2\"]"]
    ),
    Change(
      name: "a text instead of nothing",
      sample: DiffSamples.chat,
      edits: [("\"It is 12 degrees and sunny in Oslo. Bring sunglasses.\"", "null")],
      told: [
        "- response.message | content: [It is 12 degrees and sunny in Oslo. Bring sunglasses.]",
        "+ response.message | content: [null]",
      ]
    ),
    Change(
      name: "an inserted turn",
      sample: DiffSamples.chat,
      edits: [
        ("{\"role\": \"user\"", "{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"user\"")
      ],
      told: ["+ request.messages | 2 user: [Hi]"]
    ),
    Change(
      name: "lines of a prompt",
      sample: DiffSamples.chat,
      edits: [("Be kind.\\nAlways.", "Be very kind.\\nAlways.\\nNow.")],
      told: [
        "- request.messages | : Be kind.", "+ request.messages | : Be [very ]kind.",
        "+ request.messages | : [Now.]",
      ]
    ),
    Change(
      name: "a text that became a part",
      sample: DiffSamples.chat,
      edits: [
        (
          "\"What is the weather in Oslo?\"",
          "[{\"type\": \"text\", \"text\": \"What is the climate in Oslo?\"}]"
        )
      ],
      told: [
        "~ request.messages | 2 user: was a text, is a list with one text part",
        "- request.messages | 2 user: What is the [weather] in Oslo?",
        "+ request.messages | 2 user: What is the [climate] in Oslo?",
      ]
    ),
    Change(
      name: "a repeated key",
      sample: DiffSamples.chat,
      edits: [("\"by\": \"hand\"", "\"by\": \"me\", \"by\": \"hand\"")],
      told: [
        "~ interaction | : a key stands here several times; the values that do not count differ"
      ]
    ),
    Change(
      name: "an unknown key",
      sample: DiffSamples.chat,
      edits: [("\"by\": \"hand\"", "\"by\": \"me\"")],
      told: ["- interaction | by: [hand]", "+ interaction | by: [me]"]
    ),
    Change(
      name: "a name and a header",
      sample: DiffSamples.chat,
      edits: [
        ("\"name\": \"weather\", ", ""), ("\"retry-after\": \"2\"", "\"retry-after\": \"3\""),
      ],
      told: [
        "- interaction | name: [weather]", "- headers | retry-after: [2]",
        "+ headers | retry-after: [3]",
      ]
    ),
    Change(
      name: "headers that are gone",
      sample: DiffSamples.chat,
      edits: [("\"headers\": {\"request-id\": \"req_1\", \"retry-after\": \"2\"},", "")],
      told: ["- headers | retry-after: [2]"],
      hidden: ["request-id"]
    ),
    Change(
      name: "an id in a request",
      sample: DiffSamples.anthropic,
      edits: [("\"tool_use_id\": \"toolu_0\"", "\"tool_use_id\": \"toolu_8\"")],
      told: [
        "- request.messages | tool_use_id: [toolu_0]",
        "+ request.messages | tool_use_id: [toolu_8]",
      ]
    ),
    Change(
      name: "a tool more",
      sample: DiffSamples.responses,
      edits: [
        ("[{\"type\": \"web_search\"}]", "[{\"type\": \"mcp\"}, {\"type\": \"web_search\"}]")
      ],
      told: ["+ request.tools | 1 mcp: [{\"type\":\"mcp\"}]"]
    ),
    Change(
      name: "a part of Gemini's answer",
      sample: DiffSamples.gemini,
      edits: [("Hello.", "Hello!"), ("\"x1\"", "\"x2\"")],
      told: [
        "- response.message | 1: Hello[.]", "+ response.message | 1: Hello[!]",
      ],
      hidden: ["functionCall.id"]
    ),
    Change(
      name: "an embedding",
      sample: DiffSamples.embeddings,
      edits: [("0.3", "0.31")],
      told: [
        "- response | embedding: [[0.1, 0.2, 0.3, 0.4, …] (18 numbers)]",
        "+ response | embedding: [[0.1, 0.2, 0.31, 0.4, …] (18 numbers)]",
        "~ response | : (1 number differs, the first is number 3)",
      ]
    ),
    Change(
      name: "JSON that is no object",
      sample: DiffSamples.text,
      edits: [("\\\"b\\\": 2", "\\\"b\\\": 3"), ("503", "500")],
      told: [
        "- response | status: [503]", "+ response | status: [500] (-3)",
        "- response | b: [2]", "+ response | b: [3] (+1)",
      ]
    ),
  ]

  @Test func `an object of volatile fields alone is volatile`() throws {
    let old = try JSONTree("{\"response\": {}}").root
    let new = try JSONTree("{\"response\": {}, \"headers\": {\"request-id\": \"req_1\"}}").root
    for (old, new) in [(old, new), (new, old)] {
      let diff = InteractionDiff(old, new)
      #expect(diff.isSameButForVolatile && diff.hidden == ["request-id"])
      #expect(InteractionDiff(old, new, options: .init(showsVolatile: true)).changeCount == 1)
    }
  }

  // MARK: Streams

  @Test func `a stream that is cut otherwise has the same message`() throws {
    let (old, new) = try Self.versions(
      DiffSamples.anthropicStream,
      [
        (
          "\"text\": \"Hello \"}}},",
          """
          "text": "Hel"}}}, {"event": "content_block_delta", "data": {"type": "content_block_delta",
            "index": 0, "delta": {"type": "text_delta", "text": "lo "}}},
          """
        )
      ]
    )
    let diff = InteractionDiff(old, new, provider: "anthropic")
    #expect(diff.told == ["~ stream | events: same message, cut into 12 events instead of 11"])
  }

  @Test func `a stream is compared as its message`() throws {
    let (old, new) = try Self.versions(
      DiffSamples.chatStream,
      [("there.", "world."), ("\"ab\"", "\"zz\""), ("\"eol\": \"\\r\\n\"", "\"space\": false")]
    )
    let diff = InteractionDiff(old, new)
    #expect(
      diff.told == [
        "- response.message | content: Hello [there].",
        "+ response.message | content: Hello [world].",
        "- stream | eol: [<CR>]", "- stream | : ", "+ stream | space: [false]",
      ]
    )
  }

  @Test func `obfuscation and ids of a stream are volatile`() throws {
    let (old, new) = try Self.versions(
      DiffSamples.chatStream,
      [("\"ab\"", "\"zz\""), ("chatcmpl-7", "chatcmpl-8"), ("\"created\": 7", "\"created\": 9")]
    )
    let diff = InteractionDiff(old, new)
    #expect(diff.isSameButForVolatile)
    #expect(diff.hidden == ["id", "created", "obfuscation"])
    let shown = InteractionDiff(old, new, options: .init(showsVolatile: true))
    #expect(shown.hidden == [])
    #expect(shown.changeCount == 3)
  }

  @Test func `a stream and a message are compared as messages`() throws {
    let stream = try JSONTree(DiffSamples.chatStream).root
    let message = try JSONTree(
      """
      {"hash": "c1", "request": {"model": "gpt-4o-mini", "messages": [{"role": "user",
        "content": "Hi"}]}, "response": {"id": "x", "object": "chat.completion", "created": 8,
        "model": "gpt-4o-mini", "choices": [{"index": 0, "message": {"role": "assistant",
        "content": "Hello there!"}, "finish_reason": "stop"}]}, "recorded_at": "2026"}
      """
    ).root
    let diff = InteractionDiff(stream, message)
    #expect(
      diff.told == [
        "- request | stream: [true]", "- response | streaming: [true]",
        "- response.message | content: Hello there[.]",
        "+ response.message | content: Hello there[!]",
        "- stream | stream_framing: [{\"eol\":\"\\r\\n\"}]",
      ]
    )
  }

  // MARK: Folding

  @Test func `equal lines away from a change are folded`() throws {
    let (old, new) = try Self.versions(DiffSamples.chat, [(": 201", ": 202")])
    let diff = InteractionDiff(old, new)
    let rows = diff.folded(context: 1, opened: [])
    let folds = rows.compactMap { row -> Int? in
      if case .fold(let id, _) = row { id } else { nil }
    }
    #expect(folds.count == 7)
    let opened = diff.folded(context: 1, opened: [folds[1]])
    #expect(opened.count > rows.count)
    #expect(diff.folded(context: 100, opened: Set(folds)).count >= opened.count)
  }

  @Test func `values are kept whole when asked for`() throws {
    let (old, new) = try Self.versions(DiffSamples.chat, [(": 38", ": 41"), ("fp_1", "fp_2")])
    let options = InteractionDiff.Options(showsVolatile: true, keepsValues: true)
    let values = InteractionDiff(old, new, options: options).values
    #expect(
      values.map { [$0.path, $0.old ?? "", $0.new ?? "", "\($0.isVolatile)"] } == [
        ["/response/system_fingerprint", "\"fp_1\"", "\"fp_2\"", "true"],
        ["/response/usage/completion_tokens", "38", "41", "false"],
      ]
    )
  }

  static func versions(
    _ sample: String,
    _ edits: [(String, String)]
  ) throws -> (JSONValue, JSONValue) {
    var new = sample
    for (old, replacement) in edits {
      let pieces = new.split(separator: old, omittingEmptySubsequences: false)
      try #require(pieces.count > 1, "\(old) is not in the sample")
      new = pieces.joined(separator: replacement)
    }
    return (try JSONTree(sample).root, try JSONTree(new).root)
  }
}
