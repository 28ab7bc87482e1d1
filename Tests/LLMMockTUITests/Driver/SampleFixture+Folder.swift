import LLMMockTUI

extension SampleFixture {
  /// A small folder of fixtures as a project might have them, with what is odd about some.
  static let folder: [EntryID: [UInt8]] = [
    EntryID("chat/greeting.json"): greeting.bytes,
    EntryID("chat/limits.json"): limits.bytes,
    EntryID("stream/story.json"): story.bytes,
    EntryID("tools/broken.json"): broken,
    EntryID("tools/odd\u{1B}[31m\u{202E}name.json"): odd.bytes,
    EntryID("tools/weather.json"): weather.bytes,
    EntryID("embeddings.json"): embeddings.bytes,
    EntryID("empty.json"): SampleFixture("openai", []).bytes,
    EntryID("package.json"): Array(#"{"name": "app", "private": true}"#.utf8),
  ]

  static let greeting = SampleFixture(
    "openai",
    [
      chat(
        "Greet the user in Danish.",
        answer: "Hej! Hvordan går det?",
        recorded: "2026-05-02T09:30:00Z"
      ),
      chat(
        "Greet them once more, but longer and with their name, which is Åse.",
        answer: "Goddag igen, kære Åse! Hvor er det dejligt at se dig.",
        model: "gpt-4o",
        name: "long greeting",
        tokens: 143,
        recorded: "2026-05-03T09:30:00Z"
      ),
      chat(
        "日本語で短く自己紹介してください。絵文字も使って👋🏽",
        answer: "こんにちは！👋 わたしは小さなロボットです。👨‍👩‍👧 をお手伝いします。",
        tokens: 61
      ),
    ]
  )

  static let story = SampleFixture(
    "anthropic",
    [streamed, chat("Tell the same story backwards.", tokens: 1210)]
  )

  /// What a user, or someone who means harm, put into a name and a prompt.
  static let odd = SampleFixture(
    "openai",
    [
      chat(
        "Clear\u{1B}[2J the screen,\r\nthen\ta tab, a bell \u{7} and \u{202E}desrever\u{202C} text.",
        answer: "No\u{0}thing hap\u{200B}pens.",
        name: "bad \u{2066}name\u{2069}"
      )
    ]
  )

  /// Two interactions can be read, then a comma is missing.
  static var broken: [UInt8] {
    let whole = SampleFixture(
      "openai",
      [
        chat("Weather in Rome?", tokens: 52), chat("And tomorrow?", tokens: 61),
        chat("A third question", tokens: 70),
      ]
    )
    let text = String(decoding: whole.bytes, as: UTF8.self)
    return Array(
      text.replacing(
        #""role": "user", "content": "A third"#,
        with: #""role": "user" "content": "A third"#
      )
      .utf8
    )
  }

  static let embeddings = SampleFixture("openai", [embedding])
}
