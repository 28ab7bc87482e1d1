import LLMMockCore
import LLMMockTUI
import Testing

struct NamingTests {
  // MARK: Renaming files

  @Test func `R asks for a new name, with the extension outside`() {
    let browser = TestBrowser()
    browser.press("R")
    #expect(browser.prompt?.purpose == .renameFile(EntryID("chat/greeting.json")))
    #expect(browser.prompt?.field.text == "greeting")
    #expect(browser.prompt?.suffix == ".json")
    #expect(browser.prompt?.context == "tests/fixtures/chat/")
  }

  @Test func `the new name is checked while it is typed`() {
    let browser = TestBrowser()
    browser.press("R")
    browser.type("s")
    #expect(browser.prompt?.check == .fine("free name"))
    browser.press("Ctrl-U")
    browser.type("limits")
    #expect(browser.prompt?.check == .wrong("the name is taken"))
    #expect(
      browser.newEffects().contains {
        if case .checkName(_, "limits.json", _) = $0 { true } else { false }
      }
    )
  }

  @Test func `enter renames and the selection goes along`() {
    let browser = TestBrowser()
    browser.press("R")
    browser.type("s 2")
    browser.press("enter")
    #expect(
      browser.newEffects().last
        == .change(.renameFile(EntryID("chat/greeting.json"), to: "greetings 2.json"))
    )
    #expect(browser.prompt == nil)
    #expect(browser.selectedFile == "chat/greetings 2.json")
    #expect(browser.state.toast?.offersUndo == true)
  }

  @Test func `a name that is taken stops enter and says why`() {
    let browser = TestBrowser()
    browser.press("R Ctrl-U")
    browser.type("limits")
    browser.press("enter")
    #expect(browser.prompt != nil)
    #expect(browser.toast == "the name is taken")
    #expect(!browser.effects.contains { if case .change = $0 { true } else { false } })
    browser.type("2")
    browser.press("enter")
    #expect(browser.prompt == nil)
  }

  @Test func `in a narrow window the reason stands below the prompt`() {
    let browser = TestBrowser(width: 40, height: 12)
    browser.press("R Ctrl-U")
    #expect(browser.hintLine == " enter  Ctrl-U clear  esc cancel")
    browser.type("limits")
    browser.press("enter")
    #expect(browser.hintLine == " the name is taken")
    #expect(browser.statusLine.hasPrefix("╰──"))
  }

  @Test func `the same name renames nothing`() {
    let browser = TestBrowser()
    browser.press("R enter")
    #expect(browser.prompt == nil)
    #expect(!browser.effects.contains { if case .change = $0 { true } else { false } })
    #expect(browser.toast != nil)
  }

  @Test func `a name that cannot be drawn is not replaced by what is drawn`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("odd")
    browser.press("enter R")
    #expect(browser.prompt?.field.text == "odd<ESC>[31m<U+202E>name")
    browser.press("enter")
    #expect(!browser.effects.contains { if case .change = $0 { true } else { false } })
  }

  @Test(arguments: ["R", "a"])
  func `an empty name is none`(key: String) {
    let browser = TestBrowser()
    browser.press("\(key) Ctrl-U enter")
    #expect(browser.prompt != nil)
    #expect(!browser.effects.contains { if case .change = $0 { true } else { false } })
  }

  @Test func `folders are not renamed, marked files or not`() {
    let browser = TestBrowser()
    browser.press("space g R")
    #expect(browser.prompt == nil)
    #expect(browser.toast == "Select a file: folders are not renamed here")
    browser.press("e")
    #expect(browser.newEffects() == [])
  }

  @Test(arguments: ["esc", "Ctrl-C"])
  func `escape leaves the name as it was`(key: String) {
    let browser = TestBrowser()
    browser.press("R")
    browser.type("x")
    browser.press(key)
    #expect(browser.prompt == nil)
    #expect(browser.selectedFile == "chat/greeting.json")
    #expect(!browser.hasQuit)
  }

  @Test func `letters that are commands elsewhere are only typed`() {
    let browser = TestBrowser()
    browser.press("R Ctrl-U")
    browser.type("qQyn?:/z dJ")
    #expect(browser.prompt?.field.text == "qQyn?:/z dJ")
    #expect(browser.state.overlays.count == 1)
  }

  // MARK: Naming interactions

  @Test func `R in Interactions asks for the interaction's name`() {
    let browser = TestBrowser()
    browser.press("2 j R")
    #expect(
      browser.prompt?.purpose == .nameInteraction(InteractionID("chat/greeting.json", 2))
    )
    #expect(browser.prompt?.field.text == "long greeting")
    #expect(browser.prompt?.suffix == "")
    browser.press("Ctrl-U")
    browser.type("short one")
    #expect(browser.prompt?.check == .fine("free name"))
    browser.press("enter")
    #expect(
      browser.newEffects().last
        == .change(.nameInteraction(InteractionID("chat/greeting.json", 2), "short one"))
    )
    #expect(browser.screen.contains("short one"))
    #expect(browser.selectedInteraction == "chat/greeting.json#2")
  }

  @Test func `two interactions of a file cannot have one name`() {
    let browser = TestBrowser()
    browser.press("2 R")
    browser.type("long greeting")
    #expect(browser.prompt?.check == .wrong("#2 has that name already"))
    browser.press("enter")
    #expect(browser.prompt != nil)
  }

  @Test func `an empty name takes it away`() {
    let browser = TestBrowser()
    browser.press("3 J R Ctrl-U")
    #expect(browser.prompt?.check == .fine("takes the name away"))
    browser.press("enter")
    #expect(
      browser.newEffects().last
        == .change(.nameInteraction(InteractionID("chat/greeting.json", 2), ""))
    )
  }

  @Test func `a name for what changed meanwhile is not given`() {
    let browser = TestBrowser()
    browser.press("2 j R")
    browser.write("chat/greeting.json", SampleFixture("openai", [SampleFixture.chat("New")]).bytes)
    #expect(browser.prompt == nil)
    #expect(browser.toast != nil)
  }

  // MARK: New files

  @Test func `a asks for a file in the folder of the selection`() {
    let browser = TestBrowser()
    browser.press("a")
    #expect(browser.prompt?.context == "tests/fixtures/chat/")
    browser.type("new")
    browser.press("enter")
    #expect(
      browser.newEffects().last
        == .change(.addFile(folder: EntryID("chat"), name: "new.json"))
    )
    #expect(browser.selectedFile == "chat/new.json")
    #expect(browser.interactions == [])
  }

  @Test func `a on the opened folder makes a file in it`() {
    let browser = TestBrowser(TestFolder([:]))
    browser.press("a")
    browser.type("first")
    browser.press("enter")
    #expect(browser.files == ["/", "first.json"])
    #expect(browser.selectedFile == "first.json")
  }

  // MARK: Folders

  @Test func `O opens another folder`() {
    let browser = TestBrowser()
    browser.world.others["more"] = TestFolder(chats: ["x.json": ["One"]], title: "more")
    browser.press("space O")
    #expect(browser.prompt?.field.text == "tests/fixtures")
    browser.press("Ctrl-U")
    browser.type("nowhere")
    #expect(browser.prompt?.check == .wrong("it does not exist"))
    browser.press("Ctrl-U")
    browser.type("more")
    browser.press("enter")
    #expect(browser.newEffects().last == .openFolder("more"))
    #expect(browser.files == ["/", "x.json"])
    #expect(browser.state.title == "more")
    #expect(browser.markedFiles == [])
    #expect(browser.toast == "Opened more")
  }

  @Test func `what was asked about the folder before is forgotten`() {
    let browser = TestBrowser()
    browser.press("d")
    browser.send(.folderOpened(title: "more"))
    #expect(browser.state.overlays.isEmpty)
  }

  @Test func `answers about an older text are dropped`() {
    let browser = TestBrowser()
    browser.hold()
    browser.press("R")
    browser.type("x")
    let generation = browser.prompt?.generation ?? 0
    browser.send(.nameChecked(.wrong("too late"), notes: [], generation: generation - 1))
    #expect(browser.prompt?.check == .waiting)
    browser.send(.nameChecked(.fine("in time"), notes: ["used in a test"], generation: generation))
    #expect(browser.prompt?.check == .fine("in time"))
    #expect(browser.prompt?.notes == ["used in a test"])
    browser.release()
  }
}
