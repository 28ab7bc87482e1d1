import LLMMockCore
import TestSupport
import Testing

/// Real streams: read, stored and sent again, made from messages and assembled.
struct CorpusStreamTests {
  @Test(.enabled(if: CorpusCall.isHere, CorpusCall.reason))
  func `every real stream is sent again byte for byte`() throws {
    var generator = SeededGenerator()
    var keptTexts = 0
    let calls = try CorpusCall.all(streaming: true)
    for call in calls {
      let bytes = call.bytes
      let members = RecordedStream(bytes).members(as: .unicode)
      if members.text != nil { keptTexts += 1 }
      // The rest takes long: a soak does all, any other run some.
      guard isSoak || Int.random(in: 0..<8, using: &generator) == 0 else { continue }
      let comment: Comment = "\(call.source), LLM_MOCK_SEED=\(generator.seed)"
      let stream = RecordedStream(bytes)
      #expect(stream.isComplete, comment)
      var parser = EventStreamParser()
      var events: [WireEvent] = []
      var rest = bytes[...]
      let longest = [3, 80, 5000].randomElement(using: &generator) ?? 80
      while !rest.isEmpty {
        let size = Int.random(in: 1...longest, using: &generator)
        events += parser.feed(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(parser.finish() == EventStreamParser.Ending(event: nil, isComplete: true), comment)
      #expect(events == stream.wireEvents, comment)
      for characters in [JSONCharacterSet.unicode, .ascii] {
        let stored = try storedInteraction(stream, as: characters)
        let keepsText = stored["stream_text"] != nil
        let sent = try StoredStream(of: stored)
        #expect(sent.bytes == bytes, comment)
        #expect(sent.chunks.count == events.count, comment)
        if !sent.isArray, !events.isEmpty, !keepsText {
          #expect(EventStreamParser.events(of: sent.chunks[0].bytes) == [events[0]], comment)
        }
      }
    }
    #expect(calls.count == 791)
    // 19 arrays that span lines, 3 that have the name after the data. More would be worth a look: the
    // text doubles a fixture.
    #expect(keptTexts == 22)
  }

  @Test(.enabled(if: CorpusCall.isHere, CorpusCall.reason))
  func `every real message is itself again after a stream`() throws {
    let request = try JSONTree(#"{"stream_options": {"include_usage": true}}"#).root
    var generator = SeededGenerator()
    var counts: [String: Int] = [:]
    for call in try CorpusCall.all(streaming: false) {
      guard ["messages", "chat/completions", "responses"].contains(call.endpoint.name) else {
        continue
      }
      guard isSoak || Int.random(in: 0..<8, using: &generator) == 0 else { continue }
      guard let message = WireEvent(data: call.bytes).json,
        let events = call.endpoint.stream(of: message, request: request)
      else {
        counts["no message", default: 0] += 1
        continue
      }
      #expect(events.last.map(call.endpoint.isTerminal) == true, "\(call.source)")
      let sent = try StoredStream(events).bytes
      let read = EventStreamParser.events(of: sent)
      #expect(read == events, "\(call.source)")
      let again = try #require(call.endpoint.assembled(read.compactMap { StreamEvent($0) }))
      let isSame = CanonicalJSON.text(of: again) == CanonicalJSON.text(of: message)
      let exception = isSame ? nil : exception(in: message)
      if !isSame, exception == nil {
        Issue.record("\(call.source): \(ReadableJSON.compact(again))")
      }
      counts["\(call.endpoint.name)\(exception.map { ", \($0)" } ?? "")", default: 0] += 1
    }
    guard isSoak else { return }
    #expect(
      counts == [
        "messages": 534, "responses": 752, "chat/completions": 1824, "no message": 2,
        "chat/completions, numbered calls": 127,
        "chat/completions, a delta beside the message": 13,
        "chat/completions, content in parts": 9,
        "chat/completions, no reason to finish": 2,
      ]
    )
  }

  /// What a chat completion has that no stream can tell.
  private func exception(in completion: JSONValue) -> String? {
    for choice in completion["choices"]?.elements.map({ $0 }) ?? [] {
      let message = choice["message"]
      if choice["delta"] != nil { return "a delta beside the message" }
      if choice["finish_reason"] == nil { return "no reason to finish" }
      if message?["content"]?.kind == .array { return "content in parts" }
      if message?["tool_calls"]?.elements.contains(where: { $0["index"] != nil }) == true {
        return "numbered calls"
      }
    }
    return nil
  }
}
