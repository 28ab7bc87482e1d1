/// How a session matches, replays and records.
package struct SessionOptions: Sendable {
  /// Which of several answers to one request is given.
  package enum Sequence: String, Hashable, Sendable, CaseIterable {
    /// In the order they were recorded, then the last one again and again.
    case order
    /// Always the last one.
    case last
  }

  package var mode: Mode
  package var matchOn = MatchOn.standard
  /// Whether a request that differs in other fields than its hash is a miss.
  package var isStrict = false
  package var sequence = Sequence.order
  /// Whether answers with a status of 400 or above, and streams with an error, are recorded.
  package var recordsErrors = false
  /// Whether the time of each event is recorded.
  package var recordsTiming = false
  /// How many times as fast as recorded a stream with times is replayed; nil: at once.
  package var speed: Double?
  /// What records a miss, as a shell command; nil when there is none to name.
  package var recordCommand: String?

  package init(mode: Mode) {
    self.mode = mode
  }
}
