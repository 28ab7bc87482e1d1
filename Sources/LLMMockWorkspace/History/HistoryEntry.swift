internal import LLMMockCore
internal import SystemPackage

/// A record among the others: its number, and how far its change has come.
struct HistoryEntry: Hashable {
  /// Part of the file's name, so that a step forward is one renaming.
  enum Stage: String, Hashable {
    /// Written before anything is done, so that a crash loses nothing.
    case doing
    case done
    case undoing
    case undone
    case redoing

    var isSettled: Bool { self == .done || self == .undone }
  }

  /// From 1, in the order in which changes were made.
  var number: Int
  var stage: Stage
  /// The bytes of the file.
  var size: Int
  var modified: UnixTime
  var header: HistoryHeader

  var name: FilePath.Component { Self.name(number, stage) }

  static func name(_ number: Int, _ stage: Stage) -> FilePath.Component {
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    return FilePath.Component("\(zeros)\(digits).\(stage.rawValue)") ?? "0.done"
  }

  /// The number and stage that a name says; nil for other names.
  static func parse(_ name: FilePath.Component) -> (number: Int, stage: Stage)? {
    let parts = name.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].allSatisfy({ 0x30...0x39 ~= $0 }),
      let number = Int(String(decoding: parts[0], as: UTF8.self)), number < Int.max,
      let stage = Stage(rawValue: String(decoding: parts[1], as: UTF8.self))
    else { return nil }
    return (number, stage)
  }
}

/// The entries of a history as they are now.
struct HistoryContents {
  /// By number, the oldest first.
  var entries: [HistoryEntry] = []
  /// Files that can't be read, a sentence each.
  var damaged: [String] = []
  /// No record has this number or a higher one.
  var nextNumber = 1

  /// Which entry undo takes: the newest that is not taken back.
  var undoable: HistoryEntry? {
    entries.last { $0.stage != .undone }
  }

  /// Which entry redo takes: the one that was undone last.
  var redoable: HistoryEntry? {
    let dropped = dropped
    return entries.first { $0.stage == .undone && !dropped.contains($0.number) }
  }

  /// What can't be done again, because something else was done instead.
  var dropped: Set<Int> { Set(entries.flatMap(\.header.drops)) }

  func state(of entry: HistoryEntry) -> Change.State {
    switch entry.stage {
    case .undone:
      dropped.contains(entry.number) ? .dropped : .undone
    case .doing, .undoing, .redoing:
      .halfDone
    case .done:
      entries.contains { $0.header.restores == entry.number && $0.stage != .undone }
        ? .restored : .done
    }
  }
}
