import LLMMockTUI
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Screens in all sizes: nothing traps, every row is as wide as the window, nothing in it could act
/// on a terminal.
///
/// By default the sizes at which layouts change and a few between; `LLM_MOCK_SOAK=1` takes all from
/// 1x1 to 200x60.
struct SweepTests {
  private static let isSoaking = getenv("LLM_MOCK_SOAK").map { String(cString: $0) == "1" } ?? false

  private static let widths =
    isSoaking
    ? Array(1...200)
    : [1, 2, 3, 7, 12, 21, 29, 30, 31, 33, 38, 47, 55, 71, 72, 73, 80, 99, 100, 101, 123, 150, 200]
  private static let heights =
    isSoaking
    ? Array(1...60) : [1, 2, 3, 5, 7, 8, 9, 10, 11, 12, 13, 16, 19, 20, 21, 25, 37, 60]

  @Test(arguments: ScreenTests.cases)
  func `a screen holds in every size`(screen: ScreenTests.Case) {
    let browser = TestBrowser(
      screen.folder,
      width: 90,
      height: 22,
      isUnicode: screen.isUnicode
    )
    screen.open(browser)
    let turn = ScreenTests.cases.firstIndex { $0.name == screen.name } ?? 0
    for (column, width) in Self.widths.enumerated() {
      for (row, height) in Self.heights.enumerated() {
        // Each screen takes some of the sizes, and each size some of the screens.
        if !Self.isSoaking, (column * 5 + row * 3 + turn) % 12 != 0 { continue }
        check(browser.state, Size(width: width, height: height))
      }
    }
  }

  /// Draws it as it is right after the window changed: rows of Detail still have the old width.
  private func check(_ state: State, _ size: Size) {
    var state = state
    _ = update(&state, .input(.resized(size)))
    let problems = FrameCheck.problems(view(state), size)
    #expect(problems == [], "\(size.width)x\(size.height)")
  }

  @Test(arguments: [(30, 8), (40, 12), (71, 30), (72, 12), (80, 24), (100, 20), (200, 60)])
  func `a long text with wide characters holds in its own width`(size: (Int, Int)) {
    let text = "長い文章を折り返す🎉と、e\u{301}もあるし、\u{1B}[1mも\u{200B}ある。"
    let long = String(repeating: text, count: 12)
    let browser = TestBrowser(
      TestFolder(chats: ["長い名前の\u{202E}ファイル.json": [long, long]]),
      width: size.0,
      height: size.1
    )
    browser.press("2 3")
    for keys in ["]", "j j w", "L", "L L", "w ]", "] G", "/ 章 enter", "n n", "R", "esc 2 R esc d"] {
      browser.press(keys)
      #expect(FrameCheck.problems(browser.frame, browser.state.size) == [], "\(keys)")
    }
  }

  // MARK: Large folders

  @Test func `in a large folder keys ask for no more than what is shown`() {
    // What a key costs is measured by the benchmarks. Here it is that it asks for nothing else,
    // and that rows are those of the listing and not copies of it.
    let browser = TestBrowser(BigListing.folder)
    browser.hold()
    browser.send(.listed(BigListing.listing(files: 11_000, each: 2)))
    #expect(browser.files.count == 1 + 110 + 11_000)
    _ = browser.newEffects()
    for key in KeyScript.keys("j k PgDn PgUp G g k 2 j PgDn G Ctrl-U g J K") {
      let count = browser.effects.count
      browser.press(key)
      let asked = browser.effects.dropFirst(count)
      #expect(asked.count <= 1, "\(key.name)")
      for effect in asked {
        guard case .show(let request) = effect else {
          Issue.record("\(key.name) asks for \(effect)")
          continue
        }
        #expect(request.subject == browser.state.detail.subject)
      }
      #expect(FrameCheck.problems(browser.frame, browser.state.size) == [])
    }
  }
}
