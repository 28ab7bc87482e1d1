import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Asks a model for summaries.
public struct Summarizer: Sendable {
  private let baseURL: String
  private let key: String
  let configuration: URLSessionConfiguration

  /// - Parameters:
  ///   - environment: `ANTHROPIC_API_KEY` is sent with every request; `ANTHROPIC_BASE_URL` replaces
  ///     `https://api.anthropic.com`.
  ///   - configuration: of the sessions that read streams.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    configuration: URLSessionConfiguration = .default
  ) {
    self.configuration = configuration
    baseURL = environment["ANTHROPIC_BASE_URL"] ?? "https://api.anthropic.com"
    key = environment["ANTHROPIC_API_KEY"] ?? ""
  }

  /// Returns a text's summary.
  ///
  /// - Parameter sentences: how long it may be.
  /// - Throws: ``SummarizerError``, or an error of URLSession.
  public func summary(of text: String, sentences: Int = 2) async throws -> String {
    let request = try request(for: text, sentences: sentences, isStreamed: false)
    let (body, response) = try await URLSession.shared.data(for: request)
    guard let response = response as? HTTPURLResponse, response.statusCode == 200 else {
      throw SummarizerError(response, body: body)
    }
    let message = try JSONDecoder().decode(Message.self, from: body)
    if message.stopReason == "max_tokens" { throw SummarizerError.cutShort }
    let summary = message.content.compactMap(\.text).joined()
    return summary.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func request(for text: String, sentences: Int, isStreamed: Bool) throws -> URLRequest {
    guard let url = URL(string: baseURL + "/v1/messages") else { throw URLError(.badURL) }
    let length = sentences == 1 ? "one sentence" : "\(sentences) sentences"
    let question = Question(
      model: "claude-sonnet-4-6",
      maxTokens: 300,
      system: "You summarize what you are given in plain English, in at most \(length).",
      messages: [Question.Turn(role: "user", content: text)],
      stream: isStreamed ? true : nil
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "content-type")
    request.setValue("2023-06-01", forHTTPHeaderField: "anthropic-version")
    request.setValue(key, forHTTPHeaderField: "x-api-key")
    request.httpBody = try encoder.encode(question)
    return request
  }
}
