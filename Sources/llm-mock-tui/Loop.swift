import LLMMockBrowser
import LLMMockTUI
import LLMMockTerminal

/// The main thread's loop: waits for keys and messages, lets the state change, draws.
@MainActor
struct Loop {
  /// How long the first frame may wait for what it shows.
  private static let patience = 20

  let terminal: Terminal
  let browser: Browser
  let mailbox: Mailbox
  let environment: [String: String]
  var state: State
  /// The status to end with; nil goes on.
  private var status: Int32?

  init(
    terminal: Terminal,
    browser: Browser,
    mailbox: Mailbox,
    environment: [String: String],
    state: State
  ) {
    self.terminal = terminal
    self.browser = browser
    self.mailbox = mailbox
    self.environment = environment
    self.state = state
  }

  /// Runs until the user quits or a signal ends it; the status the process ends with.
  mutating func run() -> Int32 {
    browser.start()
    settle()
    terminal.draw(view(state))
    while status == nil {
      take(terminal.next(timeoutMilliseconds: nil))
      // What came meanwhile is drawn with it.
      while status == nil, terminal.hasEvents { take(terminal.next(timeoutMilliseconds: 0)) }
      if status == nil { terminal.draw(view(state)) }
    }
    return status ?? 0
  }

  /// Waits a moment for the first rows and what is selected, so that the first frame is whole.
  private mutating func settle() {
    let start = ContinuousClock.now
    while status == nil, state.listing.entries.isEmpty || !state.isSettled {
      let spent = Int(start.duration(to: .now) / .milliseconds(1))
      guard spent < Self.patience else { return }
      take(terminal.next(timeoutMilliseconds: Self.patience - spent))
    }
  }

  private mutating func take(_ event: Terminal.Event) {
    switch event {
    case .input(let input): take(Message.input(input))
    case .woken:
      for message in mailbox.take() { take(message) }
    case .timedOut: break
    case .terminated(let signal): status = 128 + signal
    case .resumed:
      take(Message.input(.resized(terminal.size)))
      take(Message.input(.focusGained))
    }
  }

  private mutating func take(_ message: Message) {
    for effect in update(&state, message) where !browser.perform(effect) {
      perform(effect)
    }
    if terminal.theme != state.theme { terminal.theme = state.theme }
  }

  // MARK: What needs the terminal

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .quit: status = 0
    case .dropTypeAhead: terminal.dropTypeAhead()
    case .setMouse(let isOn): terminal.setMouse(isOn)
    case .redraw: terminal.redraw()
    case .suspend:
      terminal.suspend()
      take(Terminal.Event.resumed)
    case .sendToClipboard(let bytes, let what):
      if terminal.sendToClipboard(bytes) {
        take(.copied("Sent \(what) to the terminal's clipboard (OSC 52)"))
      } else {
        take(.failed("Cannot copy \(what): no clipboard program, and too long for the terminal"))
      }
    case .edit(let subject, let file, let tab, let node):
      let place = browser.place(of: subject, in: file, tab: tab, node: node)
      run(Editor(environment: environment).command(for: place.path, line: place.line))
    case .commitInEditor: commitInEditor()
    case .page(let subject, let file, let tab):
      do {
        let text = try browser.pages(of: subject, in: file, tab: tab)
        let copy = try TemporaryText(text, folder: environment["TMPDIR"])
        defer { copy.remove() }
        run(Pager(environment: environment).command(for: copy.path))
      } catch {
        take(.failed("\(error)"))
      }
    default: break
    }
  }

  /// Commits with the user's editor, which git runs.
  private mutating func commitInEditor() {
    do {
      let (words, environment) = try browser.commitInEditor()
      let result = terminal.released {
        Result { try ForegroundProcess.run(Self.waiting(words), environment: environment) }
      }
      switch result {
      case .success(.exited(0)): take(.committed("Committed"))
      case .success: take(.failed("git made no commit; what was staged still is"))
      case .failure(let error): take(.failed("\(error)"))
      }
    } catch {
      take(.failed("\(error)"))
    }
    take(Terminal.Event.resumed)
  }

  /// A command that waits for Enter where it fails: what a hook printed can be read then.
  private static func waiting(_ words: [[UInt8]]) -> [[UInt8]] {
    let script =
      #""$0" "$@" && exit; status=$?; printf '\nEnter goes back: '; read -r _; exit $status"#
    return ["/bin/sh", "-c", script].map { Array($0.utf8) } + words
  }

  /// Runs an editor or a pager in the foreground.
  private mutating func run(_ command: ForegroundCommand) {
    let result = terminal.released {
      Result { try ForegroundProcess.run(command.words, environment: environment) }
    }
    switch result {
    case .success(.exited(0)): break
    case .success(.exited(127)):
      take(.failed("\(command.name) was not found; set $\(command.variable)"))
    case .success(.exited(let code)): take(.failed("\(command.name) ended with status \(code)"))
    case .success(.signalled(let signal)):
      take(.failed("\(command.name) was ended by signal \(signal)"))
    case .failure(let error): take(.failed("\(error)"))
    }
    take(Terminal.Event.resumed)
  }
}
