package import LLMMockTUI
import CNcurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The user's terminal: frames go onto it and input comes from it.
///
/// From its creation to ``leave()`` the program has the whole screen. However the process ends
/// meanwhile, short of a kill that nothing can see, the terminal is as it was before and shows what
/// was written to standard error. There is one at a time.
@MainActor
package final class Terminal {
  package struct Options: Sendable {
    /// Whether clicks and the wheel are reported, which takes text selection from the user.
    package var mouse: Bool
    package var color: ColorChoice
    package var theme: Theme
    /// Only `TERM`, `LC_ALL`, `LC_CTYPE`, `LANG`, `NO_COLOR`, `ESCDELAY` and `TMPDIR` matter.
    package var environment: [String: String]

    package init(
      mouse: Bool = true,
      color: ColorChoice = .auto,
      theme: Theme = .standard,
      environment: [String: String]
    ) {
      self.mouse = mouse
      self.color = color
      self.theme = theme
      self.environment = environment
    }
  }

  /// Who has the screen.
  enum Holder {
    case program
    /// The shell or an editor, until the program comes back.
    case other
    /// The shell, for good.
    case left
  }

  /// Whether the terminal is sent UTF-8; if not, only ASCII is legible on it.
  package let isUTF8: Bool
  /// Ends a wait for input from any thread.
  package nonisolated let waker: Waker

  let device: TerminalDevice
  let wakePipe: WakePipe
  /// How long a sequence may take from its Escape on.
  let escapeDelay: Int32
  /// Keys are read from a pad, since reading from a window would refresh it.
  let keys: UnsafeMutablePointer<WINDOW>

  var holder = Holder.program
  var palette: Palette
  var encoder: RowEncoder
  /// What the screen shows; nil when that is not known.
  var drawn: Frame?
  /// Whether the next frame is drawn onto a cleared screen, and sets the terminal's modes.
  var startsAfresh = true
  var showsCursor: Bool?
  var reportsMouse = false

  var decoder = KeyDecoder()
  /// What arrived and was not asked for yet.
  var events: [Event] = []
  /// When the last key came, in milliseconds of the monotonic clock.
  var lastKey = 0

  /// Takes the screen and the keyboard.
  ///
  /// Throws, with everything as it was, when there is no terminal or none that can be drawn on.
  package init(_ options: Options) throws(TerminalError) {
    let environment = options.environment
    isUTF8 = CharacterEncoding.choose(from: environment)
    device = try TerminalDevice(environment: environment)
    wakePipe = try WakePipe()
    waker = Waker(pipe: wakePipe.writing)
    let log = ErrorLog.make(in: environment["TMPDIR"])

    guard device.install(wakingThrough: wakePipe, log: log), llmmock_guard_at_exit() else {
      throw TerminalError(
        .system,
        "cannot read the terminal's modes: \(String(cString: strerror(errno)))"
      )
    }
    llmmock_guard_take_terminal()
    guard device.openScreen(), let keys = newpad(1, 1) else {
      llmmock_give_back()
      llmmock_guard_remove()
      throw TerminalError(.system, "ncurses cannot draw on a terminal of type \(device.type)")
    }
    self.keys = keys
    escapeDelay = environment["ESCDELAY"].flatMap { Int32($0) }.map { max(0, $0) } ?? 25
    set_escdelay(escapeDelay)
    palette = Palette(options.color, environment: environment)
    palette.use(options.theme)
    encoder = RowEncoder(isUTF8: isUTF8)
    theme = options.theme

    raw()
    noecho()
    nonl()
    // A frame is drawn to its end, also when a key was pressed meanwhile.
    typeahead(-1)
    wtimeout(keys, 0)
    keypad(keys, true)
    for (sequence, code) in KeySequences.all { define_key(sequence, code) }
    // Reports of the mouse are read as the bytes they are.
    keyok(KEY_MOUSE, false)
    reportsMouse = options.mouse
  }

  /// Ends the program's use of the terminal; whatever is called afterwards does nothing.
  ///
  /// Restores the screen and the modes, then shows what was written to standard error meanwhile.
  package func leave() {
    guard holder != .left else { return }
    handOver()
    holder = .left
    llmmock_return_errors(true)
    llmmock_guard_remove()
  }

  package var theme: Theme {
    didSet {
      palette.use(theme)
      drawn = nil
    }
  }

  /// How many colours there are to draw with.
  package var tier: ColorTier { palette.tier }

  /// The size of the screen in cells, as of the last event.
  package var size: Size {
    Size(width: Int(llmmock_columns()), height: Int(llmmock_lines()))
  }
}
