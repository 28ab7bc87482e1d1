import LLMMockCore
import LLMMockTUI
import TestSupport
import Testing

/// A diff as rows.
struct DiffLayoutTests {
  private typealias Text = InteractionDiff.Text
  private typealias Line = InteractionDiff.Line

  private static func request(
    _ width: Int,
    isSplit: Bool = false,
    brackets: Bool = false,
    context: Int = 1,
    opened: Set<Int> = []
  ) -> DiffRequest {
    var look = DiffLook()
    look.isSplit = isSplit
    look.context = context
    return DiffRequest(
      subject: .result("x"),
      look: look,
      width: width,
      usesBrackets: brackets,
      opened: opened,
      again: false,
      generation: 1
    )
  }

  private static func interaction(_ answer: String, tokens: Int = 10) throws -> InteractionDiff.Side
  {
    let text = JSONString.quote(answer, as: .unicode)
    let tree = try JSONTree(
      Array(#"{"request":{"model":"m","messages":[{"role":"user","content":"Hi"}]},"#.utf8)
        + Array(#""response":{"object":"chat.completion","choices":[{"index":0,"message":"#.utf8)
        + Array(#"{"role":"assistant","content":"#.utf8) + text
        + Array(
          #"},"finish_reason":"stop"}],"usage":{"completion_tokens":\#(tokens)}},"recorded_at":"2026-05-02"}"#
            .utf8
        )
    )
    return InteractionDiff.Side(interaction: tree.root, fixtureProvider: "openai")
  }

  private static func diff(_ old: String, _ new: String) throws -> InteractionDiff {
    InteractionDiff(
      old: try interaction(old),
      new: try interaction(new, tokens: 12),
      options: InteractionDiff.Options()
    )
  }

  private func texts(_ rows: [DiffRow]) -> [String] { rows.map(\.text) }

  @Test func `what was stands above what is, with its words marked where no colour does`() throws {
    let diff = try Self.diff("It is 12 degrees in Oslo.", "It is 14 degrees in Oslo.")
    let rows = texts(DiffLayout.rows(of: diff, for: Self.request(60, brackets: true)))
    let old = try #require(rows.firstIndex { $0.contains("[-12-]") })
    let new = try #require(rows.firstIndex { $0.contains("{+14+}") })
    #expect(old < new)
    #expect(rows[old].hasPrefix("- "))
    #expect(rows[new].hasPrefix("+ "))
    #expect(rows.contains { $0.contains("12") && $0.contains("+2") })
  }

  @Test func `without brackets changed words are bold and underlined`() throws {
    let diff = try Self.diff("It is 12 degrees in Oslo.", "It is 14 degrees in Oslo.")
    let rows = DiffLayout.rows(of: diff, for: Self.request(60))
    let words = rows.flatMap(\.left).filter {
      $0.style.role == .removedWord || $0.style.role == .addedWord
    }
    #expect(words.contains { $0.text == "12" })
    #expect(words.contains { $0.text == "14" })
    #expect(words.allSatisfy { $0.style.emphasis.isSuperset(of: [.bold, .underline]) })
  }

  @Test func `side by side both stand in one row, where there is room`() throws {
    let diff = try Self.diff("It is 12 degrees.", "It is 14 degrees.")
    let split = DiffLayout.rows(of: diff, for: Self.request(100, isSplit: true))
    let row = try #require(split.first { $0.text.contains("degrees") })
    #expect(row.left.map(\.text).joined().contains("12"))
    #expect(row.right?.map(\.text).joined().contains("14") == true)
    // Too narrow: one under the other.
    let narrow = DiffLayout.rows(of: diff, for: Self.request(60, isSplit: true))
    #expect(narrow.allSatisfy { $0.right == nil })
    #expect(!DiffLayout.isSplit(Self.request(60, isSplit: true)))
  }

  @Test func `what is the same is one row that can be opened`() throws {
    let diff = try Self.diff("12", "14")
    let rows = DiffLayout.rows(of: diff, for: Self.request(80))
    let fold = try #require(
      rows.first { row in if case .fold = row.kind { row.text.contains("the same:") } else { false }
      }
    )
    guard case .fold(let id) = fold.kind else { return }
    let opened = DiffLayout.rows(of: diff, for: Self.request(80, opened: [id]))
    #expect(opened.count > rows.count)
    #expect(texts(opened).contains { $0.contains("Hi") })
    #expect(!texts(rows).contains { $0.contains("Hi") })
  }

  @Test func `of a long text only what is near a change is shown`() throws {
    let words = (0..<800).map { "word\($0)" }
    let old = words.joined(separator: " ")
    let new = old.replacing("word400 ", with: "other ")
    let diff = try Self.diff(old, new)
    let rows = DiffLayout.rows(of: diff, for: Self.request(60))
    #expect(rows.count < 60)
    #expect(texts(rows).contains { $0.contains("of text the same") })
    #expect(texts(rows).contains { $0.contains("word400") })
    let ids = rows.compactMap { row in if case .fold(let id) = row.kind { id } else { nil } }
    let opened = DiffLayout.rows(of: diff, for: Self.request(60, opened: Set(ids)))
    #expect(texts(opened).contains { $0.contains("word378") })
  }

  @Test(arguments: [26, 40, 69, 70, 71, 90, 118], [true, false])
  func `no row is wider than was asked for`(width: Int, isSplit: Bool) throws {
    var generator = SeededGenerator()
    let pieces = [
      "plain ", "日本語", "émigré ", "👩‍👩‍👧 ", "\u{202E}", "\t", "looooooooooooooooong", "\n", "a ",
    ]
    for _ in 0..<40 {
      let old = (0..<30).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let new = (0..<30).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let diff = try Self.diff(old, new)
      for brackets in [true, false] {
        let request = Self.request(width, isSplit: isSplit, brackets: brackets)
        for row in DiffLayout.rows(of: diff, for: request) {
          let left = row.left.reduce(0) { $0 + CharacterWidth.of($1.text) }
          let right = (row.right ?? []).reduce(0) { $0 + CharacterWidth.of($1.text) }
          let half = (max(10, width) - 3) / 2
          let room = row.right == nil ? max(10, width) : half
          // A token may be wider than a very narrow room.
          #expect(left <= room + (room < 30 ? 12 : 0), "\(generator.seed): \(row.text)")
          #expect(right <= max(10, width) - 3 - half + (room < 30 ? 12 : 0), "\(row.text)")
        }
      }
    }
  }

  @Test func `equal ones say so, and name the volatile fields that are hidden`() throws {
    let old = try Self.interaction("Hello")
    let tree = try JSONTree(
      String(decoding: old.interaction.text, as: UTF8.self)
        .replacing("2026-05-02", with: "2026-06-02")
    )
    let new = InteractionDiff.Side(interaction: tree.root, fixtureProvider: "openai")
    let diff = InteractionDiff(old: old, new: new, options: InteractionDiff.Options())
    let rows = texts(DiffLayout.rows(of: diff, for: Self.request(80)))
    #expect(rows.contains { $0.contains("The same but for volatile fields.") })
    #expect(rows.contains { $0.contains("recorded_at") && $0.contains("Ctrl-W") })
    let same = InteractionDiff(old: old, new: old, options: InteractionDiff.Options())
    #expect(
      texts(DiffLayout.rows(of: same, for: Self.request(80))).contains {
        $0.contains("Both are the same.")
      }
    )
  }

  /// A call of Anthropic's API with these turns and this answer.
  private static func call(_ turns: String, _ answer: String) throws -> InteractionDiff.Side {
    let tree = try JSONTree(
      """
      {"request": {"model": "m", "messages": [\(turns)]}, "response": {"type": "message",
      "role": "assistant", "content": [\(answer)], "stop_reason": "end_turn"}}
      """
    )
    return InteractionDiff.Side(interaction: tree.root, fixtureProvider: "anthropic")
  }

  @Test(arguments: [true, false], [true, false])
  func `what came or went shows what it is called, also where its members follow`(
    isSplit: Bool,
    isAdded: Bool
  ) throws {
    let turn = #"{"role": "user", "content": "What is the weather in Oslo today, and tomorrow?"}"#
    let less = try Self.call(turn, #"{"type": "text", "text": "I cannot see the weather."}"#)
    let more = try Self.call(
      turn
        + #"""
        , {"role": "assistant", "content": [{"type": "text", "text": "I will look it up for you now."},
        {"type": "tool_use", "id": "t1", "name": "get_forecast",
        "input": {"city": "Oslo", "days": 2, "units": "celsius", "with_wind": true}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1",
        "content": "12 degrees today, and some rain tomorrow in the morning"}]}
        """#,
      #"""
      {"type": "text", "text": "It is 12 degrees."},
      {"type": "tool_use", "id": "t2", "name": "get_tides", "input": {"city": "Oslo", "depth": 40, "harbour": "Filipstad"}}
      """#
    )
    let diff = InteractionDiff(
      old: isAdded ? less : more,
      new: isAdded ? more : less,
      options: InteractionDiff.Options()
    )
    let rows = texts(DiffLayout.rows(of: diff, for: Self.request(120, isSplit: isSplit)))
    let kind: Line.Kind = isAdded ? .added : .removed
    let labels = diff.sections.flatMap(\.lines).filter { $0.kind == kind && !$0.label.isEmpty }
      .map(\.label)
    #expect(labels.contains { $0.contains("assistant") })
    #expect(labels.contains { $0.contains("tool_result") })
    #expect(labels.contains { $0.contains("get_tides") })
    let mark = isAdded ? "+ " : "- "
    var left = rows[...]
    for label in labels {
      let row = left.firstIndex { row in
        row.contains(label) && row.trimmingPrefix { $0 == " " }.hasPrefix(mark)
      }
      #expect(row != nil, "\(label) is in none of \(rows.joined(separator: "\n"))")
      left = rows[(row ?? left.startIndex)...].dropFirst()
    }
  }

  @Test func `going to a change ends on the row where a word of it differs`() throws {
    let words = (0..<40).map { "word\($0)" }
    let old = words.joined(separator: " ")
    let diff = try Self.diff(old, old.replacing("word30 ", with: "other "))
    let rows = DiffLayout.rows(of: diff, for: Self.request(40, brackets: true, context: 3))
    let content = DiffContent(
      subject: .result("x"),
      width: 40,
      isSplit: false,
      title: "",
      oldTitle: "",
      newTitle: "",
      rows: rows,
      hiddenCount: 0,
      place: nil
    )
    #expect(content.changes.count == diff.changeCount)
    for row in content.changes {
      #expect(rows[row].text.contains("[-") || rows[row].text.contains("{+"), "\(rows[row].text)")
    }
  }
}
