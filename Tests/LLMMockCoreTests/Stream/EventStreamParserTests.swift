import LLMMockCore
import TestSupport
import Testing

struct EventStreamParserTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    /// `NAME|DATA`, or `DATA` without a name.
    var events: [String]
    /// Whether the last event is told only by the end.
    var isCutOff = false

    init(_ description: String, _ text: String, _ events: String..., isCutOff: Bool = false) {
      testDescription = description
      self.text = text
      self.events = events
      self.isCutOff = isCutOff
    }

    static let all = [
      Case("line feeds", "data: a\n\ndata: b\n\n", "a", "b"),
      Case("both", "data: a\r\n\r\ndata: b\r\n\r\n", "a", "b"),
      Case("carriage returns", "data: a\r\rdata: b\r\r", "a", "b"),
      Case("mixed line ends", "data: a\r\n\ndata: b\r\r\ndata: c\n\r\n", "a", "b", "c"),
      Case("a byte order mark", "\u{FEFF}data: a\n\n", "a"),
      Case("a name", "event: x\ndata: a\n\n", "x|a"),
      Case("a name after the data", "data: a\nevent: x\n\n", "x|a"),
      Case("the last name counts", "event: x\nevent: y\ndata: a\n\n", "y|a"),
      Case("an empty name is none", "event:\ndata: a\n\n", "a"),
      Case("a name is for one event", "event: x\ndata: a\n\ndata: b\n\n", "x|a", "b"),
      Case("a name without data is no event", "event: x\n\ndata: b\n\n", "b"),
      Case("no space after the colon", "event:x\ndata:a\n\n", "x|a"),
      Case("only one space is dropped", "data:  a \n\n", " a "),
      Case("data of several lines", "data: a\ndata:\ndata: b\n\n", "a\n\nb"),
      Case("empty data", "data:\n\ndata: \n\ndata\n\n", "", "", ""),
      Case("other fields", "id: 7\nretry: 10\ndata: a\nnonsense\n: comment\n:\n\n", "a"),
      Case("a field must be spelled so", "Data: a\n data: b\ndata : c\n\ndata: d\n\n", "d"),
      Case("colons in the data", "data: a: b:\n\n", "a: b:"),
      Case("comments and empty lines", ": x\n\n\n\n: y\n\ndata: a\n\n", "a"),
      Case("no JSON", "data: [DONE]\n\n", "[DONE]"),
      Case("characters of several bytes", "data: é\u{1F600}\n\n", "é\u{1F600}"),
      Case("no line end", "data: a", "a", isCutOff: true),
      Case("no empty line", "data: a\n\nevent: x\ndata: b\n", "a", "x|b", isCutOff: true),
      Case("cut off in a name", "data: a\n\nevent: x", "a", isCutOff: true),
      Case("cut off in a comment", "data: a\n\n: x", "a", isCutOff: true),
      Case("nothing", ""),
      Case("white space", " \n \r\n"),
      Case("an array", "[{\"a\": 1}\n,\r\n{\"b\": [2]}\n]", "{\"a\": 1}", "{\"b\": [2]}"),
      Case(
        "an array without white space",
        "[{},[],\"]\\\"\",12,null]",
        "{}",
        "[]",
        "\"]\\\"\"",
        "12",
        "null"
      ),
      Case("an array after white space", "\u{FEFF} \n[{\"a\": \"[{\"}] \n", "{\"a\": \"[{\"}"),
      Case("an empty array", "[]"),
      Case("an open array", "[{\"a\": 1}\n", "{\"a\": 1}", isCutOff: true),
      Case("an open element", "[{\"a\": 1},{\"b\": ", "{\"a\": 1}", "{\"b\": ", isCutOff: true),
      Case("an open number", "[1,2", "1", "2", isCutOff: true),
      Case("something after an array", "[1] x", "1", isCutOff: true),
    ]
  }

  /// What the chunks tell, and whether the stream ended between events.
  private func read(_ chunks: [[UInt8]]) -> (events: [WireEvent], isComplete: Bool) {
    var parser = EventStreamParser()
    var events: [WireEvent] = []
    for chunk in chunks { events += parser.feed(chunk) }
    let ending = parser.finish()
    if let last = ending.event { events.append(last) }
    return (events, ending.isComplete)
  }

  private func description(_ event: WireEvent) -> String {
    (event.name.map { "\($0)|" } ?? "") + String(decoding: event.data, as: UTF8.self)
  }

  @Test(arguments: Case.all)
  func `events are read, wherever the bytes are split`(example: Case) {
    let bytes = Array(example.text.utf8)
    let whole = read([bytes])
    #expect(whole.events.map(description) == example.events)
    #expect(whole.isComplete != example.isCutOff || example.events.isEmpty && !example.isCutOff)
    #expect(read(bytes.map { [$0] }) == whole)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        let chunks = [bytes[..<first], bytes[first..<second], bytes[second...]].map(Array.init)
        #expect(read(chunks) == whole, "split at \(first) and \(second)")
      }
    }
  }

  @Test func `an event is told with the chunk that ends it`() {
    var parser = EventStreamParser()
    #expect(parser.feed(Array("data: a\n".utf8)) == [])
    #expect(parser.feed(Array("\ndata: b".utf8)).map(\.data) == [Array("a".utf8)])
    #expect(parser.feed(Array("\r".utf8)) == [])
    #expect(parser.feed(Array("\n\r".utf8)).map(\.data) == [Array("b".utf8)])
    #expect(parser.feed(Array("\n".utf8)) == [])
    #expect(parser.finish() == EventStreamParser.Ending(event: nil, isComplete: true))
  }

  @Test func `a form that is known is not guessed`() {
    var parser = EventStreamParser(form: .eventStream)
    #expect(parser.feed(Array("[1]\n\n".utf8)) == [])
    #expect(parser.finish().isComplete)
  }

  @Test func `any noise can be read, and every split says the same`() {
    var generator = SeededGenerator()
    let pieces = [
      "data", "event", "id", ":", " ", "\n", "\r", "\r\n", "\n\n", "a", "é", "{", "}", "[", "]",
      ",",
      "\"", "\\", "1", "\u{FEFF}",
    ]
    for _ in 0..<2000 {
      let count = Int.random(in: 0...24, using: &generator)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      let bytes = Array(text.utf8)
      var chunks: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let size = Int.random(in: 1...6, using: &generator)
        chunks.append(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      let comment: Comment = "LLM_MOCK_SEED=\(generator.seed) \(text.debugDescription)"
      #expect(read(chunks) == read([bytes]), comment)
    }
  }
}
