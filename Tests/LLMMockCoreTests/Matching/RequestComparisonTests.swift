import Testing

@testable import LLMMockCore

struct RequestComparisonTests {
  private func paths(_ recorded: String, _ incoming: String) throws -> [String] {
    RequestComparison.differences(try JSONTree(recorded).root, try JSONTree(incoming).root)
      .map(\.path)
  }

  @Test(arguments: [
    (#"{"a": 1}"#, #"{"a": 2}"#, ["/a"]),
    (#"{"a": 1}"#, #"{"b": 1}"#, ["/a", "/b"]),
    (#"{"m": [{"c": "x"}, {"c": "y"}]}"#, #"{"m": [{"c": "x"}, {"c": "z"}]}"#, ["/m/1/c"]),
    (#"{"m": [1, 2, 3]}"#, #"{"m": [1]}"#, ["/m/1", "/m/2"]),
    (#"{"m": [1]}"#, #"{"m": [1, 2]}"#, ["/m/1"]),
    (#"{"a/b": {"~": 1}}"#, #"{"a/b": {"~": 2}}"#, ["/a~1b/~0"]),
    (#"{"a": "[redacted]", "b": 1}"#, #"{"a": {"x": 1}, "b": 2}"#, ["/b"]),
    (#"{"a": 1}"#, #"{"a": "[redacted]"}"#, []),
    (#"{"stream": true}"#, #"{}"#, ["/stream"]),
  ])
  func `differences are told as places`(
    recorded: String,
    incoming: String,
    expected: [String]
  ) throws {
    #expect(try paths(recorded, incoming) == expected)
  }

  @Test func `a limit ends the comparison early`() throws {
    let recorded = try JSONTree(#"{"a": [1, 2, 3, 4]}"#).root
    let incoming = try JSONTree(#"{"a": [5, 6, 7, 8]}"#).root
    #expect(RequestComparison.differences(recorded, incoming, limit: 2).count == 2)
  }

  @Test func `requests of any depth are compared`() throws {
    let depth = 100_000
    let open = String(repeating: "[", count: depth)
    let close = String(repeating: "]", count: depth)
    let one = try JSONTree("{\"a\": \(open)1\(close)}").root
    let other = try JSONTree("{\"a\": \(open)1.0\(close)}").root
    #expect(RequestComparison.areEqual(one, other))
    #expect(
      RequestShape(of: one, streamsByPath: false) == RequestShape(of: other, streamsByPath: false)
    )
  }
}
