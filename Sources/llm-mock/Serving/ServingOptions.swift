import ArgumentParser
import LLMMock
import LLMMockCore
import LLMMockGateway
import LLMMockInterception

/// What `serve` and `run` share.
struct ServingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A fixture, which need not exist to be recorded into, or a folder of them.",
      valueName: "path"
    ),
    completion: .file()
  )
  var fixture: String

  @Option(
    help: ArgumentHelp(
      "replay (the default), record or auto; wins over LLM_MOCK_MODE.",
      valueName: "mode"
    )
  )
  var mode: Mode?

  @Option(
    help: ArgumentHelp(
      """
      Whose API all requests are for: anthropic, openai, gemini or openai-compatible. Else their \
      paths tell.
      """,
      valueName: "provider"
    ),
    transform: ServingOptions.provider
  )
  var provider: Provider?

  @Option(
    help: ArgumentHelp(
      "Where requests go that are recorded, in place of the provider's own host; may be repeated.",
      valueName: "name=url"
    ),
    transform: ServingOptions.upstream
  )
  var upstream: [NamedUpstream] = []

  @Flag(help: "Answer only requests that are equal as a whole; LLM_MOCK_STRICT=1 says so too.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "The fields a request is looked up by, in place of the endpoint's own rule.",
      valueName: "field,field"
    )
  )
  var matchOn: String?

  @Option(
    help: ArgumentHelp(
      """
      Several answers to one request: order (the default) gives one after the other, then the last \
      again; last always gives the last.
      """,
      valueName: "sequence"
    )
  )
  var sequence = SessionOptions.Sequence.order

  @Flag(help: "Record answers with a status of 400 or above, and streams with an error, too.")
  var recordErrors = false

  @Flag(help: "Record when each event of a stream came.")
  var timing = false

  @Option(
    help: ArgumentHelp(
      "Replay streams with recorded times, X times as fast; else at once.",
      valueName: "x"
    )
  )
  var speed: Double?

  @Option(
    help: ArgumentHelp("Record into this file, where --fixture is a folder.", valueName: "file")
  )
  var into: String?

  @Option(help: ArgumentHelp("The address to listen on; loopback by default.", valueName: "h"))
  var host = "127.0.0.1"

  @Option(
    help: ArgumentHelp("Another name that requests may call this server by.", valueName: "h")
  )
  var allowHost: [String] = []

  @Option(
    help: ArgumentHelp("An origin whose web pages may call this server.", valueName: "o")
  )
  var allowOrigin: [String] = []

  @Option(
    help: ArgumentHelp("The port to listen on; 0 (the default) takes a free one.", valueName: "n")
  )
  var port = 0

  func validate() throws {
    if let speed, !(speed > 0 && speed.isFinite) {
      throw ValidationError("--speed takes a number above 0: 1 is as fast as recorded.")
    }
    if let matchOn, fields(matchOn).isEmpty {
      throw ValidationError("--match-on takes the names of fields, separated by commas.")
    }
    if !(0...65535 ~= port) { throw ValidationError("--port takes a number from 0 to 65535.") }
  }

  private func fields(_ text: String) -> [String] {
    text.split(separator: ",").map(String.init)
  }

  /// - Throws: ``SettingError``.
  func session(_ environment: [String: String]) throws -> SessionOptions {
    var options = SessionOptions(
      mode: try ModeSetting.mode(option: mode, code: nil, environment: environment)
    )
    if let matchOn { options.matchOn = .fields(fields(matchOn)) }
    options.isStrict = strict || ModeSetting.isStrict(environment)
    options.sequence = sequence
    options.recordsErrors = recordErrors
    options.recordsTiming = timing
    options.speed = speed
    return options
  }

  var gateway: GatewayConfiguration {
    GatewayConfiguration(
      host: host,
      port: port,
      allowedHosts: allowHost,
      allowedOrigins: allowOrigin
    )
  }

  // MARK: Words

  struct NamedUpstream: Sendable {
    var name: String
    var base: UpstreamBase
  }

  private static func provider(_ word: String) throws -> Provider {
    guard let provider = Provider.named(word) else {
      let names = Provider.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no provider '\(word)'; there are \(names).")
    }
    return provider
  }

  static func upstream(_ word: String) throws -> NamedUpstream {
    guard let equals = word.firstIndex(of: "="), equals > word.startIndex else {
      throw ValidationError("--upstream takes NAME=URL, as in groq=https://api.groq.com/openai/v1.")
    }
    let name = String(word[..<equals])
    do throws(UpstreamBase.Invalid) {
      return NamedUpstream(
        name: name,
        base: try UpstreamBase(String(word[word.index(after: equals)...]))
      )
    } catch {
      throw ValidationError("--upstream \(name)=…: \(error.reason).")
    }
  }
}

extension Mode: ExpressibleByArgument {}
extension SessionOptions.Sequence: ExpressibleByArgument {}
