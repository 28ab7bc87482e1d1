/// Puts the interactions of a joined file in order: that of ours with theirs at their places, or
/// that of theirs where they alone moved some.
///
/// The answers to one request are given in their order: where theirs alone changed that, theirs counts
/// whatever else ours moved.
struct MergeOrder {
  private(set) var items: [MergeItem] = []

  init(_ entities: MergeEntities, _ outcomes: [[MergeItem]], base: FixtureDocument?) {
    let followsTheirs = entities.theirsMoved && !entities.oursMoved
    let list = entities.list
    func lead(_ entity: MergeEntity) -> Int? { followsTheirs ? entity.theirs : entity.ours }
    func guest(_ entity: MergeEntity) -> Int? { followsTheirs ? entity.ours : entity.theirs }

    var order = list.indices.filter { lead(list[$0]) != nil }
      .sorted { (lead(list[$0]) ?? 0) < (lead(list[$1]) ?? 0) }
    let guests = list.indices.filter { guest(list[$0]) != nil }
      .sorted { (guest(list[$0]) ?? 0) < (guest(list[$1]) ?? 0) }
    var previous: Int?
    for entity in guests {
      defer { previous = entity }
      if lead(list[entity]) != nil { continue }
      var place = previous.flatMap { order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
      // Of what both added at one place ours comes first.
      if !followsTheirs {
        while place < order.count, guest(list[order[place]]) == nil,
          list[order[place]].base == nil
        {
          place += 1
        }
      }
      order.insert(entity, at: place)
    }
    var outcomes = outcomes
    if let base, entities.oursMoved, entities.theirsMoved {
      for members in Self.sequences(entities, base) {
        let before = members.sorted { (list[$0].base ?? 0) < (list[$1].base ?? 0) }
        let own = members.sorted { (list[$0].ours ?? 0) < (list[$1].ours ?? 0) }
        let other = members.sorted { (list[$0].theirs ?? 0) < (list[$1].theirs ?? 0) }
        if other == before || other == own { continue }
        let places = order.indices.filter { members.contains(order[$0]) }
        if own == before {
          for (place, entity) in zip(places, other) { order[place] = entity }
        } else if let first = places.first.map({ order[$0] }), !outcomes[first].isEmpty {
          outcomes[first][0].conflict =
            outcomes[first][0].conflict
            ?? "both sides put the answers to one request in another order; ours stays"
        }
      }
    }
    items = order.flatMap { outcomes[$0] }
  }

  /// What all three versions have, by request, where there are several.
  private static func sequences(
    _ entities: MergeEntities,
    _ base: FixtureDocument
  ) -> [Set<Int>] {
    var sequences: [InteractionPairing.Request: Set<Int>] = [:]
    for (place, entity) in entities.list.enumerated() where entity.ours != nil {
      guard entity.theirs != nil, let index = entity.base,
        let request = InteractionPairing.request(base, index)
      else { continue }
      sequences[request, default: []].insert(place)
    }
    return sequences.values.filter { $0.count > 1 }
  }
}
