import LLMMockTUI
import TestSupport
import Testing

/// Every screen in three sizes, compared with what is recorded in `Snapshots/ScreenTests`.
struct ScreenTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// Leads to the screen in a window that is already as large as it will be.
    var open: @Sendable (TestBrowser) -> Void
    var folder = TestFolder()
    var isUnicode = true
    var testDescription: String { name }
  }

  static let cases: [Case] =
    [
      Case(name: "main", open: { _ in }),
      Case(name: "interactions", open: { $0.press("2 j") }),
      Case(name: "detail", open: { $0.press("2 3 j") }),
      Case(name: "folder", open: { $0.press("g") }),
      Case(name: "folder-interactions", open: { $0.press("g 2 j") }),
      Case(name: "unreadable", open: { $0.press("n") }),
      Case(name: "unreadable-detail", open: { $0.press("n 3") }),
      Case(name: "error-status", open: { $0.press("j 2 3 ] ]") }),
      Case(name: "odd-names", open: { $0.press("n j 2") }),
      Case(name: "marks-and-range", open: { $0.press("space k v j j") }),
      Case(name: "marked-interactions", open: { $0.press("2 space space") }),
      Case(name: "flat", open: { $0.press("`") }),
      Case(name: "collapsed", open: { $0.press("- j") }),
      Case(name: "zoomed", open: { $0.press("2 +") }),
      Case(name: "full", open: { $0.press("2 3 + +") }),
      Case(name: "ascii", open: { $0.press("2 j") }, isUnicode: false),
      Case(name: "empty", open: { _ in }, folder: TestFolder([:])),
      Case(
        name: "empty-with-others",
        open: { _ in },
        folder: TestFolder([EntryID("package.json"): Array("{}".utf8)])
      ),
    ] + tabs + overlays + lines + screens

  private static let tabs: [Case] = [
    Case(name: "tab-request", open: { $0.press("n j j 2 3 ]") }),
    Case(name: "tab-response", open: { $0.press("n j j 2 3 ] ]") }),
    Case(name: "tab-stream", open: { $0.press("j j j 2 3 ] ] ]") }),
    Case(name: "tab-raw", open: { $0.press("2 3 [") }),
    Case(name: "search", open: { $0.press("2 3 ] / d a n i s h enter g") }),
  ]

  private static let overlays: [Case] = [
    Case(name: "delete-one", open: { $0.press("d") }),
    Case(name: "delete-many", open: { $0.press("g 2 * d") }),
    Case(name: "delete-yes-focused", open: { $0.press("2 j d tab") }),
    Case(name: "rename", open: { $0.press("R s") }),
    Case(
      name: "rename-taken",
      open: { browser in
        browser.press("R Ctrl-U")
        browser.type("limits")
        browser.press("enter")
      }
    ),
    Case(name: "name-interaction", open: { $0.press("2 j R") }),
    Case(name: "new-file", open: { $0.press("a") }),
    Case(name: "help", open: { $0.press("?") }),
    Case(
      name: "help-filtered",
      open: { browser in
        browser.press("2 ?")
        browser.type("mark")
        browser.press("down")
      }
    ),
    Case(name: "copy-menu", open: { $0.press("2 3 y down") }),
    Case(name: "sort-menu", open: { $0.press("s") }),
    Case(name: "log", open: { $0.press("d y z y y @") }),
    Case(
      name: "history",
      open: { browser in
        browser.press("d y d y z")
        browser.command("trash")
      }
    ),
    Case(
      name: "too-big",
      open: { browser in
        browser.world.isTooBig = true
        browser.press("d y")
      }
    ),
  ]

  private static let screens: [Case] = [
    Case(name: "git-main", open: { $0.prepareScreens() }),
    Case(name: "review", open: { $0.prepare("c") }),
    Case(name: "review-diff", open: { $0.prepare("c tab") }),
    Case(name: "review-unified", open: { $0.prepare("c |") }),
    Case(name: "review-staged", open: { $0.prepare("c space m J v J") }),
    Case(name: "review-ascii", open: { $0.prepare("c space m") }, isUnicode: false),
    Case(name: "review-nothing", open: { $0.prepare("c D a y") }),
    Case(name: "discard", open: { $0.prepare("c d") }),
    Case(name: "discard-menu", open: { $0.prepare("c D") }),
    Case(name: "commit", open: { $0.prepare("c space c W a r m") }),
    Case(
      name: "commit-failed",
      open: { browser in
        browser.prepareScreens()
        browser.world.git?.refusal = ["pre-commit: 2 problems"]
        browser.press("c space c x enter")
      }
    ),
    Case(name: "plan", open: { $0.prepare("2 r") }),
    Case(
      name: "plan-refused",
      open: { browser in
        browser.world.keyIsMissing = true
        browser.press("2 r")
      }
    ),
    Case(name: "results", open: { $0.prepare("n n esc 1 G k k 2 space space r y") }),
    Case(name: "missed", open: { $0.prepare("M") }),
    Case(name: "comparison", open: { $0.prepare("2 space space C") }),
  ]

  private static let lines: [Case] = [
    Case(name: "filter-field", open: { $0.press("/ c h a t") }),
    Case(name: "filter-nothing", open: { $0.press("/ x x x") }),
    Case(name: "interactions-filtered", open: { $0.press("g 2 / w e a t h enter") }),
    Case(name: "query-field-empty", open: { $0.press("f") }),
    Case(
      name: "query-field",
      open: { browser in
        browser.press("g f")
        browser.type("model:gpt tokens:>50")
      }
    ),
    Case(
      name: "query-wrong",
      open: { browser in
        browser.press("f")
        browser.type("status:many")
        browser.press("enter")
      }
    ),
    Case(name: "command-line", open: { $0.press(": t h tab") }),
    Case(name: "toast-undo", open: { $0.press("d y") }),
    Case(
      name: "toast-failed",
      open: { browser in
        browser.world.refusal = "chat/greeting.json: permission denied"
        browser.press("d y")
      }
    ),
    Case(name: "toast-hint", open: { $0.press("w") }),
    Case(name: "job", open: { $0.send(.jobStarted("searching")) }),
  ]

  @Test(arguments: cases)
  func `screens are as recorded`(screen: Case) {
    let sizes = [(120, 36), (80, 24), (40, 12)]
    let screens = sizes.map { width, height in
      let browser = TestBrowser(
        screen.folder,
        width: width,
        height: height,
        isUnicode: screen.isUnicode
      )
      screen.open(browser)
      let frame = browser.frame
      #expect(FrameCheck.problems(frame, browser.state.size) == [])
      return "== \(width)x\(height)\n\(Screen.text(of: frame))"
    }
    expectSnapshot(screens.joined(separator: "\n"), named: screen.name)
  }

  /// Those whose meaning is in their colours and emphasis too.
  private static let styled = [
    "main", "marks-and-range", "delete-yes-focused", "help-filtered", "toast-undo", "toast-failed",
    "search", "unreadable", "tab-request", "query-field",
  ]

  @Test(arguments: cases.filter { styled.contains($0.name) })
  func `styles are as recorded`(screen: Case) {
    let browser = TestBrowser(screen.folder, width: 80, height: 24)
    screen.open(browser)
    expectSnapshot(browser.styledScreen, named: "\(screen.name)-styles")
  }

  @Test func `a window that is too small says so`() {
    expectSnapshot(screens([(28, 6), (29, 8), (30, 7), (12, 3)]), named: "too-small")
  }

  @Test func `layouts change at their sizes`() {
    expectSnapshot(
      screens([(100, 20), (99, 20), (72, 20), (72, 19), (72, 12), (71, 24), (80, 15), (30, 8)]),
      named: "layouts"
    )
  }

  private func screens(_ sizes: [(Int, Int)]) -> String {
    sizes.map { width, height in
      let browser = TestBrowser(width: width, height: height)
      browser.press("2")
      return "== \(width)x\(height)\n\(browser.screen)"
    }
    .joined(separator: "\n")
  }
}
