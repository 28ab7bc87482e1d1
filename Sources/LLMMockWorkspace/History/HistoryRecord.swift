internal import SystemPackage

/// A change as the history keeps it.
struct HistoryRecord: Hashable, Sendable {
  var title: String
  var time: UnixTime
  /// The folder whose history this is, where one place holds several.
  var base: FilePath?
  /// The undone changes that can't be done again because of this one.
  var drops: [Int] = []
  /// The change that this one takes back out of turn.
  var restores: Int?
  var operations: [ChangeOperation]

  init(
    title: String,
    time: UnixTime,
    base: FilePath? = nil,
    drops: [Int] = [],
    restores: Int? = nil,
    operations: [ChangeOperation]
  ) {
    self.title = title
    self.time = time
    self.base = base
    self.drops = drops
    self.restores = restores
    self.operations = operations
  }
}

/// The beginning of a record: all but the bytes of files.
struct HistoryHeader: Hashable, Sendable {
  var title: String
  var time: UnixTime
  var base: FilePath?
  var drops: [Int]
  var restores: Int?
  /// Relative to the base.
  var paths: [FilePath]
}

/// Says what is wrong with a file of the history.
struct HistoryDamage: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) {
    self.description = description
  }
}
