extension Endpoint {
  /// Where a recorded interaction belongs.
  ///
  /// That is where its stored path leads; without one, where its answer must have come from; else
  /// the default of its provider.
  ///
  /// - Parameters:
  ///   - storedPath: the path that stands in the file; nil when none does.
  ///   - provider: the name that stands in the file; one that is not in the table speaks OpenAI's
  ///     language.
  ///   - response: the recorded answer.
  ///   - events: the recorded stream.
  /// - Returns: an endpoint of the table, or one of its own for a path that leads to none.
  package static func of(
    storedPath: String?,
    provider: String?,
    response: JSONValue? = nil,
    events: [StreamEvent] = []
  ) -> Endpoint {
    if let storedPath { return of(path: storedPath) }
    if let inferred = inferred(response: response, events: events) { return inferred }
    return (provider.flatMap(Provider.named) ?? .openAICompatible).defaultEndpoint
  }

  private static func inferred(response: JSONValue?, events: [StreamEvent]) -> Endpoint? {
    // A stream may begin with events that tell nothing, but not with many.
    let answers = (response.map { [$0] } ?? []) + events.prefix(8).map(\.data)
    let inferable = Provider.all.flatMap(\.endpoints).filter(\.isInferred)
    for answer in answers {
      if let found = inferable.first(where: { $0.dialect.recognises(answer) }) { return found }
    }
    return nil
  }
}
