import LLMMockBrowser
import LLMMockTUI
import LLMMockTerminal
import LLMMockWorkspace
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Decides how to show a folder, and shows it.
struct Program {
  struct Request {
    /// nil looks for a folder of fixtures.
    var path: String?
    var isPlain: Bool
    var usesMouse: Bool
    var color: ColorChoice
    /// nil takes the one that `LLM_MOCK_THEME` names.
    var theme: Theme?
  }

  var surroundings: Browser.Surroundings
  var output: StandardOutput

  /// Runs to the end; the status the process ends with.
  func run(_ request: Request) -> Int32 {
    // A reader that goes away is noticed when writing.
    signal(SIGPIPE, SIG_IGN)
    // Whoever started this program may ignore the ends of children, and git's would be lost.
    signal(SIGCHLD, SIG_DFL)
    let folder: OpenedFolder
    do {
      folder = try self.folder(request.path)
    } catch {
      output.say("llm-mock-tui: \(error)")
      return 2
    }
    let environment = surroundings.environment
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      return Listing(folder: folder, surroundings: surroundings, output: output).run()
    }
    let isPlain =
      request.isPlain || environment["TERM"] == "dumb"
      || !["", "0"].contains(environment["ACCESSIBLE"] ?? "")
    if isPlain {
      return plain(folder)
    }
    let named = Theme.all.first { $0.name == environment["LLM_MOCK_THEME"] }
    var options = Terminal.Options(environment: environment)
    options.mouse = request.usesMouse
    options.color = request.color
    options.theme = request.theme ?? named ?? .standard
    return MainActor.assumeIsolated {
      interact(folder, options)
    }
  }

  private func plain(_ folder: OpenedFolder) -> Int32 {
    do {
      var browser = try PlainBrowser(
        folder,
        surroundings,
        read: { readLine() },
        print: { output.print($0 + "\n") }
      )
      browser.run()
      return 0
    } catch {
      output.say("llm-mock-tui: \(error)")
      return 3
    }
  }

  private func folder(_ path: String?) throws -> OpenedFolder {
    if let path { return try OpenedFolder.find(path, from: surroundings) }
    return try OpenedFolder.lookUp(from: surroundings)
  }

  @MainActor
  private func interact(_ folder: OpenedFolder, _ options: Terminal.Options) -> Int32 {
    let terminal: Terminal
    do {
      terminal = try Terminal(options)
    } catch {
      output.say("llm-mock-tui: \(error.description); --plain needs none of that")
      return 3
    }
    defer { terminal.leave() }
    let mailbox = Mailbox(waker: terminal.waker)
    do {
      let browser = try Browser(folder, surroundings) { mailbox.post($0) }
      var loop = Loop(
        terminal: terminal,
        browser: browser,
        mailbox: mailbox,
        environment: surroundings.environment,
        state: State(
          size: terminal.size,
          title: folder.title,
          isUnicode: terminal.isUTF8,
          theme: options.theme,
          usesMouse: options.mouse,
          usesColor: terminal.tier != .none
        )
      )
      let status = loop.run()
      // The screen is the user's again before the last change is waited for.
      terminal.leave()
      browser.stop()
      return status
    } catch {
      terminal.leave()
      output.say("llm-mock-tui: \(error)")
      return 3
    }
  }
}
