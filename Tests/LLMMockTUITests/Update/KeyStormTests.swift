import LLMMockCore
import LLMMockTUI
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Random keys, sizes, clicks and changes of the folder: nothing traps, and what must hold holds.
///
/// `LLM_MOCK_SEED` repeats a run that failed.
struct KeyStormTests {
  /// Keys that lead somewhere come more often than those that lead out.
  private static let keys =
    KeyScript.all.filter { ![.character("q"), .character("Q"), .control("c")].contains($0) }
    + KeyScript.keys(
      """
      j j j k k G g enter enter esc esc tab tab 1 2 3 space space v * d d y y n z z Z R a s f / / ? : @
      ] ] [ + _ w h l l J K n N ` - = i PgDn PgUp Shift-Down Shift-Up Backspace e o t c
      """.split(separator: "\n").joined(separator: " ")
    )

  private static let sizes = [
    (120, 36), (80, 24), (40, 12), (30, 8), (28, 6), (100, 20), (72, 12), (71, 24), (200, 60),
    (99, 19), (1, 1),
  ]

  private static let rounds: UInt64 =
    getenv("LLM_MOCK_SOAK").map { String(cString: $0) } == "1" ? 600 : 12

  @Test(arguments: 0..<rounds)
  func `whatever is pressed, what must hold holds`(round: UInt64) {
    var generator = SeededGenerator()
    let seed = generator.seed &+ round
    generator = SeededGenerator(seed: seed)
    let browser = TestBrowser(width: 80, height: 24)
    browser.world.others["tests/fixtures"] = TestFolder()
    var pressed: [String] = []
    for _ in 0..<400 {
      pressed.append(step(browser, &generator))
      if browser.hasProblem { break }
      browser.note = "LLM_MOCK_SEED=\(seed), after \(pressed.suffix(12)): "
      if pressed.count % 20 > 0 { continue }
      let problems = FrameCheck.problems(browser.frame, browser.state.size)
      #expect(problems == [], "\(browser.note)")
    }
  }

  /// Does one thing at random and says what it was.
  private func step(_ browser: TestBrowser, _ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0:
      let (width, height) = Self.sizes[Int.random(in: 0..<Self.sizes.count, using: &generator)]
      browser.resize(width, height)
      return "\(width)x\(height)"
    case 1...6:
      let size = browser.state.size
      let column = Int.random(in: -1...size.width, using: &generator)
      let row = Int.random(in: -1...size.height, using: &generator)
      let actions: [Mouse.Action] = [.pressed, .pressed, .wheelDown, .wheelUp, .dragged, .released]
      let action = actions[Int.random(in: 0..<actions.count, using: &generator)]
      browser.mouse(action, column, row)
      return "\(action) \(column),\(row)"
    case 7:
      browser.paste("p\u{1B}asted\n文字")
      return "paste"
    case 8, 9:
      let paths = browser.world.folder.files.keys.sorted { $0.shown < $1.shown }
      guard !paths.isEmpty, Bool.random(using: &generator) else {
        browser.write(
          "new\(Int.random(in: 0..<5, using: &generator)).json",
          SampleFixture.greeting.bytes
        )
        return "a new file"
      }
      let path = paths[Int.random(in: 0..<paths.count, using: &generator)]
      browser.world.folder.files[path] =
        [nil, SampleFixture.limits.bytes, Array("{".utf8)]
        .randomElement(using: &generator) ?? nil
      browser.send(.folderChanged)
      return "\(path.shown) changed"
    case 10:
      browser.expireToasts()
      return "time"
    case 11 where browser.isHeld && !browser.pending.isEmpty:
      // Answers may come in any order.
      let place = Int.random(in: 0..<browser.pending.count, using: &generator)
      for message in browser.take(place) { browser.send(message) }
      return "answer \(place)"
    case 12:
      if browser.isHeld { browser.release() } else { browser.hold() }
      return browser.isHeld ? "held" : "released"
    default:
      let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &generator)]
      browser.press(key)
      return key.name
    }
  }
}
