import LLMMockCore
import LLMMockTUI
import TestSupport
import Testing

/// Recording again and deciding on results, driven by keys.
struct QueueScreenTests {
  private func browser(_ keys: String) -> TestBrowser {
    let browser = TestBrowser(
      TestFolder([EntryID("weather.json"): SampleFixture.weather.bytes]),
      width: 120,
      height: 36
    )
    browser.press(keys)
    return browser
  }

  @Test func `r shows the plan first, and sends nothing before y`() {
    let browser = browser("2 r")
    #expect(browser.screen.contains("Re-record 1 interaction of weather.json?"))
    #expect(browser.screen.contains("key from OPENAI_API_KEY (set)"))
    #expect(browser.screen.contains("feeds @2"))
    browser.press("r")
    #expect(!browser.effects.contains { if case .startRerecord = $0 { true } else { false } })
    browser.press("esc")
    #expect(browser.world.results.isEmpty)
  }

  @Test func `a missing key is explained before anything is sent`() {
    let browser = TestBrowser(width: 120, height: 36)
    browser.world.keyIsMissing = true
    browser.press("2 r")
    #expect(browser.screen.contains("OPENAI_API_KEY is not set"))
    browser.press("y enter")
    #expect(browser.world.results.isEmpty)
  }

  @Test func `a accepts exactly what is shown and leaves when nothing waits`() {
    let browser = browser("2 r y")
    #expect(browser.state.focus == .queue)
    #expect(browser.diffText.contains("raincoat"))
    let before = browser.world.folder.files
    browser.press("a")
    #expect(browser.world.folder.files != before)
    #expect(browser.state.focus == .interactions)
    browser.press("z")
    #expect(browser.world.folder.files == before)
  }

  @Test func `an answer that was not to be expected is left by A, and taken by a`() {
    let browser = browser("2 r y")
    var listing = browser.world.queueListing
    var odd = listing.items[0]
    odd.id = "odd"
    odd.isUnexpected = true
    odd.notes = ["The answer is text/html, the recording is JSON."]
    listing.items.append(odd)
    browser.send(.queueChanged(listing))
    #expect(browser.screen.contains("CHECK"))
    browser.press("A")
    #expect(browser.screen.contains("Accept 1 result?"))
    #expect(browser.screen.contains("1 answer is not what was to be expected"))
    browser.press("esc")
    listing.items.removeFirst()
    browser.send(.queueChanged(listing))
    browser.press("A")
    #expect(browser.toast?.hasSuffix("a accepts each by itself") == true)
    browser.press("a")
    #expect(browser.effects.contains(.accept(["odd"])))
  }

  @Test func `what is recorded again out of a review leads back there`() {
    let browser = TestBrowser(width: 120, height: 36)
    browser.prepareScreens()
    browser.press("c r y")
    #expect(browser.state.focus == .queue)
    browser.press("A y")
    #expect(browser.state.focus == .review)
    browser.press("esc")
    #expect(browser.state.focus == .files)
  }

  @Test func `what was asked for is selected when it comes`() {
    let browser = browser("2 r y")
    let result = browser.world.queueListing.items[0]
    var other = result
    other.id = "asked for"
    other.number = QueueItem.new
    other.result = "new"
    // A result that waits already stays selected when others come by themselves.
    browser.press("j")
    browser.send(.queueChanged(QueueListing(items: [other, result])))
    #expect(browser.state.queue.selected == .item(result.id))
    browser.send(.queueChanged(QueueListing(items: [result])))
    browser.send(.undone("Rejected it"))
    browser.send(.queueChanged(QueueListing(items: [other, result])))
    #expect(browser.state.queue.selected == .item("asked for"))
    browser.press("i")
    #expect(browser.toast == "It is new: there are no recorded ids to keep")
    browser.press("A")
    #expect(browser.screen.contains("weather.json  new  Do I need"))
  }

  @Test func `Ctrl-C leaves the screen when nothing runs`() {
    let browser = browser("2 r y Ctrl-C")
    #expect(browser.state.focus == .interactions)
    #expect(!browser.hasQuit)
  }

