import AsyncHTTPClient
import LLMMock
import LLMMockCore
import LLMMockGateway
import NIOCore
import NIOHTTP1
import SystemPackage
import TestSupport
import Testing

struct MockGatewayTests {
  private func fixture(_ folder: TemporaryFolder) throws -> String {
    let contents = """
      {"version": "2.0", "provider": "openai", "interactions": [{"hash": "x",
      "request": {"model": "m", "messages": [{"role": "user", "content": "Hello"}]},
      "response": {"id": "c", "object": "chat.completion", "model": "m", "choices": [{"index": 0,
      "message": {"role": "assistant", "content": "Good day"}, "finish_reason": "stop"}]},
      "recorded_at": ""}]}
      """
    let path = folder.appending("chat.json")
    try FileSystem.disk.make(path, Array(contents.utf8), permissions: .ownerReadWrite)
    return path.string
  }

  private func ask(_ base: String, _ body: String) async throws -> (status: Int, text: String) {
    var request = HTTPClientRequest(url: "\(base)/v1/chat/completions")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json")
    request.body = .bytes(ByteBuffer(string: body))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let bytes = try await response.body.collect(upTo: 1 << 20)
    return (Int(response.status.code), String(buffer: bytes))
  }

  private let hello = #"{"model": "m", "messages": [{"role": "user", "content": "Hello"}]}"#

  @Test func `AsyncHTTPClient is answered through the base URL`() async throws {
    let folder = try TemporaryFolder()
    try await withLLMMock(fixture: fixture(folder)) { mock in
      let answer = try await mock.withGateway { try await ask($0, hello) }
      #expect(answer.status == 200)
      #expect(answer.text.contains("Good day"))
      #expect(mock.requestCount == 1)
    }
  }

  @Test func `a recorded message is streamed to who asks for a stream`() async throws {
    let folder = try TemporaryFolder()
    try await withLLMMock(fixture: fixture(folder)) { mock in
      let body = hello.replacing(#"{"model""#, with: #"{"stream": true, "model""#)
      let answer = try await mock.withGateway { try await ask($0, body) }
      #expect(answer.text.hasSuffix("data: [DONE]\n\n"))
    }
  }

  @Test func `a miss is the provider's error and the mock's miss`() async throws {
    let folder = try TemporaryFolder()
    try await withLLMMock(fixture: fixture(folder)) { mock in
      let answer = try await mock.withGateway {
        try await ask($0, hello.replacing("Hello", with: "Goodbye"))
      }
      #expect(answer.status == 404)
      #expect(answer.text.contains("/messages/0/content"))
      #expect(mock.misses.count == 1)
    }
  }
}
