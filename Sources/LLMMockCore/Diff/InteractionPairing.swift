/// Finds out which interactions of two versions of a fixture are the same ones.
///
/// It goes by their bytes, their value, their request, their name, their hash, and last by where
/// they stand.
struct InteractionPairing {
  private let old: FixtureDocument?
  private let new: FixtureDocument?
  /// For each interaction of the new version its place in the old one.
  private(set) var origins: [Int?]
  private var isTaken: [Bool]
  /// Whether an interaction of the new version may get a partner still.
  private var isOpen: [Bool]
  private var isSame: [Bool]
  private var oldCalls: [Int: Call] = [:]
  private var newCalls: [Int: Call] = [:]

  /// What tells interactions apart that changed.
  private struct Call {
    var value: ContentDigest
    var endpoint: Endpoint
    var shape: RequestShape?
  }

  /// Where a call went and what it asked for.
  struct Request: Hashable {
    var endpoint: Endpoint
    var shape: RequestShape
  }

  init(old: FixtureDocument?, new: FixtureDocument?) {
    self.old = old
    self.new = new
    let count = new?.interactions.count ?? 0
    origins = Array(repeating: nil, count: count)
    isSame = Array(repeating: false, count: count)
    isTaken = Array(repeating: false, count: old?.interactions.count ?? 0)
    isOpen = Array(repeating: true, count: count)
  }

  /// Limits both versions to some of their interactions.
  init(old: FixtureDocument, _ oldPlaces: Set<Int>, new: FixtureDocument, _ newPlaces: Set<Int>) {
    self.init(old: old, new: new)
    for index in isTaken.indices { isTaken[index] = !oldPlaces.contains(index) }
    for index in isOpen.indices { isOpen[index] = newPlaces.contains(index) }
  }

  /// Pairs those that may be one call, however much they changed.
  mutating func run() {
    guard let old, let new else { return }
    pairRequests()
    pair {
      old.interactions[$0].name.map(Self.text)
    } with: {
      new.interactions[$0].name.map(Self.text)
    }
    pair {
      old.interactions[$0].hash.map(Self.text)
    } with: {
      new.interactions[$0].hash.map(Self.text)
    }
    pairByPlace(old, new)
  }

  /// Pairs those that are equal, or have equal requests.
  mutating func pairRequests() {
    guard let old, let new else { return }
    pair {
      Self.digest(old, $0)
    } with: {
      Self.digest(new, $0)
    }
    for index in origins.indices where origins[index] != nil { isSame[index] = true }
    for index in isTaken.indices where !isTaken[index] { oldCalls[index] = Self.call(old, index) }
    for index in isOpen.indices where isOpen[index] { newCalls[index] = Self.call(new, index) }
    let (oldCalls, newCalls) = (oldCalls, newCalls)
    pair {
      oldCalls[$0]?.value
    } with: {
      newCalls[$0]?.value
    }
    for index in origins.indices where origins[index] != nil { isSame[index] = true }
    pair {
      oldCalls[$0].flatMap(Self.request)
    } with: {
      newCalls[$0].flatMap(Self.request)
    }
  }

  /// Whether an interaction of the new version equals its partner.
  func isEqual(_ index: Int) -> Bool { isSame[index] }

  // MARK: Keys

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func digest(_ document: FixtureDocument, _ index: Int) -> ContentDigest {
    ContentDigest(of: Array(document.bytes[document.interactions[index].range]))
  }

  /// nil when the interaction tells no request.
  static func request(_ document: FixtureDocument, _ index: Int) -> Request? {
    call(document, index).flatMap(request)
  }

  private static func request(_ call: Call) -> Request? {
    call.shape.map { Request(endpoint: call.endpoint, shape: $0) }
  }

  private static func call(_ document: FixtureDocument, _ index: Int) -> Call? {
    do throws(FixtureProblem) {
      let root = try document.interaction(at: index).root
      var text: [UInt8] = []
      ShapeText.append(root, to: &text)
      let call = RecordedCall(of: root, fixtureProvider: document.summary.provider)
      return Call(value: ContentDigest(of: text), endpoint: call.endpoint, shape: call.shape)
    } catch {
      // The document was checked when it was read.
      return nil
    }
  }