  @Test func `a plan that does not fit is scrolled`() {
    let browser = browser("2")
    browser.resize(40, 12)
    browser.press("r")
    #expect(!browser.screen.contains("leaves"))
    #expect(browser.screen.contains("more rows"))
    browser.press("j j j j j j")
    #expect(browser.screen.contains("feeds @2"))
    browser.press("PgDn PgDn")
    #expect(browser.screen.contains("Nothing is"))
    #expect(browser.screen.contains("[ y  Start ]"))
    browser.press("k k k k k k k k k k k k")
    #expect(browser.screen.contains("Re-record 1 interaction"))
  }

  @Test func `d rejects, enter never accepts, esc keeps everything`() {
    let browser = browser("2 r y enter enter")
    let before = browser.world.folder.files
    #expect(browser.world.results.count == 1)
    browser.press("esc esc esc")
    #expect(browser.state.focus == .interactions)
    #expect(browser.world.results.count == 1)
    browser.press("P d")
    #expect(browser.world.results.isEmpty)
    #expect(browser.world.folder.files == before)
  }

  @Test func `A asks with a count, and D does`() {
    let browser = browser("2 space space r y A")
    #expect(browser.screen.contains("Accept 2 results?"))
    browser.press("A")
    #expect(browser.world.results.count == 2)
    browser.press("esc D y")
    #expect(browser.world.results.isEmpty)
  }

  @Test func `J, K and s decide nothing`() {
    let browser = browser("2 space space r y")
    let first = browser.state.queue.selected
    browser.press("J")
    #expect(browser.state.queue.selected != first)
    browser.press("K s")
    #expect(browser.state.queue.selected != first)
    #expect(browser.world.results.count == 2)
  }

  @Test func `i keeps the recorded volatile values, and says so`() {
    let browser = browser("2 r y i")
    #expect(browser.screen.contains("ids kept"))
    browser.press("i")
    #expect(!browser.screen.contains("ids kept"))
  }

  @Test func `what it feeds is said before deciding`() {
    #expect(browser("2 r y").statusLine.contains("#1 feeds #2"))
  }

  @Test func `Ctrl-C pauses a run, and cancels it the second time`() {
    let browser = browser("2 r y")
    var listing = browser.world.queueListing
    listing.isRunning = true
    browser.send(.queueChanged(listing))
    #expect(browser.screen.contains("Ctrl-C pauses"))
    browser.press("Ctrl-C")
    #expect(browser.effects.contains(.pauseQueue))
    listing.isPaused = true
    browser.send(.queueChanged(listing))
    browser.press("Ctrl-C")
    #expect(browser.effects.contains(.cancelQueue))
    #expect(!browser.hasQuit)
  }

  @Test func `quitting asks first while calls are under way`() {
    let browser = browser("2 r y")
    var listing = browser.world.queueListing
    listing.isRunning = true
    listing.total = 3
    listing.done = 1
    browser.send(.queueChanged(listing))
    browser.press("q q")
    #expect(!browser.hasQuit)
    #expect(browser.screen.contains("2 calls are under way. Quit?"))
    browser.press("esc")
    #expect(!browser.screen.contains("under way. Quit?"))
    browser.press("q y")
    #expect(browser.hasQuit)
  }

  @Test func `another answer is another row: what was shown is not what y accepts`() {
    let browser = browser("2 r y A")
    #expect(browser.screen.contains("Accept 1 result?"))
    let asked = browser.world.queueListing.items[0]
    var listing = browser.world.queueListing
    listing.items[0].id += " retaken"
    browser.send(.queueChanged(listing))
    browser.press("y")
    #expect(browser.effects.contains(.accept([asked.id])))
    #expect(!browser.effects.contains(.accept([listing.items[0].id])))
  }

  @Test func `a result of a file that changed is compared anew, not accepted`() {
    let browser = browser("2 r y")
    var listing = browser.world.queueListing
    listing.items[0].state = .outdated
    browser.send(.queueChanged(listing))
    browser.press("a")
    #expect(browser.effects.contains(.rebase([listing.items[0].id])))
    #expect(browser.world.results.count == 1)
  }

