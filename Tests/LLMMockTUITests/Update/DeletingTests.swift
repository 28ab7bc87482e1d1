import LLMMockCore
import LLMMockTUI
import Testing

struct DeletingTests {
  // MARK: Asking

  @Test func `d asks and drops what was typed ahead`() {
    let browser = TestBrowser()
    browser.press("d")
    #expect(browser.confirm?.question == "Delete the file chat/greeting.json?")
    #expect(browser.confirm?.items == ["chat/greeting.json  3 interactions"])
    #expect(browser.confirm?.isYesFocused == false)
    #expect(browser.newEffects() == [.dropTypeAhead])
  }

  @Test func `the key that asked does not answer`() {
    let browser = TestBrowser()
    browser.press("d d d d")
    #expect(browser.confirm != nil)
    #expect(browser.newEffects() == [.dropTypeAhead])
    #expect(browser.files.count == 12)
  }

  @Test(arguments: ["y", "tab enter", "right enter", "l enter", "Shift-Tab enter", "h enter"])
  func `yes deletes`(keys: String) {
    let browser = TestBrowser()
    browser.press("d \(keys)")
    #expect(
      browser.newEffects() == [
        .dropTypeAhead, .change(.deleteFiles([EntryID("chat/greeting.json")])),
      ]
    )
    #expect(browser.confirm == nil)
    #expect(browser.toast == "Deleted chat/greeting.json")
    #expect(browser.state.toast?.offersUndo == true)
    #expect(!browser.files.contains("chat/greeting.json"))
  }

  @Test(arguments: ["n", "esc", "q", "Ctrl-C", "enter", "tab tab enter", "left right enter"])
  func `no leaves everything as it was`(keys: String) {
    let browser = TestBrowser()
    browser.press("d \(keys)")
    #expect(browser.newEffects() == [.dropTypeAhead])
    #expect(browser.state.overlays.isEmpty)
    #expect(browser.files.count == 12)
    #expect(!browser.hasQuit)
  }

  @Test func `no other key answers the question`() {
    let answers: [Key] = [
      .character("y"), .character("n"), .character("q"), .escape, .control("c"), .enter,
    ]
    let asked = TestBrowser()
    asked.press("d")
    for key in KeyScript.all where !answers.contains(key) {
      let browser = asked.fork()
      browser.press(key)
      #expect(browser.confirm != nil, "\(key)")
      #expect(browser.newEffects() == [], "\(key)")
    }
  }

  // MARK: What is deleted

  @Test func `the selected interaction`() {
    let browser = TestBrowser()
    browser.press("2 j d")
    #expect(browser.confirm?.question == "Delete 1 interaction from chat/greeting.json?")
    #expect(browser.confirm?.items == ["#2  gpt-4o  long greeting"])
    browser.press("y")
    #expect(
      browser.newEffects() == [
        .dropTypeAhead, .change(.deleteInteractions([InteractionID("chat/greeting.json", 2)])),
      ]
    )
    #expect(browser.interactions == ["chat/greeting.json#1", "chat/greeting.json#2"])
    #expect(browser.selectedInteraction == "chat/greeting.json#2")
    #expect(browser.detailText.contains("日本語"))
  }

  @Test func `the marked interactions, in the order of the list`() {
    let browser = TestBrowser()
    browser.press("2 j j space g space d")
    #expect(browser.confirm?.question == "Delete 2 interactions from chat/greeting.json?")
    browser.press("y")
    #expect(
      browser.newEffects().last
        == .change(
          .deleteInteractions([
            InteractionID("chat/greeting.json", 1), InteractionID("chat/greeting.json", 3),
          ])
        )
    )
    #expect(browser.markedInteractions == [])
  }

  @Test func `the range, although it is not marked yet`() {
    let browser = TestBrowser()
    browser.press("2 v j d y")
    #expect(
      browser.newEffects().last
        == .change(
          .deleteInteractions([
            InteractionID("chat/greeting.json", 1), InteractionID("chat/greeting.json", 2),
          ])
        )
    )
    #expect(browser.state.interactions.anchor == nil)
  }

  @Test func `interactions of several files`() {
    let browser = TestBrowser()
    browser.press("g j 2 j j v j d")
    #expect(browser.confirm?.question == "Delete 2 interactions from 2 files?")
    #expect(browser.confirm?.items.first?.hasPrefix("chat/greeting.json") == true)
    browser.press("y")
    #expect(browser.toast == "Deleted 2 interactions from 2 files")
    #expect(browser.interactions.count == 3)
  }

  @Test func `a file that keeps none is told of`() {
    let browser = TestBrowser()
    browser.press("2 * d")
    #expect(
      browser.confirm?.notes.first
        == "chat/greeting.json keeps no interaction: d in Files deletes the file."
    )
    browser.press("y")
    #expect(browser.interactions == [])
    #expect(browser.selectedFile == "chat/greeting.json")
  }

  @Test func `marked files`() {
    let browser = TestBrowser()
    browser.press("space G space d")
    #expect(browser.confirm?.question == "Delete 2 files?")
    browser.press("y")
    #expect(
      browser.newEffects().last
        == .change(.deleteFiles([EntryID("chat/greeting.json"), EntryID("empty.json")]))
    )
    #expect(browser.markedFiles == [])
  }

  @Test func `a range of files leaves folders alone, even the selected one`() {
    let browser = TestBrowser()
    browser.press("j v j d")
    #expect(browser.confirm?.items == ["chat/limits.json  2 interactions"])
  }

  @Test func `a file that cannot be read`() {
    let browser = TestBrowser()
    browser.press("n d")
    #expect(browser.confirm?.items == ["tools/broken.json  cannot be read"])
    browser.press("esc 3 d")
    #expect(browser.confirm?.question == "Delete the file tools/broken.json?")
  }

  @Test func `nothing is deleted from a file that cannot be read`() {
    let browser = TestBrowser()
    browser.press("n 2")
    for key in ["d", "R"] {
      browser.press(key)
      #expect(browser.state.overlays.isEmpty)
      #expect(browser.toast == "The file can't be read: e edits it")
    }
    browser.press("1 g 2 * d")
    #expect(browser.confirm?.question == "Delete 11 interactions from 6 files?")
    #expect(
      browser.confirm?.notes.contains("Not deleted: 2 interactions of files that can't be read.")
        == true
    )
    browser.press("y")
    #expect(browser.toast == "Deleted 11 interactions from 6 files")
    #expect(browser.interactions == ["tools/broken.json#1", "tools/broken.json#2"])
  }

  @Test func `in Detail the interaction that is shown, not the marked ones`() {
    let browser = TestBrowser()
    browser.press("2 space space 3 d")
    #expect(browser.confirm?.items == ["#3  gpt-4o-mini  日本語で短く自己紹介してください。絵文字も使って👋🏽"])
  }

  @Test(arguments: [("g d", "folders are not deleted"), ("g R", "folders are not renamed")])
  func `folders are left alone`(keys: String, reason: String) {
    let browser = TestBrowser()
    browser.press(keys)
    #expect(browser.state.overlays.isEmpty)
    #expect(browser.toast?.contains(reason) == true)
  }

  // MARK: Afterwards

  @Test func `the next file is selected`() {
    let browser = TestBrowser()
    browser.press("d y")
    #expect(browser.selectedFile == "chat/limits.json")
    browser.press("d y")
    #expect(browser.selectedFile == "stream/story.json")
  }

  @Test func `the last file gone, the one above is selected`() {
    let browser = TestBrowser()
    browser.press("G d y")
    #expect(browser.selectedFile == "embeddings.json")
  }

  @Test func `what failed is said and nothing is gone`() {
    let browser = TestBrowser()
    browser.world.refusal = "chat/greeting.json: permission denied"
    browser.press("d y")
    #expect(browser.state.toast?.kind == .failed)
    #expect(browser.toast == "chat/greeting.json: permission denied")
    #expect(browser.files.count == 12)
    // It stays until a key.
    browser.expireToasts()
    #expect(browser.toast != nil)
    browser.press("j")
    #expect(browser.toast == nil)
  }

  @Test func `what is too big for the history asks again`() {
    let browser = TestBrowser()
    browser.world.isTooBig = true
    browser.press("d y")
    #expect(browser.confirm?.title == "Cannot be undone")
    #expect(browser.files.count == 12)
    #expect(browser.effects.filter { $0 == .dropTypeAhead }.count == 2)
    browser.press("n")
    #expect(browser.files.count == 12)
    browser.press("d y y")
    #expect(
      browser.newEffects().last
        == .changeWithoutHistory(.deleteFiles([EntryID("chat/greeting.json")]))
    )
    #expect(browser.files.count == 11)
    #expect(browser.state.toast?.offersUndo == false)
  }

  @Test func `a question about what changed meanwhile is withdrawn`() {
    let browser = TestBrowser()
    browser.press("2 j d")
    browser.write(
      "chat/greeting.json",
      SampleFixture(
        "openai",
        [SampleFixture.chat("New one"), SampleFixture.chat("Greet the user in Danish.")]
      ).bytes
    )
    #expect(browser.confirm == nil)
    #expect(browser.toast != nil)
    browser.press("y")
    #expect(!browser.effects.contains { if case .change = $0 { true } else { false } })
  }

  @Test func `a question stays when other files change`() {
    let browser = TestBrowser()
    browser.press("2 j d")
    browser.write("chat/limits.json", nil)
    #expect(browser.confirm != nil)
  }

  @Test func `many are asked for in no time`() {
    // Every interaction of many files at once: the question must not be quadratic.
    let browser = TestBrowser(BigListing.folder)
    browser.hold()
    browser.send(.listed(BigListing.listing(files: 3000, each: 2)))
    browser.press("g 2 * d")
    #expect(browser.confirm?.question == "Delete 6000 interactions from 3000 files?")
    #expect(browser.confirm?.notes.first?.hasPrefix("3000 files keep no interaction") == true)
  }
}
