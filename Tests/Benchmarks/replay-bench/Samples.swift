/// How long things took, by what was measured.
struct Samples {
  private(set) var nanoseconds: [String: [Int]] = [:]

  /// Adds how long a closure took.
  ///
  /// - Returns: what the closure returns, to be checked after the clock has stopped.
  mutating func add<Result>(
    _ name: String,
    _ body: () async throws -> Result
  ) async rethrows -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try await body()
    let duration = start.duration(to: clock.now)
    let (seconds, attoseconds) = duration.components
    let time = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    nanoseconds[name, default: []].append(time)
    return result
  }
}