  // MARK: Pairs

  /// Pairs what has equal keys and no partner, the first with the first.
  private mutating func pair<Key: Hashable>(
    _ oldKey: (Int) -> Key?,
    with newKey: (Int) -> Key?
  ) {
    var places: [Key: [Int]] = [:]
    for index in isTaken.indices.reversed() where !isTaken[index] {
      if let key = oldKey(index) { places[key, default: []].append(index) }
    }
    guard !places.isEmpty else { return }
    for index in isOpen.indices where isOpen[index] {
      guard let key = newKey(index), let place = places[key]?.popLast() else { continue }
      take(place, index)
    }
  }

  /// Pairs what stands between the same neighbours and may be one call, in order.
  private mutating func pairByPlace(_ old: FixtureDocument, _ new: FixtureDocument) {
    let kept = AscendingRow.places(in: origins)
    var (oldStart, newStart) = (0, 0)
    for index in kept.sorted() + [origins.count] {
      let oldEnd = index < origins.count ? origins[index] ?? isTaken.count : isTaken.count
      pairGap(
        (oldStart..<oldEnd).filter { !isTaken[$0] },
        (newStart..<index).filter { isOpen[$0] },
        old,
        new
      )
      (oldStart, newStart) = (oldEnd + 1, index + 1)
    }
  }

  private mutating func pairGap(
    _ oldPlaces: [Int],
    _ newPlaces: [Int],
    _ old: FixtureDocument,
    _ new: FixtureDocument
  ) {
    guard oldPlaces.count * newPlaces.count <= 10_000 else {
      for (one, other) in zip(oldPlaces, newPlaces) where likeness(one, other, old, new) > 0 {
        take(one, other)
      }
      return
    }
    let pairs = Pairing.best(oldPlaces.count, newPlaces.count) { one, other in
      likeness(oldPlaces[one], newPlaces[other], old, new)
    }
    for (one, other) in pairs { take(oldPlaces[one], newPlaces[other]) }
  }

  private mutating func take(_ one: Int, _ other: Int) {
    origins[other] = one
    isTaken[one] = true
    isOpen[other] = false
  }

  /// How much two calls with different requests have in common; 0 for those that can't be one.
  private func likeness(
    _ one: Int,
    _ other: Int,
    _ old: FixtureDocument,
    _ new: FixtureDocument
  ) -> Double {
    guard let oldCall = oldCalls[one], let newCall = newCalls[other] else { return 0 }
    let (before, after) = (old.interactions[one], new.interactions[other])
    // A name stays with what it names.
    if before.name != nil, after.name != nil { return 0 }
    guard oldCall.endpoint.name == newCall.endpoint.name else { return 0 }
    let isSameModel = before.model == after.model
    let isSameText =
      before.preview.utf8.elementsEqual(after.preview.utf8)
      && before.preview != InteractionSummary.noText
    let beginning = zip(before.preview.utf8, after.preview.utf8).prefix { $0 == $1 }.count
    return 1 + (isSameModel ? 1 : 0) + (isSameText ? 2 : 0) + min(1, Double(beginning) / 20)
  }

  // MARK: Order

  /// All pairs, in the order of the new version; what is gone stands behind what preceded it.
  var pairs: [FixtureComparison.Pair] {
    let kept = AscendingRow.places(in: origins)
    var gone: [Int: [Int]] = [:]
    var anchor = -1
    let anchors = Set(kept.compactMap { origins[$0] })
    for index in isTaken.indices {
      if !isTaken[index] { gone[anchor, default: []].append(index) }
      if anchors.contains(index) { anchor = index }
    }
    var pairs: [FixtureComparison.Pair] = []
    func add(_ removed: [Int]?) {
      for index in removed ?? [] {
        pairs.append(FixtureComparison.Pair(old: index, new: nil, isSame: false, isMoved: false))
      }
    }
    add(gone[-1])
    for (index, origin) in origins.enumerated() {
      pairs.append(
        FixtureComparison.Pair(
          old: origin,
          new: index,
          isSame: isSame[index],
          isMoved: origin != nil && !kept.contains(index)
        )
      )
      if let origin, kept.contains(index) { add(gone[origin]) }
    }
    return pairs
  }
}
