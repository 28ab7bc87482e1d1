import LLMMockCore
import LLMMockTUI
import TestSupport
import Testing

/// The review against HEAD, driven by keys.
struct ReviewScreenTests {
  private func browser(_ keys: String = "c", width: Int = 120, height: Int = 36) -> TestBrowser {
    let browser = TestBrowser(width: width, height: height)
    browser.prepareScreens()
    browser.press(keys)
    return browser
  }

  @Test func `c lists what differs from HEAD, and shows the first change`() {
    let browser = browser()
    #expect(
      browser.changes == [
        ". chat/greeting.json M", ".    #1 M", ". chat/old.json D", ".    (#1) D", ".    (#2) D",
        ".    (#3) D", ". stream/story.json ?", ".    #1 A", ".    #2 A",
      ]
    )
    #expect(browser.selectedChange == ".    #1 M")
    #expect(browser.diffText.contains("har du det"))
  }

  @Test func `c goes to the change of the interaction that is selected`() {
    let browser = browser("j j j 2 c")
    #expect(browser.selectedFile == "stream/story.json")
    #expect(browser.selectedChange == ".    #1 A")
  }

  @Test func `space stages and takes out again, a does so for a file`() {
    let browser = browser("c space")
    #expect(browser.selectedChange == "S    #1 M")
    #expect(browser.toast == "Staged 1 change")
    browser.press("space")
    #expect(browser.selectedChange == ".    #1 M")
    browser.press("J J a")
    #expect(browser.changes.contains("S chat/old.json D"))
    #expect(browser.state.review.listing?.stagedCount == 3)
  }

  @Test func `what is selected stays so while the list is read again`() {
    let browser = browser("c j j j")
    #expect(browser.selectedChange == ".    (#2) D")
    let generation = browser.state.review.generation
    browser.send(browser.world.reviewedFiles(generation))
    #expect(browser.selectedChange == ".    (#2) D")
    browser.send(browser.world.review(generation))
    #expect(browser.selectedChange == ".    (#2) D")
  }

  @Test func `m marks as reviewed and goes to the next, M hides those`() {
    let browser = browser("c m")
    #expect(browser.changes[1] == ".x   #1 M")
    #expect(browser.selectedChange == ".    (#1) D")
    browser.press("M")
    #expect(!browser.changes.contains { $0.contains("x ") })
    #expect(!browser.changes.contains(". chat/greeting.json M"))
    browser.press("M m m m m m")
    #expect(browser.toast == "All changes are reviewed")
    #expect(browser.state.review.listing?.reviewedCount == 6)
  }

  @Test func `d asks, y discards, z takes it back`() {
    let browser = browser("c d")
    #expect(browser.screen.contains("Put 1 change back as in HEAD?"))
    // The key that asked does not answer.
    browser.press("d")
    #expect(browser.world.made.isEmpty)
    browser.press("y")
    #expect(!browser.changes.contains(". chat/greeting.json M"))
    browser.press("z")
    #expect(browser.changes.contains(". chat/greeting.json M"))
  }

  @Test func `the discard menu offers the change, the file and all`() {
    let browser = browser("c D")
    #expect(browser.screen.contains("this change"))
    #expect(browser.screen.contains("all of chat/greeting.json"))
    browser.press("a")
    #expect(browser.screen.contains("Put 3 files back as in HEAD?"))
    browser.press("y")
    #expect(browser.changes.isEmpty)
    #expect(browser.screen.contains("Nothing differs from HEAD"))
  }

  @Test func `c commits what is staged, and nothing when nothing is`() {
    let browser = browser("c c")
    #expect(browser.toast == "Nothing is staged: space stages the selected change")
    browser.press("space c")
    browser.type("Warm the greeting")
    browser.press("enter")
    #expect(browser.world.git?.commits == ["Warm the greeting"])
    #expect(!browser.changes.contains { $0.contains("greeting") })
  }

  @Test func `a hook that refuses is shown, and nothing is lost`() {
    let browser = browser()
    browser.world.git?.refusal = ["lint: 2 problems", "fixtures/a.json: too long"]
    browser.press("space c")
    browser.type("Try")
    browser.press("enter")
    #expect(browser.screen.contains("The commit failed"))
    #expect(browser.screen.contains("lint: 2 problems"))
    browser.press("esc")
    #expect(browser.selectedChange == "S    #1 M")
    // What was typed is there again, and gone once it is committed.
    browser.world.git?.refusal = nil
    browser.press("c")
    #expect(browser.screen.contains("Try"))
    browser.type(" again")
    browser.press("enter")
    #expect(browser.world.git?.commits == ["Try again"])
    #expect(browser.state.review.message.isEmpty)
  }

  /// A listing as git might tell it.
  private func listing(_ files: [ReviewFile], _ operation: ReviewListing.Operation? = nil)
    -> ReviewListing
  {
    ReviewListing(
      head: "HEAD 5cb3412",
      branch: "main",
      operation: operation,
      files: files,
      isComplete: true
    )
  }

  private func item(_ file: EntryID, _ stage: ReviewListing.Stage, isInIndexOnly: Bool = false)
    -> ReviewItem
  {
    ReviewItem(
      id: .init(file: file, old: 0, new: 0),
      letter: "M",
      stage: stage,
      isInIndexOnly: isInIndexOnly,
      isReviewed: false,
      model: "m",
      label: "Hi"
    )
  }

  @Test func `what only the index has is counted, committed with a word, and taken out`() {
    let browser = browser()
    let file = EntryID("chat/greeting.json")
    let only = ReviewFile(
      id: file,
      letter: "M",
      stage: .some,
      items: [item(file, .some, isInIndexOnly: true)]
    )
    browser.send(.reviewListed(listing([only]), generation: browser.state.review.generation))
    #expect(browser.screen.contains("staged 1"))
    #expect(browser.screen.contains("as in HEAD, but not in the index: space takes that out"))
    browser.press("d")
    #expect(browser.toast == "The folder has what HEAD has: space takes it out of the index")
    #expect(browser.state.overlays.isEmpty)
    browser.press("c")
    #expect(browser.screen.contains("It is staged as another version than the folder's."))
    browser.press("esc space")
    #expect(browser.effects.contains(.stage([.item(only.items[0].id)], false)))
  }

  @Test func `conflicts are to be resolved first, and a merge may change nothing`() {
    let browser = browser()
    let file = EntryID("chat/greeting.json")
    let conflicted = ReviewFile(
      id: file,
      letter: "!",
      stage: .none,
      problem: "it has conflicts that are not resolved",
      isConflicted: true,
      items: []
    )
    let merge = ReviewListing.Operation(name: "a merge", endsWithCommit: true)
    let generation = browser.state.review.generation
    browser.send(.reviewListed(listing([conflicted], merge), generation: generation))
    #expect(browser.screen.contains("1 conflict"))
    for key in ["space", "a", "d"] {
      browser.press(key)
      #expect(browser.toast?.contains("has conflicts: e edits it") == true)
      #expect(browser.state.overlays.isEmpty)
    }
    for key in ["c", "C"] {
      browser.press(key)
      #expect(browser.toast == "1 file has conflicts: resolve them and run git add first")
    }
    browser.send(.reviewListed(listing([], merge), generation: generation))
    browser.press("c")
    #expect(browser.screen.contains("This concludes a merge."))
    browser.press("enter")
    #expect(browser.toast == "Type a message first")
    browser.press("esc")
    let rebase = ReviewListing.Operation(name: "a rebase", endsWithCommit: false)
    browser.send(.reviewListed(listing([], rebase), generation: generation))
    browser.press("c")
    #expect(browser.toast == "Nothing is staged: space stages the selected change")
  }

  @Test func `discarding says what becomes of a file, and when there is no commit`() {
    let browser = browser()
    let file = EntryID("chat/greeting.json")
    let renamed = ReviewFile(
      id: file,
      letter: "R",
      stage: .none,
      oldPath: "tests/fixtures/hello.json",
      items: [item(file, .none)]
    )
    var all = listing([renamed])
    browser.send(.reviewListed(all, generation: browser.state.review.generation))
    browser.press("D f")
    #expect(browser.screen.contains("Put 1 file back as in HEAD?"))
    #expect(browser.screen.contains("is tests/fixtures/hello.json again"))
    browser.press("esc")
    all.hasCommit = false
    browser.send(.reviewListed(all, generation: browser.state.review.generation))
    browser.press("D f")
    #expect(browser.screen.contains("Discard 1 file? There is no commit yet"))
  }

  @Test func `n and N go from change to change, J and K from record to record`() {
    let browser = browser("c")
    let first = browser.state.diff.cursor.row
    browser.press("n")
    #expect(browser.state.diff.cursor.row >= first)
    browser.press("tab J")
    #expect(browser.selectedChange == ".    (#1) D")
    browser.press("K")
    #expect(browser.selectedChange == ".    #1 M")
  }

  @Test func `the layout is toggled, remembered, and falls back where it does not fit`() {
    let browser = browser("c |")
    #expect(browser.state.diff.shown?.isSplit == false)
    #expect(browser.world.remembered?.isSplit == false)
    browser.press("|")
    #expect(browser.state.diff.shown?.isSplit == true)
    browser.resize(60, 24)
    #expect(browser.state.diff.shown?.isSplit == false)
    browser.press("| |")
    #expect(browser.toast?.contains("wider window") == true)
  }

  @Test func `volatile fields are hidden until asked for, and counted`() throws {
    let browser = TestBrowser()
    browser.prepareScreens()
    let greeting = EntryID("chat/greeting.json")
    browser.world.git?.head[greeting] = browser.world.folder.files[greeting].map {
      Array(
        String(decoding: $0, as: UTF8.self).replacing(
          "2026-05-02T09:30:00Z",
          with: "2026-04-01T00:00:00Z"
        ).utf8
      )
    }
    browser.press("Ctrl-L c")
    #expect(browser.state.diff.shown?.hiddenCount == 1)
    #expect(browser.diffText.contains("The same but for volatile fields"))
    browser.press("Ctrl-W")
    #expect(browser.diffText.contains("2026-04-01"))
  }

  @Test func `request and response can be compared alone`() {
    let browser = browser("c t")
    #expect(browser.toast == "The request alone is compared")
    #expect(!browser.diffText.contains("har du det"))
    browser.press("t")
    #expect(browser.diffText.contains("har du det"))
  }

  @Test func `a search finds rows of the diff`() {
    let browser = browser("c /")
    browser.type("hvordan")
    browser.press("enter")
    #expect(!browser.state.diff.found.isEmpty)
    #expect(browser.state.diff.isFocused)
    browser.press("esc")
    #expect(browser.state.diff.search.isEmpty)
  }

  @Test func `a search looks into folds, and closes them behind it`() throws {
    let browser = browser()
    let id = EntryID("chat/old.json")
    let lines = (1...80).map { "Line \($0)." }
    func fixture(_ lines: [String]) -> [UInt8] {
      let text = String(
        decoding: JSONString.quote(lines.joined(separator: "\n"), as: .unicode),
        as: UTF8.self
      )
      return Array(
        #"""
        {"version": "2.0", "provider": "openai", "interactions": [{"request": {"model": "m",
        "messages": [{"role": "user", "content": "Hi"}]}, "response": {"object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": \#(text)}}]}}]}
        """#.utf8
      )
    }
    var changed = lines
    changed[9] = "Another line."
    changed[69] = "And another."
    browser.world.git?.head[id] = fixture(lines)
    browser.world.folder.files[id] = fixture(changed)
    browser.press("esc Ctrl-L c g j j j")
    #expect(browser.selectedChange == "s    #1 M")
    let folded = browser.state.diff.rows.count
    #expect(!browser.diffText.contains("Line 30."))
    browser.press("/")
    browser.type("Line 30")
    #expect(browser.state.diff.found.count > 0)
    browser.press("enter")
    #expect(browser.state.diff.rows[browser.state.diff.cursor.row].text.contains("Line 30."))
    browser.press("esc")
    #expect(browser.state.diff.rows.count == folded)
    browser.press("/")
    browser.type("nowhere")
    browser.press("enter")
    #expect(browser.toast == "\"nowhere\" is not in this text")
    // Leaving the search, or opening a fold, leaves the cursor in its change.
    browser.press("esc n")
    let change = browser.state.diff.change
    browser.press("/")
    browser.type("Line 5")
    browser.press("esc")
    #expect(browser.state.diff.change == change)
    let fold = try #require(
      browser.state.diff.rows.lastIndex { if case .fold = $0.kind { true } else { false } }
    )
    while browser.state.diff.cursor.row < fold { browser.press("j") }
    while browser.state.diff.cursor.row > fold { browser.press("k") }
    browser.press("enter")
    #expect(browser.state.diff.rows.count > folded)
    #expect(browser.state.diff.cursor.row == fold)
  }

  @Test func `outside of git it says so and everything else works`() {
    let browser = TestBrowser()
    browser.press("c")
    #expect(browser.state.focus == .files)
    #expect(browser.toast == "tests/fixtures is in no git work tree")
    browser.press("D")
    #expect(browser.toast == "tests/fixtures is in no git work tree")
    browser.press("2 d y")
    #expect(browser.toast?.hasPrefix("Deleted") == true)
  }

  @Test func `esc goes back to where one was, step by step`() {
    let browser = browser("2 j c tab")
    #expect(browser.state.diff.isFocused)
    browser.press("esc")
    #expect(!browser.state.diff.isFocused)
    browser.press("esc")
    #expect(browser.state.focus == .interactions)
    #expect(!browser.hasQuit)
  }

  @Test func `lists show git's letters, and what only moved or is new`() {
    let browser = browser("esc")
    #expect(browser.screen.contains("main M1 D1 ?1"))
    #expect(browser.row(4).contains("M") || browser.screen.contains("greeting.json"))
  }

  @Test func `two marked interactions are compared, and one with HEAD`() {
    let browser = browser("2 space space C")
    #expect(browser.state.focus == .comparison)
    #expect(browser.diffText.contains("Greet"))
    browser.press("esc")
    #expect(browser.state.focus == .interactions)
    browser.press("esc g C")
    #expect(browser.state.diff.subject == .head(InteractionID("chat/greeting.json", 1)))
    browser.press("q")
    #expect(browser.state.focus == .interactions)
  }
}
