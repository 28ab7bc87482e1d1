/// A moment, as a clock that is passed in tells it.
package struct UnixTime: Hashable, Comparable, Sendable {
  /// Since the beginning of 1970, UTC.
  package var milliseconds: Int

  package init(milliseconds: Int) {
    self.milliseconds = milliseconds
  }

  package static func < (left: UnixTime, right: UnixTime) -> Bool {
    left.milliseconds < right.milliseconds
  }
}
