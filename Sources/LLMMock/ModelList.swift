import HTTPTypes
import LLMMockCore
import LLMMockExchange

/// The models of a fixture, as an API lists them.
enum ModelList {
  /// The answer to a request for the models; nil for any other request.
  static func of(
    _ request: CallRequest,
    _ fixtures: any FixtureSource
  ) async throws -> CallResponse? {
    let path = request.path.prefix { $0 != "?" }
    guard path.hasSuffix("/models") else { return nil }
    var names: [String] = []
    for fixture in try await fixtures.all() {
      for interaction in fixture.index?.document.interactions ?? [] {
        guard let model = interaction.model, !names.contains(model) else { continue }
        names.append(model)
      }
    }
    let isAnthropic = HTTPField.Name("anthropic-version").map {
      request.head.headerFields[$0] != nil
    }
    let text =
      path.contains("/v1beta/")
      ? gemini(names) : isAnthropic == true ? anthropic(names) : openAI(names)
    var head = HTTPResponse(status: .ok)
    head.headerFields[.contentType] = "application/json"
    return CallResponse(head, body: CallBody(Array(text.utf8)))
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: JSONString.quote(text, as: .ascii), as: UTF8.self)
  }

  // https://platform.openai.com/docs/api-reference/models/list
  private static func openAI(_ names: [String]) -> String {
    let models = names.map {
      #"{"id": \#(quoted($0)), "object": "model", "created": 0, "owned_by": "llm-mock"}"#
    }
    return #"{"object": "list", "data": [\#(models.joined(separator: ", "))]}"#
  }

  // https://docs.anthropic.com/en/api/models-list
  private static func anthropic(_ names: [String]) -> String {
    let models = names.map {
      #"{"type": "model", "id": \#(quoted($0)), "display_name": \#(quoted($0)), "created_at": "1970-01-01T00:00:00Z"}"#
    }
    let first = names.first.map(quoted) ?? "null"
    let last = names.last.map(quoted) ?? "null"
    return
      #"{"data": [\#(models.joined(separator: ", "))], "has_more": false, "first_id": \#(first), "last_id": \#(last)}"#
  }

  // https://ai.google.dev/api/models#method:-models.list
  private static func gemini(_ names: [String]) -> String {
    let models = names.map { #"{"name": \#(quoted("models/" + $0))}"# }
    return #"{"models": [\#(models.joined(separator: ", "))]}"#
  }
}
