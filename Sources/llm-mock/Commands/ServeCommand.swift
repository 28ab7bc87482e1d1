import ArgumentParser
import Dispatch
import LLMMockCore

struct ServeCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer LLM API calls from fixtures, on a port of this machine, until it is stopped.",
    discussion: """
      Example: llm-mock serve --fixture tests/fixtures/summarize --port 8080

      A client is pointed here by ANTHROPIC_BASE_URL=http://127.0.0.1:8080, \
      OPENAI_BASE_URL=http://127.0.0.1:8080/v1 or GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8080. \
      /fixture/NAME and /upstream/NAME, in this order, may precede the API's path, or the header \
      x-llm-mock-fixture names the fixture.

      GET /_llm-mock/health says that it answers, GET /_llm-mock/journal what it was asked and how \
      each request matched; POST /_llm-mock/reset starts sequences and journal again.
      """
  )

  @OptionGroup var options: ServingOptions

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    if ModeSetting.isDisabled(surroundings.variables) {
      throw Complaint(.wrongUse, "LLM_MOCK_DISABLED is set, so nothing is served")
    }
    let serving = try Serving(options, surroundings) { fixture in
      "llm-mock serve --mode auto --fixture \(ShellWord.quote(surroundings.words.path(fixture)))"
    }
    // From before the port is told: who reads it may stop the server at once.
    let stopped = DispatchSemaphore(value: 0)
    try Signals(Signals.ending).deliver(to: { _ in stopped.signal() })
    let port = try Blocking.wait { try await serving.start() }
    let host = options.host.contains(":") ? "[\(options.host)]" : options.host
    try output.line("listening on http://\(host):\(port)")
    try output.flush()
    stopped.wait()
    let lines = try Blocking.wait {
      await serving.stop()
      return await serving.report()
    }
    output.report(lines)
    return .done
  }
}
