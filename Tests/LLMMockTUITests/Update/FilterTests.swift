import LLMMockTUI
import Testing

struct FilterTests {
  // MARK: Files

  @Test func `a slash filters the files while it is typed`() {
    let browser = TestBrowser()
    browser.press("/")
    #expect(browser.fieldText == "")
    browser.type("LIM")
    #expect(browser.files == ["/", "chat/", "chat/limits.json"])
    #expect(browser.selectedFile == "chat/limits.json")
    #expect(browser.detailText.contains("429"))
    browser.press("Backspace Backspace Backspace")
    #expect(browser.files.count == 12)
  }

  @Test func `enter keeps the filter and escape takes it away`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("story")
    browser.press("enter")
    #expect(browser.state.field == nil)
    #expect(browser.files == ["/", "stream/", "stream/story.json"])
    browser.press("esc")
    #expect(browser.files.count == 12)
    #expect(browser.selectedFile == "stream/story.json")
  }

  @Test(arguments: ["esc", "Ctrl-C"])
  func `escape in the field goes back to the filter before`(key: String) {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("chat")
    browser.press("enter /")
    #expect(browser.fieldText == "chat")
    browser.type("/lim")
    #expect(browser.files.count == 3)
    browser.press(key)
    #expect(browser.state.field == nil)
    #expect(browser.files == ["/", "chat/", "chat/greeting.json", "chat/limits.json"])
    #expect(!browser.hasQuit)
  }

  @Test func `escape in the field goes back to what was selected`() {
    let browser = TestBrowser()
    browser.press("G k /")
    browser.type("no such file")
    #expect(browser.selectedFile == "")
    browser.press("esc")
    #expect(browser.selectedFile == "embeddings.json")
    browser.press("g j 2 j j /")
    browser.type("greet")
    browser.press("down esc")
    #expect(browser.selectedInteraction == "chat/greeting.json#3")
    browser.press("f")
    browser.type("status:429")
    #expect(browser.selectedInteraction == "chat/limits.json#1")
    browser.press("esc")
    #expect(browser.selectedInteraction == "chat/greeting.json#3")
  }

  @Test func `a filter that fits again selects what fits`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("limx")
    #expect(browser.selectedFile == "")
    browser.press("Backspace")
    #expect(browser.selectedFile == "chat/limits.json")
  }

  @Test func `backspace in the empty field leaves it`() {
    let browser = TestBrowser()
    browser.press("/ x Backspace")
    #expect(browser.state.field != nil)
    browser.press("Backspace")
    #expect(browser.state.field == nil)
  }

  @Test func `a filter looks into closed folders`() {
    let browser = TestBrowser()
    browser.press("- /")
    browser.type("weather")
    #expect(browser.files == ["/", "tools/", "tools/weather.json"])
    browser.press("esc")
    #expect(browser.files == ["/", "chat/", "stream/", "tools/", "embeddings.json", "empty.json"])
  }

  @Test func `what nothing fits leaves the opened folder`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("no such file")
    #expect(browser.files == ["/"])
    #expect(browser.screen.contains("No file's path contains this"))
  }

  @Test func `the list behind the field can be walked`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("chat")
    browser.press("down")
    #expect(browser.selectedFile == "chat/limits.json")
    #expect(browser.fieldText == "chat")
    browser.press("up up")
    #expect(browser.selectedFile == "chat")
    browser.press("PgDn")
    #expect(browser.selectedFile == "chat/limits.json")
  }

  // MARK: Interactions

  @Test func `a slash in Interactions filters by what a row shows`() {
    let browser = TestBrowser()
    browser.press("g 2 /")
    browser.type("weather")
    #expect(
      browser.interactions == [
        "tools/broken.json#1", "tools/weather.json#1", "tools/weather.json#2",
      ]
    )
    browser.type(" in rome")
    #expect(browser.interactions == ["tools/broken.json#1"])
    #expect(browser.selectedInteraction == "tools/broken.json#1")
    #expect(browser.detailText.contains("Weather in Rome?"))
    browser.press("esc")
    #expect(browser.interactions.count == browser.state.listing.interactionCount)
    #expect(browser.state.interactions.matches == nil)
  }

  @Test(arguments: [
    ("gpt-4o", 9), ("long greeting", 1), ("日本語", 1), ("#3", 1), ("story", 2), ("nothing", 0),
  ])
  func `a row fits by its number, name, model, text and file`(text: String, count: Int) {
    let browser = TestBrowser()
    browser.press("g 2 /")
    browser.type(text)
    #expect(browser.interactions.count == count, "\(browser.interactions)")
  }

  @Test func `a filter goes along to other files until escape`() {
    let browser = TestBrowser()
    browser.press("2 /")
    browser.type("gpt-4o-mini")
    browser.press("enter 1 j")
    #expect(browser.selectedFile == "chat/limits.json")
    #expect(browser.interactions == [])
    browser.press("2 esc")
    #expect(browser.interactions.count == 2)
  }

  // MARK: Queries

  @Test(arguments: [
    ("model:claude", ["chat/limits.json#1", "chat/limits.json#2", "stream/story.json#1"]),
    ("status:>=400", ["chat/limits.json#1"]), ("status:429", ["chat/limits.json#1"]),
    ("stream", ["stream/story.json#1"]),
    ("tokens:>1000", ["chat/limits.json#2", "stream/story.json#2"]),
    ("name:greet", ["chat/greeting.json#2"]), ("file:embed", ["embeddings.json#1"]),
    ("error", ["chat/limits.json#1"]), ("umbrella !oslo", ["embeddings.json#1"]),
    ("\"bell\" gpt-4o", ["tools/odd<ESC>[31m<U+202E>name.json#1"]),
    ("recorded:>2026-05-06 !stream", ["tools/weather.json#1", "embeddings.json#1"]),
    ("endpoint:embeddings", ["embeddings.json#1"]),
    ("text:\"slept. \"", ["stream/story.json#1"]),
  ])
  func `f finds interactions by their fields and texts`(query: String, found: [String]) {
    let browser = TestBrowser()
    browser.press("g f")
    browser.type(query)
    #expect(browser.interactions == found)
    browser.press("enter")
    #expect(browser.state.focus == .interactions)
    #expect(browser.state.field == nil)
    #expect(browser.interactions == found)
    browser.press("esc")
    #expect(browser.state.interactions.query.isEmpty)
  }

  @Test func `a half typed term keeps what was found before`() {
    let browser = TestBrowser()
    browser.press("g f")
    browser.type("model:claude status")
    let found = browser.interactions
    browser.type(":>=")
    #expect(browser.interactions == found)
    browser.type("400")
    #expect(browser.interactions == ["chat/limits.json#1"])
  }

  @Test func `a query that cannot be read says so where it can be seen`() {
    let browser = TestBrowser()
    browser.press("f")
    browser.type("status:many")
    browser.press("enter")
    #expect(browser.state.field != nil)
    #expect(browser.toast == "status: takes a number, as in status:>=400")
    #expect(browser.screen.contains("status: takes a number"))
    browser.press("esc")
    #expect(browser.state.interactions.query.isEmpty)
  }

  @Test func `escape in the query goes back to the query before`() {
    let browser = TestBrowser()
    browser.press("g f")
    browser.type("stream")
    browser.press("enter f")
    #expect(browser.fieldText == "stream")
    browser.type(" !stream")
    #expect(browser.interactions == [])
    browser.press("esc")
    #expect(browser.interactions == ["stream/story.json#1"])
  }

  @Test func `taking a filter away keeps the order`() {
    let browser = TestBrowser()
    browser.press("2 s t /")
    browser.type("gpt")
    browser.press("enter")
    #expect(browser.interactions.first == "chat/greeting.json#2")
    browser.press("esc")
    #expect(browser.state.interactions.query.order == .tokens)
    #expect(browser.interactions.first == "chat/greeting.json#2")
  }

  @Test(arguments: [
    ("f", [1, 2, 3]), ("r", [3, 2, 1]), ("m", [2, 1, 3]), ("t", [2, 3, 1]),
  ])
  func `s sorts interactions`(key: String, order: [Int]) {
    let browser = TestBrowser()
    browser.press("2 s \(key)")
    #expect(browser.interactions == order.map { "chat/greeting.json#\($0)" })
    #expect(browser.selectedInteraction == "chat/greeting.json#1")
    #expect(browser.newEffects().count == (key == "f" ? 0 : 1))
  }

  // MARK: Answers out of time

  @Test func `matches of an older query are dropped`() {
    let browser = TestBrowser()
    browser.press("g 2")
    browser.hold()
    browser.press("/ o")
    let old = browser.take(browser.pending.count - 1)
    browser.type("dd")
    for message in old { browser.send(message) }
    #expect(browser.state.interactions.isSearching)
    #expect(browser.state.interactions.matches == nil)
    browser.release()
    #expect(browser.interactions == ["tools/odd<ESC>[31m<U+202E>name.json#1"])
  }

  @Test func `matches that come in pieces keep the selection`() {
    let browser = TestBrowser()
    browser.press("g f")
    browser.type("gpt-4o-mini")
    browser.press("enter G")
    let selected = browser.selectedInteraction
    let all = browser.state.interactions.matches ?? []
    // The folder changed: all is searched for again.
    browser.hold()
    browser.send(.listed(browser.state.listing))
    let generation = browser.state.interactions.generation
    browser.send(.found(Array(all.prefix(2)), isComplete: false, generation: generation))
    browser.send(.found(all, isComplete: true, generation: generation))
    browser.release()
    #expect(browser.selectedInteraction == selected)
  }
}
