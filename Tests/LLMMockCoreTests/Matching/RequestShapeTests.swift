import TestSupport
import Testing

@testable import LLMMockCore

struct RequestShapeTests {
  private func shape(_ text: String) throws -> RequestShape {
    RequestShape(of: try JSONTree(text).root, streamsByPath: false)
  }

  @Test(arguments: [
    (#"{"a": 1, "b": [true, null]}"#, #"{"b":[true,null],"a":1.0}"#),
    (#"{"a": "é"}"#, #"{"a": "\u00e9"}"#),
    (#"{"a": "\ud83d\ude00"}"#, #"{"a": "😀"}"#),
    (#"{"a": 1, "a": 2}"#, #"{"a": 2}"#),
    (#"{"a": {"x": 1, "x": 2}}"#, #"{"a": {"x": 2}}"#),
    (#"{"model": "m"}"#, #"{"model": "m", "temperature": 1.0}"#),
    (#"{"model": "m"}"#, #"{"model": "m", "temperature": 1}"#),
    (#"{"model": "m"}"#, #"{"model": "m", "stream": false}"#),
  ])
  func `requests that are equal as values have one shape`(one: String, other: String) throws {
    #expect(try shape(one) == shape(other))
    #expect(
      RequestComparison.differences(try JSONTree(one).root, try JSONTree(other).root).isEmpty
    )
  }

  @Test(arguments: [
    (#"{"a": "é"}"#, #"{"a": "e\u0301"}"#),
    (#"{"a": null}"#, #"{}"#),
    (#"{"a": 1}"#, #"{"a": "1"}"#),
    (#"{"a": []}"#, #"{"a": {}}"#),
    (#"{"a": ["x", "y"]}"#, #"{"a": ["xy"]}"#),
    (#"{"a": ["x", "y"]}"#, #"{"a": ["y", "x"]}"#),
    (#"{"a": 9007199254740992}"#, #"{"a": 9007199254740993}"#),
    (#"{"a": "\ud800"}"#, #"{"a": "\ufffd"}"#),
    (#"{"temperature": null}"#, #"{}"#),
    (#"{"temperature": 0}"#, #"{}"#),
    (#"{"stream": true}"#, #"{}"#),
    (#"{"stream": null}"#, #"{}"#),
    (#"{"metadata": {"stream": false}}"#, #"{"metadata": {}}"#),
    (#"{"stream_options": {}}"#, #"{}"#),
  ])
  func `requests that differ have different shapes`(one: String, other: String) throws {
    #expect(try shape(one) != shape(other))
    #expect(
      !RequestComparison.differences(try JSONTree(one).root, try JSONTree(other).root).isEmpty
    )
  }

  @Test func `only how the answer is delivered tells two streams from a message`() throws {
    let message = try shape(#"{"model": "m", "x": 1}"#)
    let stream = try shape(#"{"stream": true, "model": "m", "stream_options": {"a": 1}, "x": 1}"#)
    #expect(message.content == stream.content)
    #expect(message != stream)
  }

  @Test func `shape and comparison agree on random requests`() throws {
    var random = SeededGenerator()
    for _ in 0..<2_000 {
      let one = Self.value(depth: 3, &random)
      let other = Bool.random(using: &random) ? one : Self.value(depth: 3, &random)
      let (left, right) = (#"{"v": \#(one)}"#, #"{"v": \#(other)}"#)
      let areEqual = try shape(left) == shape(right)
      let differences = RequestComparison.differences(
        try JSONTree(left).root,
        try JSONTree(right).root
      )
      #expect(areEqual == differences.isEmpty, "\(left) \(right), seed \(random.seed)")
    }
  }

  private static func value(depth: Int, _ random: inout SeededGenerator) -> String {
    let scalars = [
      "1", "1.0", "2", "-0", "0", "null", "true", "false", #""a""#, #""\u0061""#, #""é""#, #""""#,
    ]
    if depth == 0 || Int.random(in: 0..<3, using: &random) == 0 {
      return scalars.randomElement(using: &random) ?? "0"
    }
    let count = Int.random(in: 0..<3, using: &random)
    let values = (0..<count).map { _ in value(depth: depth - 1, &random) }
    if Bool.random(using: &random) { return "[\(values.joined(separator: ", "))]" }
    let members = values.map { value in
      let key = ["a", "b", "\\u0061"].randomElement(using: &random) ?? "a"
      return "\"\(key)\": \(value)"
    }
    return "{\(members.joined(separator: ", "))}"
  }
}
