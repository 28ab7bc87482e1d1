/// The times a session writes down.
package struct EngineClock: Sendable {
  /// Seconds since 1970, UTC.
  package var now: @Sendable () -> Int
  /// Milliseconds on a clock that is never set.
  package var uptime: @Sendable () -> Int

  package init(now: @escaping @Sendable () -> Int, uptime: @escaping @Sendable () -> Int) {
    self.now = now
    self.uptime = uptime
  }
}
