package import LLMMockCore

/// The opened folder as last seen: every file and folder in display order, depth first.
///
/// A listing is made away from the keys and then only read. What a folder holds is one range of
/// entries, and the interactions below it one range of numbers, so that selecting a folder costs
/// the same whatever is in it.
package struct Listing: Sendable {
  package let entries: [Entry]
  /// The first entry not inside each entry.
  package let ends: [Int]
  /// How many interactions come before each entry, and at the end how many there are.
  package let before: [Int]
  private let places: [EntryID: Int]
  /// Whether the whole folder has been walked and every file read.
  package let isComplete: Bool

  package let fileCount: Int
  package let unreadableCount: Int
  /// JSON files that are not fixtures.
  package let otherCount: Int

  /// - Parameter entries: depth first, the opened folder itself first.
  package init(entries: [Entry], isComplete: Bool) {
    self.entries = entries
    self.isComplete = isComplete
    var ends = Array(repeating: entries.count, count: entries.count)
    var before: [Int] = []
    before.reserveCapacity(entries.count + 1)
    var places: [EntryID: Int] = [:]
    places.reserveCapacity(entries.count)
    var open: [Int] = []
    var interactions = 0
    var files = 0
    var unreadable = 0
    var others = 0
    for (index, entry) in entries.enumerated() {
      while let last = open.last, entries[last].depth >= entry.depth {
        ends[last] = index
        open.removeLast()
      }
      open.append(index)
      before.append(interactions)
      places[entry.id] = index
      if case .file(let content) = entry.kind {
        interactions += content.interactionCount
        switch content {
        case .other: others += 1
        case .unreadable:
          unreadable += 1
          files += 1
        case .fixture, .pending: files += 1
        }
      }
    }
    before.append(interactions)
    self.ends = ends
    self.before = before
    self.places = places
    fileCount = files
    unreadableCount = unreadable
    otherCount = others
  }

  package static let empty = Listing(entries: [], isComplete: false)

  package var interactionCount: Int { before.last ?? 0 }

  /// Where an entry stands; nil when it is not there (any more).
  package func place(of id: EntryID) -> Int? { places[id] }

  package func entry(_ id: EntryID) -> Entry? { places[id].map { entries[$0] } }

  /// The numbers of the interactions at or below an entry.
  package func interactions(below entry: Int) -> Range<Int> {
    guard entries.indices.contains(entry) else { return 0..<0 }
    return before[entry]..<before[ends[entry]]
  }

  /// The interaction with that number.
  package func interaction(number: Int) -> InteractionID? {
    guard number >= 0, number < interactionCount else { return nil }
    // The last entry with at most `number` interactions before it.
    let place = before.dropFirst().firstPlace { $0 <= number } - 1
    return InteractionID(file: entries[place].id, index: number - before[place])
  }

  /// The number of an interaction; nil when it is not there (any more).
  package func number(of id: InteractionID) -> Int? {
    guard let place = places[id.file], id.index >= 0,
      id.index < before[place + 1] - before[place] || !entries[place].isFolder
    else { return nil }
    let number = before[place] + id.index
    return number < before[ends[place]] ? number : nil
  }

  /// What a list shows of an interaction; nil when it is not there (any more).
  package func summary(of id: InteractionID) -> InteractionSummary? {
    guard let content = entry(id.file)?.content else { return nil }
    let interactions = content.interactions
    return interactions.indices.contains(id.index) ? interactions[id.index] : nil
  }
}
