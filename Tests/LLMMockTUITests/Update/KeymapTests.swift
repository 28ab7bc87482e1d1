import LLMMockTUI
import Testing

/// What holds for every key, in every place.
struct KeymapTests {
  @Test func `no key has two meanings in one place`() {
    for place in Place.allCases {
      var seen: [Key: Command] = [:]
      for binding in Keymap.bindings where binding.places.contains(place) {
        for key in binding.keys {
          #expect(seen[key] == nil, "\(key.name) in \(place.title)")
          seen[key] = binding.command
          #expect(Keymap.command(for: key, at: place) == binding.command)
        }
      }
    }
  }

  @Test func `every command has a key`() {
    #expect(Set(Keymap.bindings.map(\.command)) == Set(Command.allCases))
  }

  @Test func `no key is bound that plain terminals cannot tell apart`() {
    for key in Keymap.bindings.flatMap(\.keys) {
      #expect(![.control("i"), .control("m"), .control("[")].contains(key))
    }
  }

  @Test func `every command has a title that no other has`() {
    #expect(Set(Command.allCases.map(\.title)).count == Command.allCases.count)
  }

  @Test(arguments: Place.allCases)
  func `the first key of a command is the one that hints name`(place: Place) {
    for binding in Keymap.bindings where binding.places.contains(place) {
      #expect(Keymap.key(for: binding.command, at: place) == binding.keys.first?.name)
    }
  }

  /// A place in the middle of everything, where each key has something to do.
  private func browser(in place: Place) -> TestBrowser {
    let browser = TestBrowser(width: 80, height: 24)
    if place.isScreen { browser.prepareScreens() }
    switch place {
    case .files: browser.press("v esc j")
    case .interactions: browser.press("2 j")
    case .detail: browser.press("2 j 3 w ] j j")
    case .review: browser.press("c j j | w n")
    case .queue: browser.press("2 space space r y J w n")
    case .misses: browser.press("M j w n")
    case .comparison: browser.press("2 space space C w j")
    }
    browser.expireToasts()
    if place.isScreen {
      browser.press("L")
    } else {
      browser.press("H L + -")
      browser.press("= _ L")
    }
    if place == .files { browser.press("h") }
    browser.expireToasts()
    #expect(browser.state.focus == place)
    return browser
  }

  @Test(arguments: Place.allCases)
  func `each key does something or says why not`(place: Place) {
    // Keys that only scroll what fits, or leave what is not there.
    let here: Command =
      switch place {
      case .files: .focusFiles
      case .interactions: .focusInteractions
      case .detail: .focusDetail
      case .review, .queue, .misses: .focusFiles
      case .comparison: .focusDetail
      }
    let still: Set<Command> = [
      .zoomOut, .collapseAll, .expandAll, .halfUp, .detailUp, .back, .detailDown, here,
    ]
    let middle = browser(in: place)
    for binding in Keymap.bindings where binding.places.contains(place) {
      for key in binding.keys where !still.contains(binding.command) {
        let browser = middle.fork()
        let before = browser.frame
        _ = browser.newEffects()
        browser.press(key)
        #expect(
          browser.frame != before || !browser.effects.isEmpty,
          "\(key.name) in \(place.title) is silent"
        )
      }
    }
  }

  @Test(arguments: Place.panes)
  func `in an empty folder no key does harm`(place: Place) {
    let empty = TestBrowser(TestFolder([:]), width: 80, height: 24)
    empty.press("\(Place.panes.firstIndex(of: place).map { $0 + 1 } ?? 1)")
    for key in KeyScript.all {
      let browser = empty.fork()
      browser.note = "\(key.name) in \(place.title): "
      browser.press(key)
      #expect(browser.effects.allSatisfy { if case .change = $0 { false } else { true } })
      #expect(FrameCheck.problems(browser.frame, browser.state.size) == [])
    }
  }

  @Test(arguments: [
    "", "2", "3", "d", "R", "a", "O", "y", "s", "?", "@", "/", "f", ":", "3 /", "v", "space", "n",
    "i", "`", "+", "w", ":", "2 v", "3 ]", "G", "2 /", "g 2 *",
  ])
  func `no key traps wherever it is pressed`(opening: String) {
    let opened = TestBrowser(width: 80, height: 24)
    opened.press(opening)
    for key in KeyScript.all {
      let browser = opened.fork()
      browser.note = "\(opening) \(key.name): "
      browser.press(key)
    }
  }
}
