extension Endpoint {
  /// The stream that an answer would have been, had the request asked for one.
  ///
  /// Its events are those the provider sends, in their order; assembled they give the answer back.
  ///
  /// - Parameters:
  ///   - message: a response body.
  ///   - request: says what the stream should carry besides, such as the usage.
  /// - Returns: nil when the endpoint's answers are not converted, or this is none of them.
  package func stream(of message: JSONValue, request: JSONValue) -> [WireEvent]? {
    switch name {
    case "messages": return AnthropicStreaming.events(of: message)
    case "chat/completions": return ChatStreaming.events(of: message, request: request)
    case "responses": return ResponsesStreaming.events(of: message)
    default: return nil
    }
  }

  /// Whether a stream ends with this event, if all is well.
  ///
  /// Not every server sends one: the end of a Gemini stream, and of some chat streams, is the end of
  /// the body.
  package func isTerminal(_ event: WireEvent) -> Bool {
    let terminal: Set<String>
    switch name {
    case "messages": terminal = ["message_stop"]
    case "responses": terminal = ResponsesAssembly.finalTypes
    default: return event.data.elementsEqual("[DONE]".utf8)
    }
    if let name = event.name { return terminal.contains(name) }
    return event.data.elementsEqual("[DONE]".utf8)
      || (event.json?["type"]?.string.map(terminal.contains) ?? false)
  }
}