  @Test func `what differs in volatile fields alone stands in one row`() {
    let browser = browser("2 r y")
    let result = browser.world.queueListing.items[0]
    func item(_ number: Int, _ state: QueueItem.State) -> QueueItem {
      var item = result
      (item.id, item.number, item.state) = ("r\(number)", "#\(number)", state)
      item.result = state == .same ? "ids only" : "1 change"
      item.notes = []
      return item
    }
    func show(_ items: QueueItem...) {
      browser.send(.queueChanged(QueueListing(items: items, done: 4, total: 4)))
    }
    show(item(1, .decide), item(2, .same))
    #expect(browser.state.queue.rows == [.item(0), .item(1)])
    show(item(1, .decide), item(2, .same), item(3, .same), item(4, .same))
    #expect(browser.state.queue.rows == [.same, .item(0)])
    browser.press("g")
    #expect(browser.screen.contains("3 the same but for ids and times"))
    #expect(browser.state.diff.subject == .sameResults(["r2", "r3", "r4"]))
    // One that arrives changes what the row is about, not what is selected.
    show(item(1, .decide), item(2, .same), item(3, .same), item(4, .same), item(5, .same))
    #expect(browser.state.queue.selected == .same)
    #expect(browser.state.diff.subject == .sameResults(["r2", "r3", "r4", "r5"]))
    // They are asked about, also by `a` alone.
    browser.press("a")
    #expect(browser.screen.contains("Accept 4 results?"))
    #expect(browser.screen.contains("They differ in volatile fields alone."))
    browser.press("esc d")
    #expect(browser.screen.contains("Reject 4 results?"))
    browser.press("esc i")
    #expect(browser.effects.contains(.keepVolatile(["r2", "r3", "r4", "r5"], true)))
    show(item(1, .decide), item(2, .same), item(3, .same), item(4, .same), item(5, .same))
    browser.press("g enter")
    #expect(browser.state.queue.rows == [.same, .item(1), .item(2), .item(3), .item(4), .item(0)])
    browser.press("j")
    #expect(browser.state.diff.subject == .result("r2"))
    browser.press("k h")
    #expect(browser.state.queue.rows == [.same, .item(0)])
    browser.press("a y")
    #expect(browser.effects.contains(.accept(["r2", "r3", "r4", "r5"])))
  }

  @Test func `a selected call stays so when its result takes its place`() {
    let browser = browser("2 r y")
    let result = browser.world.queueListing.items[0]
    func item(_ number: Int, isDone: Bool) -> QueueItem {
      var item = result
      item.id = isDone ? "result \(number)" : "call \(number)"
      item.number = "#\(number)"
      item.state = isDone ? .decide : .running
      return item
    }
    func show(_ items: QueueItem...) {
      browser.send(.queueChanged(QueueListing(items: items, isRunning: true, total: 3)))
    }
    show(item(1, isDone: false), item(2, isDone: false), item(3, isDone: false))
    browser.press("J")
    #expect(browser.state.queue.selected == .item("call 2"))
    // One that was cancelled leaves the list, so rows move up.
    show(item(2, isDone: true), item(3, isDone: false))
    #expect(browser.state.queue.selected == .item("result 2"))
    show(item(2, isDone: true), item(3, isDone: true))
    #expect(browser.state.queue.selected == .item("result 2"))
  }

  @Test func `a failed call says what the provider said, and can't be accepted`() {
    let browser = browser("2 r y")
    var listing = browser.world.queueListing
    listing.items[0].state = .failed
    listing.items[0].result = "429"
    listing.items[0].notes = ["Rate limit reached"]
    browser.send(.queueChanged(listing))
    #expect(browser.statusLine.contains("Rate limit reached"))
    browser.press("a")
    #expect(browser.toast?.contains("the recorded version stays") == true)
  }

  @Test func `missed requests are listed against the nearest, and can be recorded or dropped`() {
    let browser = TestBrowser(width: 120, height: 36)
    browser.prepareScreens()
    browser.press("M")
    #expect(browser.screen.contains("2 requests no fixture answered"))
    #expect(browser.screen.contains("near #1"))
    browser.press("y")
    #expect(browser.world.copied.last == "a diff")
    browser.press("r")
    #expect(browser.screen.contains("Re-record"))
    browser.press("esc d")
    #expect(browser.world.misses.count == 1)
    browser.press("d")
    #expect(browser.screen.contains("Nothing was missed"))
    browser.press("esc")
    #expect(browser.state.focus == .files)
  }
}
