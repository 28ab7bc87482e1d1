import CNcurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension Terminal {
  /// Runs something that uses the terminal itself, as an editor does, and comes back after it.
  ///
  /// Meanwhile Ctrl-C and Ctrl-\ are the other program's, and Ctrl-Z stops both. Draw afterwards:
  /// the next frame is drawn in full. A changed size is the next event.
  package func released<T>(_ body: () throws -> T) rethrows -> T {
    guard holder == .program else { return try body() }
    handOver()
    llmmock_guard_lend(true)
    llmmock_guard_let_stop(true)
    defer {
      llmmock_guard_let_stop(false)
      llmmock_guard_lend(false)
      takeForeground()
      takeBack()
    }
    return try body()
  }

  /// Stops the program, and the others of its job, as Ctrl-Z does in a shell.
  ///
  /// Returns when the shell continues it in the foreground; draw then, in full. Where no shell
  /// could continue it, it is not stopped.
  package func suspend() {
    guard holder == .program else { return }
    handOver()
    llmmock_guard_let_stop(true)
    // Unlike SIGSTOP it does nothing to a job without a shell, which nobody could continue.
    kill(0, SIGTSTP)
    llmmock_guard_let_stop(false)
    takeBack()
  }

  /// Gives the screen to the shell or another program.
  func handOver() {
    guard holder == .program else { return }
    if llmmock_guard_has_terminal() { device.giveScreenAway() }
    showsCursor = nil
    llmmock_guard_return_terminal(false)
    holder = .other
  }

  /// Takes the screen back, once the job is in the foreground.
  ///
  /// Not if the program was asked to end while it was stopped: it should do that where it is.
  func takeBack() {
    guard holder != .left, waitForForeground() else { return }
    holder = .program
    llmmock_guard_take_terminal()
    reset_prog_mode()
    device.write(device.sequences.enter)
    _ = llmmock_guard_take(SIGCONT)
    redraw()
    adoptSize()
  }

  /// Stops again for as long as the shell runs the job in the background.
  private func waitForForeground() -> Bool {
    while !llmmock_guard_has(SIGTERM), !llmmock_guard_has(SIGINT) {
      let foreground = tcgetpgrp(device.output)
      if foreground < 0 || foreground == getpgrp() { return true }
      _ = llmmock_guard_take(SIGCONT)
      kill(0, SIGTTOU)
      // It did not stop, so there is no shell to wait for.
      if !llmmock_guard_take(SIGCONT) { return true }
    }
    return false
  }

  /// Makes the program's job the one in the foreground again, where a shell run by an editor
  /// ended without doing so.
  private func takeForeground() {
    let foreground = tcgetpgrp(device.output)
    guard foreground >= 0, foreground != getpgrp() else { return }
    var stopping = sigset_t()
    var before = sigset_t()
    sigemptyset(&stopping)
    sigaddset(&stopping, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &stopping, &before)
    tcsetpgrp(device.output, getpgrp())
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
