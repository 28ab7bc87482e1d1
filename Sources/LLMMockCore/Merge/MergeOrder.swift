/// Puts the interactions of a joined file in order: that of ours with theirs at their places, or
/// that of theirs where they alone moved some.
struct MergeOrder {
  private(set) var items: [MergeItem] = []

  init(_ entities: MergeEntities, _ outcomes: [[MergeItem]]) {
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
    items = order.flatMap { outcomes[$0] }
  }
}
