internal import LLMMockCore

/// Where in the index stands what HEAD and the work tree have in different places.
///
/// It is told by what stands in one order everywhere.
struct StagedOrder {
  private struct Anchor {
    var old: Int
    var new: Int
    var staged: Int
  }

  /// In their order, which is the same in all versions.
  private let anchors: [Anchor]
  /// Positions in HEAD's version of what stands elsewhere in the index alone.
  let movedInIndexOnly: Set<Int>

  /// - Parameter staged: for positions in HEAD's version those in the index's.
  init(_ pairs: [FixtureComparison.Pair], staged: [Int: Int]) {
    var still: [Anchor] = []
    for pair in pairs where !pair.isMoved {
      if let old = pair.old, let new = pair.new, let place = staged[old] {
        still.append(Anchor(old: old, new: new, staged: place))
      }
    }
    still.sort { $0.old < $1.old }
    let kept = AscendingRow.places(in: still.map(\.staged))
    anchors = still.indices.filter(kept.contains).map { still[$0] }
    movedInIndexOnly = Set(still.indices.filter { !kept.contains($0) }.map { still[$0].old })
  }

  /// What of a move a commit would take.
  func staging(old: Int, new: Int, staged: Int) -> ReviewItem.Staging {
    let place = count(before: staged, \.staged)
    let isAsNew = place == count(before: new, \.new)
    let isAsOld = place == count(before: old, \.old)
    if isAsNew == isAsOld { return .partly }
    return isAsNew ? .staged : .unstaged
  }

  private func count(before place: Int, _ own: KeyPath<Anchor, Int>) -> Int {
    anchors.firstPlace { $0[keyPath: own] < place }
  }
}
