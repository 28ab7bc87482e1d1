/// What of a list stands in ascending order: as many places as there can be.
package enum AscendingRow {
  /// The places of the longest ascending row of values, equal ones apart; nil counts as not there.
  package static func places(in values: [Int?]) -> Set<Int> {
    // The place where the best row of each length ends, and what precedes each place.
    var ends: [Int] = []
    var previous: [Int: Int] = [:]
    for (place, value) in values.enumerated() {
      guard let value else { continue }
      let length = ends.firstPlace { (values[$0] ?? 0) < value }
      if length > 0 { previous[place] = ends[length - 1] }
      if length == ends.count { ends.append(place) } else { ends[length] = place }
    }
    var kept: Set<Int> = []
    var next = ends.last
    while let place = next {
      kept.insert(place)
      next = previous[place]
    }
    return kept
  }
}
