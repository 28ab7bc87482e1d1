/// One interaction in the versions that have it; positions from 0.
struct MergeEntity {
  var base: Int?
  var ours: Int?
  var theirs: Int?
  /// Whether that side's version is the base's.
  var isSameInOurs = false
  var isSameInTheirs = false
  /// Whether ours and theirs were added and are equal.
  var isSameAddition = false
}

/// The interactions of three versions, each once.
struct MergeEntities {
  /// Those of the base first, then what was added.
  private(set) var list: [MergeEntity] = []
  /// Whether a side put what the base has in another order.
  private(set) var oursMoved = false
  private(set) var theirsMoved = false

  init(base: FixtureDocument?, ours: FixtureDocument, theirs: FixtureDocument) {
    let toOurs = FixtureComparison(old: base, new: ours).pairs
    let toTheirs = FixtureComparison(old: base, new: theirs).pairs
    oursMoved = toOurs.contains(where: \.isMoved)
    theirsMoved = toTheirs.contains(where: \.isMoved)
    list = (base?.interactions.indices).map { $0.map { MergeEntity(base: $0) } } ?? []
    var (oursAdded, theirsAdded): ([Int], [Int]) = ([], [])
    for pair in toOurs {
      guard let index = pair.new else { continue }
      if let base = pair.old {
        list[base].ours = index
        list[base].isSameInOurs = pair.isSame
      } else {
        oursAdded.append(index)
      }
    }
    for pair in toTheirs {
      guard let index = pair.new else { continue }
      if let base = pair.old {
        list[base].theirs = index
        list[base].isSameInTheirs = pair.isSame
      } else {
        theirsAdded.append(index)
      }
    }
    addAdditions(ours, oursAdded, theirs, theirsAdded)
  }

  private mutating func addAdditions(
    _ ours: FixtureDocument,
    _ oursAdded: [Int],
    _ theirs: FixtureDocument,
    _ theirsAdded: [Int]
  ) {
    var pairing = InteractionPairing(old: ours, Set(oursAdded), new: theirs, Set(theirsAdded))
    pairing.pairRequests()
    var partners: [Int: Int] = [:]
    for index in theirsAdded {
      if let own = pairing.origins[index] { partners[own] = index }
    }
    for index in oursAdded {
      var entity = MergeEntity(ours: index, theirs: partners[index])
      entity.isSameAddition = partners[index].map(pairing.isEqual) ?? false
      list.append(entity)
    }
    for index in theirsAdded where pairing.origins[index] == nil {
      list.append(MergeEntity(theirs: index))
    }
  }
}

/// What stands in the joined file.
struct MergeItem {
  enum Source {
    case ours(Int)
    case theirs(Int)

    var isTheirs: Bool {
      if case .theirs = self { true } else { false }
    }
  }

  var source: Source
  /// What it is to be called; nil leaves its name.
  var name: String?
  /// What both sides did that does not go together; nil for nothing.
  var conflict: String?
  /// Whether it is their version behind ours.
  var isCopy = false

  init(_ source: Source) {
    self.source = source
  }
}
