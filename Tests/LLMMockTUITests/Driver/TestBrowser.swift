import LLMMockCore
import LLMMockTUI
import Testing

/// The browser over a folder in memory: keys in, screens out, without a clock and threads.
///
/// Effects are performed as soon as they are asked for, unless the world is held; toasts expire
/// when a test says so. After each message the state is checked: see ``StateCheck``.
final class TestBrowser {
  private(set) var state: State
  let world: TestWorld
  /// Every effect asked for, in order.
  private(set) var effects: [Effect] = []
  /// Effects not performed yet: only while the world is held.
  private(set) var pending: [Effect] = []
  private(set) var isHeld = false
  /// Whether the state was not as it must be.
  private(set) var hasProblem = false
  /// Named in what is reported: the keys of a random run.
  var note = ""

  init(
    _ folder: TestFolder = TestFolder(),
    width: Int = 120,
    height: Int = 36,
    isUnicode: Bool = true
  ) {
    world = TestWorld(folder)
    state = State(
      size: Size(width: width, height: height),
      title: folder.title,
      isUnicode: isUnicode
    )
    pending = [.list(.name, showsOthers: false)]
    waitIdle()
    send(.watchingStarted)
  }

  /// A browser in the same state, over a world of its own.
  func fork() -> TestBrowser {
    TestBrowser(copying: self)
  }

  private init(copying other: TestBrowser) {
    world = TestWorld(copying: other.world)
    state = other.state
  }

  // MARK: In

  func send(_ message: Message, at location: SourceLocation = #_sourceLocation) {
    let asked = update(&state, message)
    effects += asked
    pending += asked
    if !isHeld { waitIdle() }
    check(after: message, at: location)
  }

  private func check(after message: Message?, at location: SourceLocation) {
    for problem in StateCheck.problems(state, isIdle: pending.isEmpty) {
      hasProblem = true
      let what = if case .input(let input) = message { "\(input): " } else { "" }
      Issue.record("\(note)\(what)\(problem)", sourceLocation: location)
    }
  }

  /// Performs what was asked for, and what comes of it, until nothing is left to do.
  func waitIdle() {
    var steps = 0
    while !pending.isEmpty {
      for message in world.perform(pending.removeFirst()) {
        let asked = update(&state, message)
        effects += asked
        pending += asked
      }
      steps += 1
      guard steps < 1000 else {
        Issue.record("\(note)It never comes to rest: \(pending)")
        return
      }
    }
  }

  /// Presses keys: `press("j j space d y")`.
  func press(_ script: String, at location: SourceLocation = #_sourceLocation) {
    for key in KeyScript.keys(script) { press(key, at: location) }
  }

  func press(_ key: Key, at location: SourceLocation = #_sourceLocation) {
    send(.input(.key(key)), at: location)
  }

  func type(_ text: String, at location: SourceLocation = #_sourceLocation) {
    for character in text { press(.character(character), at: location) }
  }

  func paste(_ text: String, at location: SourceLocation = #_sourceLocation) {
    send(.input(.pasted(text)), at: location)
  }

  func resize(_ width: Int, _ height: Int, at location: SourceLocation = #_sourceLocation) {
    send(.input(.resized(Size(width: width, height: height))), at: location)
  }

  /// Moves the cursor of Detail, which has the keys, to the first row with a text.
  func goTo(_ text: String, at location: SourceLocation = #_sourceLocation) {
    guard let row = state.detail.rows.firstIndex(where: { $0.text.contains(text) }) else {
      Issue.record("No row says \"\(text)\":\n\(detailText)", sourceLocation: location)
      return
    }
    press("g")
    for _ in 0..<row { press("j") }
  }

  /// Types a line after `:` and enters it.
  func command(_ line: String, at location: SourceLocation = #_sourceLocation) {
    press(":", at: location)
    type(line, at: location)
    press("enter", at: location)
  }

  /// Puts a file on the disk as another program would, and tells that the folder changed.
  func write(_ path: String, _ bytes: [UInt8]?) {
    world.folder.files[EntryID(path)] = bytes
    send(.folderChanged)
  }

  // MARK: The world held still

  /// From now on effects wait for ``release()``.
  func hold() { isHeld = true }

  func release(at location: SourceLocation = #_sourceLocation) {
    isHeld = false
    waitIdle()
    check(after: nil, at: location)
  }

  /// Takes an effect out of those that wait and says what would come of it.
  func take(_ place: Int = 0) -> [Message] {
    guard pending.indices.contains(place) else {
      Issue.record("No effect \(place) waits: \(pending)")
      return []
    }
    return world.perform(pending.remove(at: place))
  }

  // MARK: Out

  /// Whether it asked to end.
  var hasQuit: Bool { effects.contains(.quit) }
  var toast: String? { state.toast?.text }

  /// The effects since the last call, without those that only show and time.
  func newEffects() -> [Effect] {
    defer { effects = [] }
    return effects.filter { effect in
      switch effect {
      case .show, .expireToast, .list, .review: false
      default: true
      }
    }
  }

  func expireToasts() {
    for case .expireToast(let generation, _) in effects {
      send(.toastExpired(generation: generation))
    }
  }

  /// The rows of the tree: the paths, `/` behind folders.
  var files: [String] {
    state.files.rows.map { row in
      let entry = state.listing.entries[row]
      return entry.isFolder ? "\(entry.id.shown)/" : entry.id.shown
    }
  }

  /// The rows of the interactions: `chat/greeting.json#1`.
  var interactions: [String] {
    (0..<state.interactionRowCount).compactMap { state.interaction(inRow: $0)?.description }
  }

  var selectedFile: String? { state.files.selected?.shown }
  var selectedInteraction: String? { state.interactions.selected?.description }
  var markedFiles: [String] { state.files.marks.map(\.shown).sorted() }
  var markedInteractions: [String] { state.interactions.marks.map(\.description).sorted() }
  var detailText: String { state.detail.rows.map(\.text).joined(separator: "\n") }
}

extension InteractionID: CustomStringConvertible {
  package var description: String { "\(file.shown)#\(index + 1)" }

  init(_ path: String, _ position: Int) {
    self.init(file: EntryID(path), index: position - 1)
  }
}
