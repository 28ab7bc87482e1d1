import LLMMockCore
import TestSupport
import Testing

/// JSONTestSuite (https://github.com/nst/JSONTestSuite), file by file.
struct JSONSuiteTests {
  private static let names: [String] = {
    guard let corpus = Corpus.folder else { return [] }
    return (try? TestSupport.names(in: corpus + "/jsontestsuite")) ?? []
  }()

  @Test(
    .enabled(
      if: Corpus.folder != nil,
      "JSONTestSuite is not here: set LLM_MOCK_CORPUS to its folder"
    )
  )
  func `every y_ file is accepted and every n_ file refused, whole and in windows`() throws {
    let corpus = try #require(Corpus.folder)
    try #require(Self.names.count > 250)
    for name in Self.names where name.hasSuffix(".json") {
      let bytes = try contents(of: "\(corpus)/jsontestsuite/\(name)")
      let whole = outcome(bytes, window: .max)
      switch name.prefix(2) {
      case "y_": #expect(whole == nil, "\(name) is valid JSON")
      case "n_": #expect(whole != nil, "\(name) is not valid JSON")
      default: break
      }
      for window in [1, 3, 7] where bytes.count < 5000 {
        #expect(outcome(bytes, window: window) == whole, "\(name) in windows of \(window) bytes")
      }
    }
  }
}

/// What a visitor hears, as one line an event.
struct RecordingVisitor: JSONVisitor {
  var events: [String] = []
  mutating func began(_ kind: JSONKind, at offset: Int) -> Bool {
    events.append("\(offset) \(kind)")
    return true
  }
  mutating func ended(at end: Int) { events.append("\(end) end") }
  mutating func key(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
    events.append("\(offset) key \(String(decoding: text, as: UTF8.self))")
  }
  mutating func scalar(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
    events.append("\(offset) \(kind) \(String(decoding: text, as: UTF8.self))")
  }
}

/// Scans a text in windows that grow by `window` bytes until a token fits.
func scan<Visitor: JSONVisitor>(
  _ bytes: [UInt8],
  window: Int,
  visitor: inout Visitor
) throws(JSONSyntaxError) {
  var scanner = JSONScanner()
  var start = 0
  var length = min(window, bytes.count)
  while true {
    let isLast = start + length >= bytes.count
    let end = min(bytes.count, start + length)
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONSyntaxError) in
        try scanner.scan(
          UnsafeBufferPointer(rebasing: buffer[start..<end]),
          isLast: isLast,
          visitor: &visitor
        )
      }
    }
    let done = try result.get()
    if isLast { return }
    start += done
    length = done == 0 ? length + window : window
  }
}

/// The error a text ends in; nil when it is JSON.
func outcome(_ bytes: [UInt8], window: Int) -> JSONSyntaxError? {
  var visitor = RecordingVisitor()
  do {
    try scan(bytes, window: window, visitor: &visitor)
    return nil
  } catch {
    return error
  }
}
