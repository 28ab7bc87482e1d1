import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

/// Stages, unstages, discards and undoes at random, and compares with a model of it.
@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct RandomReviewTests {
  private let name: FilePath = "tests/fixtures/a.json"

  @Test func `no byte is lost whatever is done in whatever order`() throws {
    var random = SeededGenerator()
    let seed = random.seed
    for _ in 0..<2 {
      let bench = try GitBench()
      var layout = Layout(using: &random)
      if layout.lineEnd == "\r\n", Bool.random(using: &random) {
        try bench.git("config", "core.autocrlf", "true")
      }
      var head = Self.texts(count: Int.random(in: 0...5, using: &random), using: &random)
      try bench.write(name, layout.text(head))
      try bench.commitAll()
      for step in 0..<5 {
        let note: Comment = "step \(step), seed \(seed)"
        var worktree = head
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          Self.change(&worktree, using: &random)
        }
        if Int.random(in: 0..<6, using: &random) == 0 { layout = Layout(like: layout, &random) }
        try bench.write(name, layout.text(worktree))
        if Bool.random(using: &random) { try stageAndUnstage(bench, note, using: &random) }
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          try discardOneByOne(bench, note, using: &random)
        case 1:
          try stageOneByOne(bench, note, using: &random)
          if try bench.git("diff", "--cached", "--name-only") != "" {
            _ = try bench.repository().commit(message: "Step \(step)")
            head = worktree
          }
          #expect(try bench.git("status", "--porcelain") == "", note)
        default:
          try undoDiscarding(bench, note, using: &random)
        }
      }
    }
  }

  /// Whatever was staged and unstaged, the index ends as HEAD and the work tree is not touched.
  private func stageAndUnstage(
    _ bench: GitBench,
    _ note: Comment,
    using random: inout SeededGenerator
  ) throws {
    let review = try bench.review()
    let before = try bench.text(name)
    for _ in 0..<3 {
      guard let file = try review.load().files.first else { break }
      let chosen = Self.choose(file, using: &random)
      if Bool.random(using: &random) {
        try review.stage([ReviewSelection(file, items: chosen)])
      } else {
        try review.unstage([ReviewSelection(file, items: chosen)])
      }
      let document = try FixtureDocument(
        Array(try bench.git("cat-file", "--filters", ":\(name)").utf8)
      )
      let now = try review.load().files.first
      #expect(document.interactions.allSatisfy { $0.problem == nil }, note)
      if let now {
        for index in chosen where now.items.count == file.items.count {
          #expect(
            now.items[index].staging != .partly || file.items[index].change == .moved
              || file.items[index].isMoved || file.items[index].change == .indexOnly,
            note
          )
        }
      }
    }
    if let file = try review.load().files.first { try review.unstage([ReviewSelection(file)]) }
    #expect(try bench.git("diff", "--cached", "--stat") == "", note)
    #expect(try bench.text(name) == before, note)
  }

  private func stageOneByOne(
    _ bench: GitBench,
    _ note: Comment,
    using random: inout SeededGenerator
  ) throws {
    let review = try bench.review()
    let text = try bench.text(name)
    for _ in 0..<40 {
      guard let file = try review.load().files.first else { break }
      let open = file.items.indices.filter { file.items[$0].staging != .staged }
      guard let item = open.randomElement(using: &random) else { break }
      try review.stage([ReviewSelection(file, items: [item])])
    }
    let staged = try bench.git("ls-files", "-s")
    try bench.git("add", "-A")
    #expect(try bench.git("ls-files", "-s") == staged, note)
    #expect(try bench.text(name) == text, note)
  }

  private func discardOneByOne(
    _ bench: GitBench,
    _ note: Comment,
    using random: inout SeededGenerator
  ) throws {
    let review = try bench.review()
    let index = try bench.git("ls-files", "-s")
    for _ in 0..<40 {
      guard let file = try review.load().files.first else { break }
      guard let item = file.items.indices.randomElement(using: &random) else { break }
      try review.discard([ReviewSelection(file, items: [item])])
    }
    #expect(try review.load().files.isEmpty, note)
    #expect(try bench.git("diff", "HEAD", "--stat") == "", note)
    #expect(try bench.git("ls-files", "-s") == index, note)
  }

  private func undoDiscarding(
    _ bench: GitBench,
    _ note: Comment,
    using random: inout SeededGenerator
  ) throws {
    let review = try bench.review()
    let text = try bench.text(name)
    guard let file = try review.load().files.first else { return }
    let chosen = Self.choose(file, using: &random)
    let change = try review.discard([ReviewSelection(file, items: chosen)])
    if change != nil { try bench.workspace().undo() }
    #expect(try bench.text(name) == text, note)
    try review.discard(try review.load().files.map { ReviewSelection($0) })
  }

  private static func choose(
    _ file: ReviewFile,
    using random: inout SeededGenerator
  ) -> Set<Int> {
    Set(file.items.indices.filter { _ in Bool.random(using: &random) })
  }

  // MARK: Texts

  private static func texts(count: Int, using random: inout SeededGenerator) -> [String] {
    (0..<count).map { _ in text(using: &random) }
  }

  /// Few questions and answers, so that equal interactions come up.
  private static func text(using random: inout SeededGenerator) -> String {
    interaction(
      "q\(Int.random(in: 0..<6, using: &random))",
      "a\(Int.random(in: 0..<3, using: &random))"
    )
  }

  private static func change(_ texts: inout [String], using random: inout SeededGenerator) {
    let place = Int.random(in: 0...texts.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: texts.insert(text(using: &random), at: place)
    case 1 where place < texts.count: texts.remove(at: place)
    case 2 where place < texts.count: texts[place] = text(using: &random)
    case 3 where place < texts.count:
      let moved = texts.remove(at: place)
      texts.insert(moved, at: Int.random(in: 0...texts.count, using: &random))
    default: break
    }
  }

  /// How the file is laid out.
  private struct Layout {
    var between: String
    var lineEnd: String
    var final: String
    var provider = "anthropic"

    init(using random: inout SeededGenerator) {
      between = [",\n", ", ", " ,\n\t", ","].randomElement(using: &random) ?? ","
      lineEnd = Bool.random(using: &random) ? "\r\n" : "\n"
      final = ["\n", "", "\n\n"].randomElement(using: &random) ?? ""
    }

    init(like other: Layout, _ random: inout SeededGenerator) {
      self = Layout(using: &random)
      lineEnd = other.lineEnd
      provider = Bool.random(using: &random) ? "openai" : "anthropic"
    }

    func text(_ texts: [String]) -> String {
      let body = texts.isEmpty ? "" : "\n" + texts.joined(separator: between) + "\n"
      let text =
        "{\"version\": \"2.0\",\n\"provider\": \"\(provider)\", \"interactions\": [\(body)]}\(final)"
      return text.replacing("\n", with: lineEnd)
    }
  }
}
