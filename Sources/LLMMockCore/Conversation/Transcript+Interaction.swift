extension Transcript {
  /// One recorded interaction.
  ///
  /// - Parameters:
  ///   - interaction: the interaction's JSON.
  ///   - fixtureProvider: the provider that the file names.
  ///   - id: what to call it.
  /// - Returns: nil when it has no request.
  package init?(
    of interaction: JSONValue,
    _ summary: InteractionSummary,
    fixtureProvider: String?,
    id: String
  ) {
    guard let request = interaction["request"] else { return nil }
    let provider = summary.provider ?? fixtureProvider
    let events = StreamEvent.read(interaction["stream_events"])
    let endpoint = Endpoint.of(
      storedPath: summary.endpoint,
      provider: provider,
      response: interaction["response"],
      events: events
    )
    self.init(
      facts: Facts(
        id: id,
        recordedAt: summary.recordedAt,
        path: summary.endpoint ?? endpoint.path,
        status: summary.status ?? 200,
        provider: provider ?? "",
        eventCount: summary.isStreaming || !events.isEmpty ? events.count : nil
      ),
      conversation: Conversation.read(
        endpoint: endpoint,
        request: request,
        response: interaction["response"],
        events: events,
        responseText: Self.text(of: interaction)
      )
    )
  }

  /// The answer's body where it is no JSON object.
  private static func text(of interaction: JSONValue) -> String? {
    if let text = interaction["response_text"]?.string { return text }
    return interaction["response_base64"]?.string.map {
      "(\(ByteCount.text($0.utf8.count * 3 / 4)), not text)"
    }
  }
}
