extension Endpoint {
  /// The response body that a stream would have been without streaming.
  ///
  /// It has the members that the events tell of, strings and numbers spelled as there, and an
  /// `error` where the stream broke off with one. An end that is missing leaves out what it would
  /// have told.
  ///
  /// - Returns: nil when the events hold nothing of an answer, or the endpoint does not stream.
  package func assembled(_ events: [StreamEvent]) -> JSONValue? {
    dialect.assemble(events)
  }
}
