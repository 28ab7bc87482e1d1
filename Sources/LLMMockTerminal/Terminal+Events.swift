package import LLMMockTUI
import CNcurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension Terminal {
  /// What a wait for input ends with.
  package enum Event: Hashable, Sendable {
    case input(Input)
    /// A ``Waker`` was used since the last wait.
    case woken
    /// The time is over.
    case timedOut
    /// The program was asked to end, or its terminal is gone; its exit status is 128 plus this.
    case terminated(signal: Int32)
    /// The screen is the program's again and has to be drawn in full.
    case resumed
  }

  /// The next event; waits for one no longer than given, without a limit if nil.
  package func next(timeoutMilliseconds: Int?) -> Event {
    let deadline = timeoutMilliseconds.map { Self.milliseconds + max(0, $0) }
    while true {
      if let event = signalled() { return event }
      if !events.isEmpty { return events.removeFirst() }
      guard holder == .program else { return .terminated(signal: SIGHUP) }
      readKeys()
      if !events.isEmpty { continue }
      let now = Self.milliseconds
      let rest = deadline.map { max(0, $0 - now) }
      let restOfPaste = decoder.isPasting ? lastKey + Self.pastePause - now : nil
      if let restOfPaste, restOfPaste <= 0 {
        // The end of a pasted text is lost: better that than to take no key ever again.
        note(decoder.pasteEnded())
        continue
      }
      switch wait(milliseconds: [rest, restOfPaste].compactMap(\.self).min()) {
      case .something: break
      case .nothing: if let rest, rest <= restOfPaste ?? rest { return .timedOut }
      case .hangup: return .terminated(signal: SIGHUP)
      }
    }
  }

  /// Whether the next event is there already, so that a frame drawn now would soon be outdated.
  package var hasEvents: Bool { !events.isEmpty }

  /// Forgets what was typed and not asked for yet, so that it can't answer a question unseen.
  package func dropTypeAhead() {
    guard holder == .program else { return }
    // Through the decoder, not past it as by flushinp: the end of a paste must not be lost.
    readKeys(limit: .max)
    events.removeAll { event in
      switch event {
      case .input(.key), .input(.mouse), .input(.pasted): true
      default: false
      }
    }
  }

  // MARK: Signals

  private func signalled() -> Event? {
    for signal in [SIGTERM, SIGINT] where llmmock_guard_take(signal) {
      return .terminated(signal: signal)
    }
    if llmmock_guard_take(SIGTSTP), holder == .program {
      suspend()
      return signalled() ?? .resumed
    }
    if llmmock_guard_take(SIGCONT), holder == .program {
      // Stopped by a signal that can't be seen: the shell may have changed every mode.
      takeBack()
      return .resumed
    }
    if llmmock_guard_take(SIGWINCH), holder == .program { adoptSize() }
    return nil
  }

  /// Makes the screen as large as the window is now.
  func adoptSize() {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard llmmock_window_size(device.output, &columns, &rows),
      columns != llmmock_columns() || rows != llmmock_lines()
    else { return }
    resize_term(rows, columns)
    // The terminal may have moved anything anywhere.
    redraw()
    events.removeAll { event in
      if case .input(.resized) = event { true } else { false }
    }
    events.append(.input(.resized(size)))
  }

  // MARK: Waiting

  private enum Readiness {
    case something, nothing, hangup
  }

  /// How long the rest of a pasted text may take to come.
  private static let pastePause = 2000

  private static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }

  private func wait(milliseconds: Int?) -> Readiness {
    var files = [
      pollfd(fd: device.input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakePipe.reading, events: Int16(POLLIN), revents: 0),
    ]
    let limit = milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
    let count = poll(&files, nfds_t(files.count), limit)
    if count == 0 { return .nothing }
    // Interrupted by a signal, which is asked for next.
    if count < 0 { return .something }
    if files[1].revents != 0, wakePipe.drain() { events.append(.woken) }
    let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
    if files[0].revents & gone != 0 { return .hangup }
    // Readable without a byte: the terminal's other side is closed.
    if files[0].revents != 0, llmmock_waiting_bytes(device.input) <= 0 { return .hangup }
    return .something
  }

  // MARK: Keys

  /// Reads what is waiting, but not for ever when keys come faster than they are handled.
  private func readKeys(limit: Int = 4096) {
    var count = 0
    while count < limit || decoder.isPasting {
      let code = wgetch(keys)
      if code != ERR {
        lastKey = Self.milliseconds
        receive(code)
        count += 1
      } else if !decoder.isWithinSequence || !waitForMore() {
        note(decoder.paused())
        return
      }
    }
  }

  private func receive(_ code: Int32) {
    switch code {
    // Bytes, not the characters of get_wch: that loses a character of which a part is still under
    // way, since it keeps nothing from one call to the next.
    case 0..<0x100: note(decoder.received(byte: UInt8(code)))
    default: note(decoder.received(code: code))
    }
  }

  private func note(_ inputs: [Input]) {
    for input in inputs {
      // A report that was under way when the mouse was switched off.
      if case .mouse = input, !reportsMouse { continue }
      events.append(.input(input))
    }
  }

  private func waitForMore() -> Bool {
    var file = pollfd(fd: device.input, events: Int16(POLLIN), revents: 0)
    return poll(&file, 1, escapeDelay) > 0 && llmmock_waiting_bytes(device.input) > 0
  }
}
