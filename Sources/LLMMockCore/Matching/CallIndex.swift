import Synchronization

/// The interactions of a fixture by what they answer.
package final class CallIndex: Sendable {
  package let document: FixtureDocument
  /// In the order of the file.
  package let calls: [RecordedCall]

  private let fingerprints: [Int]
  private let byShape: [RequestShape: [Int]]
  private let byContent: [ContentDigest: [Int]]
  /// Those whose shape says nothing.
  private let redacted: [Int]
  private let answers = Mutex<[Int: RecordedAnswer]>([:])
  private let byHash = Mutex<[MatchOn: [String: [Int]]]>([:])

  /// - Parameter old: an index of the file as it was; what did not change is taken from it.
  package init(_ document: FixtureDocument, reusing old: CallIndex? = nil) {
    self.document = document
    let provider = document.summary.provider
    let known = old.flatMap { $0.document.summary.provider == provider ? $0 : nil }
    let fingerprints = document.interactions.map { Self.fingerprint(document.bytes, $0.range) }
    let places = known.map { old in
      Dictionary(zip(old.fingerprints, old.calls.indices)) { first, _ in first }
    }
    var calls: [RecordedCall] = []
    calls.reserveCapacity(document.interactions.count)
    for (index, interaction) in document.interactions.enumerated() {
      if let known, let place = places?[fingerprints[index]],
        known.document.bytes[known.document.interactions[place].range]
          == document.bytes[interaction.range]
      {
        calls.append(known.calls[place])
        continue
      }
      calls.append(Self.call(in: document, at: index))
    }
    var byShape: [RequestShape: [Int]] = [:]
    var byContent: [ContentDigest: [Int]] = [:]
    var redacted: [Int] = []
    for (index, call) in calls.enumerated() {
      guard let shape = call.shape else { continue }
      if call.isRedacted {
        redacted.append(index)
      } else {
        byShape[shape, default: []].append(index)
        byContent[shape.content, default: []].append(index)
      }
    }
    self.calls = calls
    self.fingerprints = fingerprints
    self.byShape = byShape
    self.byContent = byContent
    self.redacted = redacted
  }

  private static func fingerprint(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var hasher = Hasher()
    bytes.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[range])) }
    return hasher.finalize()
  }

  private static func call(in document: FixtureDocument, at index: Int) -> RecordedCall {
    do {
      let tree = try document.interaction(at: index)
      return RecordedCall(of: tree.root, fixtureProvider: document.summary.provider)
    } catch {
      // It was parsed as part of the file; what is left is an element that is no object.
      return RecordedCall(unreadable: error.description)
    }
  }

  /// One interaction's JSON.
  package func interaction(at index: Int) throws(FixtureProblem) -> JSONValue {
    try document.interaction(at: index).root
  }

  package func request(at index: Int) throws(FixtureProblem) -> JSONValue? {
    try interaction(at: index)["request"]
  }

  /// Whether a request holds `[redacted]`.
  package var hasRedacted: Bool { !redacted.isEmpty }

  /// The requests, less how their answers are delivered.
  package var contents: [ContentDigest] { Array(byContent.keys) }

  // MARK: Answers

  /// The answer of an interaction as it was recorded; kept, since a test asks for it again.
  package func answer(at index: Int, to call: IncomingCall) throws(FixtureProblem) -> RecordedAnswer
  {
    if let known = answers.withLock({ $0[index] }) { return known }
    let answer = try RecordedAnswer.of(interaction(at: index), to: call, isExact: true)
    // Gemini's framing is the path's affair.
    if !call.endpoint.isModelMethod,
      answer.chunks.reduce(0, { $0 + $1.count }) <= Self.keptSize
    {
      answers.withLock { answers in
        if answers.count < Self.keptAnswers { answers[index] = answer }
      }
    }
    return answer
  }

  private static let keptAnswers = 2_000
  /// In bytes.
  private static let keptSize = 1 << 16

  // MARK: Looking up

  /// The interactions whose request is the same as a whole, in the order of the file.
  package func equal(to call: IncomingCall) throws(FixtureProblem) -> [Int] {
    var found = (byShape[call.shape] ?? []).filter { calls[$0].endpoint == call.endpoint }
    for index in redacted where calls[index].endpoint == call.endpoint {
      guard let request = try request(at: index),
        calls[index].shape?.delivery == call.shape.delivery,
        RequestComparison.areEqual(request, call.request, ignoringDelivery: true)
      else { continue }
      found.append(index)
    }
    return redacted.isEmpty ? found : found.sorted()
  }

  /// The interactions whose request is the same but for how the answer is delivered, in the order of
  /// the file.
  func equalButForDelivery(to call: IncomingCall) throws(FixtureProblem) -> [Int] {
    var found = (byContent[call.shape.content] ?? []).filter {
      calls[$0].endpoint == call.endpoint
    }
    for index in redacted where calls[index].endpoint == call.endpoint {
      guard let request = try request(at: index),
        RequestComparison.areEqual(request, call.request, ignoringDelivery: true)
      else { continue }
      found.append(index)
    }
    return redacted.isEmpty ? found : found.sorted()
  }

  /// The interactions whose stored or computed hash is the call's, in the order of the file.
  func sameHash(as call: IncomingCall, _ matchOn: MatchOn) throws(FixtureProblem) -> [Int] {
    let hash = call.hash(matchOn)
    let found = try byHash.withLock { known throws(FixtureProblem) in
      if known[matchOn] == nil { known[matchOn] = try hashes(matchOn) }
      return known[matchOn]?[hash] ?? []
    }
    return found.filter { calls[$0].endpoint == call.endpoint }
  }

  private func hashes(_ matchOn: MatchOn) throws(FixtureProblem) -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    for (index, call) in calls.enumerated() {
      guard let request = try request(at: index), request.kind == .object else { continue }
      let computed = matchOn.requestHash(for: call.endpoint).hash(of: request)
      result[computed, default: []].append(index)
      if let stored = call.storedHash, stored != computed {
        result[stored, default: []].append(index)
      }
    }
    return result
  }
}

extension RecordedCall {
  fileprivate init(unreadable problem: String) {
    endpoint = Endpoint(generic: "")
    storedHash = nil
    shape = nil
    isStream = false
    isRedacted = false
    self.problem = "cannot be read: \(problem)"
  }
}
