import LLMMockCore
import Testing

struct GeminiAssemblyTests {
  private func assembled(_ data: String...) throws -> String? {
    let events = try data.map { StreamEvent(data: try JSONTree($0).root) }
    let endpoint = Endpoint.of(path: "/v1beta/models/m:streamGenerateContent")
    return endpoint.assembled(events).map { ReadableJSON.compact($0) }
  }

  @Test func `neighbouring texts of one kind become one part`() throws {
    let response = try assembled(
      #"{"candidates":[{"content":{"parts":[{"text":"H","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":3},"modelVersion":"g"}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"m","thought":true},{"text":"Hel"}],"role":"model"},"index":0}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"lo","thoughtSignature":"s"},{"functionCall":{"name":"f","args":{}}}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":9},"modelVersion":"g"}"#
    )
    #expect(
      response
        == #"{"candidates":[{"content":{"role":"model","parts":[{"text":"Hm","thought":true},"#
        + #"{"text":"Hello","thoughtSignature":"s"},{"functionCall":{"name":"f","args":{}}}]},"#
        + #""index":0,"finishReason":"STOP"}],"#
        + #""usageMetadata":{"promptTokenCount":3,"totalTokenCount":9},"modelVersion":"g"}"#
    )
  }

  @Test func `a blocked prompt has no candidate`() throws {
    #expect(
      try assembled(#"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{}}"#)
        == #"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{}}"#
    )
    #expect(
      try assembled(#"{"error":{"code":429,"message":"no"}}"#)
        == #"{"error":{"code":429,"message":"no"}}"#
    )
    #expect(try assembled("{}") == nil)
  }
}
