package import HTTPTypes

/// A recorded answer as it leaves.
package struct RecordedAnswer: Sendable {
  package var status: Int
  package var headers: HTTPFields
  /// The body; for a stream one chunk an event.
  package var chunks: [[UInt8]]
  /// Milliseconds from the request to the end of each chunk; nil when they were not recorded.
  package var times: [Int]?

  private init(_ type: String, status: Int = 200, kept: HTTPFields = HTTPFields()) {
    self.status = status
    headers = kept
    chunks = []
    if headers[.contentType] == nil { headers[.contentType] = type }
  }

  private init(_ stream: StoredStream, status: Int, kept: HTTPFields) {
    self.init(stream.contentType, status: status, kept: kept)
    chunks = stream.chunks.map(\.bytes)
    let known = stream.chunks.compactMap(\.milliseconds)
    if known.count == chunks.count, !known.isEmpty { times = known }
  }

  private static let json = "application/json"

  /// The answer of an interaction to a call, in the form the call asks for.
  ///
  /// - Parameter isExact: whether the whole request is equal; then the answer goes out as it was
  ///   recorded, even where a stream was asked for and JSON came.
  /// - Throws: ``FixtureProblem`` when the interaction holds no answer that could be given.
  package static func of(
    _ interaction: JSONValue,
    to call: IncomingCall,
    isExact: Bool
  ) throws(FixtureProblem) -> RecordedAnswer {
    let status = interaction["status"]?.int ?? 200
    let kept = KeptHeaders.answered(interaction["headers"])
    let events = interaction["stream_events"]
    if interaction["streaming"]?.isTrue == true || (events?.count ?? 0) > 0 {
      if !isExact, !call.asksForStream, let message = assembled(interaction, call) {
        var answer = RecordedAnswer(json, status: status, kept: kept)
        answer.chunks = [LayoutWriter.compact(message)]
        return answer
      }
      var stream = try StoredStream(of: interaction)
      if stream.isArray, call.asksForStream, call.asksForServerSentEvents {
        // The same events, framed the way this client reads them.
        stream = try StoredStream(RecordedStream(stream.bytes, form: .array).wireEvents)
      }
      return RecordedAnswer(stream, status: status, kept: kept)
    }
    if let body = try storedBody(interaction) {
      var answer = RecordedAnswer(json, status: status, kept: kept)
      answer.chunks = body.isEmpty ? [] : [body]
      return answer
    }
    guard let response = interaction["response"], response.kind == .object else {
      throw FixtureProblem("it has no \"response\" object")
    }
    if !isExact, call.asksForStream, status < 400, call.endpoint.isModelMethod {
      // Gemini's chunks are answers too: the whole one is a stream of one.
      let stream = try StoredStream(wholeAnswer: response, asArray: !call.asksForServerSentEvents)
      return RecordedAnswer(stream, status: status, kept: kept)
    }
    if !isExact, call.asksForStream, status < 400,
      let events = call.endpoint.stream(of: response, request: call.request)
    {
      return RecordedAnswer(try StoredStream(events), status: status, kept: kept)
    }
    var answer = RecordedAnswer(json, status: status, kept: kept)
    answer.chunks = [LayoutWriter.compact(response)]
    return answer
  }

  private static func assembled(_ interaction: JSONValue, _ call: IncomingCall) -> JSONValue? {
    call.endpoint.assembled(StreamEvent.read(interaction["stream_events"]))
  }

  /// A body that is no JSON object; nil when it is one, or a stream.
  private static func storedBody(_ interaction: JSONValue) throws(FixtureProblem) -> [UInt8]? {
    if let text = interaction["response_text"]?.string { return Array(text.utf8) }
    guard let encoded = interaction["response_base64"]?.string else { return nil }
    guard let bytes = Base64.decode(Array(encoded.utf8)[...]) else {
      throw FixtureProblem("its \"response_base64\" is no base64")
    }
    return bytes
  }
}
