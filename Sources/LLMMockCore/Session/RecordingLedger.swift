/// An answer that is to be saved.
package struct Recording: Sendable {
  package var call: IncomingCall
  package var interaction: NewInteraction
  /// Whether the client asked again because it did not get, or want, the answer before.
  package var isRetry: Bool

  package init(_ call: IncomingCall, _ interaction: NewInteraction, isRetry: Bool) {
    self.call = call
    self.interaction = interaction
    self.isRetry = isRetry
  }
}

/// What one session has recorded into one fixture, and so where its next answers belong.
///
/// The first answer to a request takes the place of the equal entries that were there when the
/// session began; what it records further for that request follows: a sequence. Entries that came
/// since belong to other recorders and stay.
package struct RecordingLedger: Sendable {
  fileprivate struct Key: Hashable {
    var endpoint: Endpoint
    var shape: RequestShape
  }

  private struct Written {
    /// Of the entry's text in the file.
    var digest: ContentDigest
    /// Whether the next answer to the request takes its place: its client did not take it whole.
    var isTentative = false
  }

  /// The fixture when the session began; nil when it did not exist.
  private let opened: CallIndex?
  private var written: [Key: [Written]] = [:]
  /// Requests whose last answer was not recorded, so that a retry has nothing to replace.
  private var notKept: Set<Key> = []

  package init(opened: CallIndex?) {
    self.opened = opened
  }

  /// Changes to a file, and what becomes of the ledger when they are made.
  package struct Plan: Sendable {
    package let edit: TextEdit
    /// Where each recording stands afterwards, from 0, in the order they were given, and whether it
    /// took the place of an entry.
    package let places: [(position: Int, isReplacing: Bool)]
    fileprivate let ledger: RecordingLedger
    fileprivate let keys: Set<Key>
  }

  /// Takes note that a plan was carried out.
  package mutating func made(_ plan: Plan) {
    written = plan.ledger.written
    notKept.subtract(plan.keys)
  }

  /// Takes note that the last answer to a request was not recorded.
  package mutating func notKept(_ call: IncomingCall) {
    notKept.insert(Key(endpoint: call.endpoint, shape: call.shape))
  }

  /// Takes note that a client went away before it had the last answer to its request: the next one
  /// will take its place.
  package mutating func abandoned(_ call: IncomingCall) {
    let key = Key(endpoint: call.endpoint, shape: call.shape)
    guard let last = written[key]?.indices.last else { return }
    written[key]?[last].isTentative = true
  }

  /// Works out how answers are saved in the file as it is now.
  package func plan(
    _ recordings: [Recording],
    in index: CallIndex
  ) throws(FixtureProblem) -> Plan {
    var planning = Planning(ledger: self, index: index)
    for (number, recording) in recordings.enumerated() { try planning.add(recording, number) }
    return try planning.finished(recordings.count)
  }

  /// Whether an entry was in the file when the session began.
  private func wasThere(_ index: CallIndex, _ position: Int, _ call: IncomingCall)
    throws(FixtureProblem) -> Bool
  {
    guard let opened else { return false }
    let text = index.text(at: position)
    return try opened.equal(to: call).contains { opened.text(at: $0) == text }
  }

  private struct Planning {
    /// A place where answers of this session to one request go.
    enum Anchor {
      case replaced(Int)
      case behind(Int)
      case end
    }

    var ledger: RecordingLedger
    let index: CallIndex
    private let layout: FixtureLayout
    var changes = InteractionChanges()
    private var anchors: [Key: Anchor] = [:]
    /// The recording that stands in each place, by number.
    private var replacing: [Int: Int] = [:]
    private var behind: [Int: [Int]] = [:]
    private var atEnd: [Int] = []
    /// Recordings that a later one of the same batch took the place of, by that one's number.
    private var superseded: [Int: Int] = [:]

    init(ledger: RecordingLedger, index: CallIndex) {
      self.ledger = ledger
      self.index = index
      layout = index.document.interactionLayout
    }

    mutating func add(_ recording: Recording, _ number: Int) throws(FixtureProblem) {
      let key = Key(endpoint: recording.call.endpoint, shape: recording.call.shape)
      var entries = ledger.written[key] ?? []
      let equal = try index.equal(to: recording.call).filter { !changes.removed.contains($0) }
      if anchors[key] == nil {
        if entries.isEmpty {
          try begin(key, recording, number, equal)
          return
        }
        let isRetry = recording.isRetry && !ledger.notKept.contains(key)
        let takesPlace = isRetry || entries[entries.count - 1].isTentative
        let own = equal.filter { position in
          let digest = ContentDigest(of: index.text(at: position))
          return entries.contains { $0.digest == digest }
        }
        if takesPlace, let last = own.last {
          entries.removeLast()
          replace(last, recording, number, key, entries)
          return
        }
        anchors[key] = own.last.map { .behind($0) } ?? .end
      } else if recording.isRetry {
        retry(recording, number, key)
        return
      }
      insert(recording, number, key)
    }

    /// The session's first answer to a request.
    private mutating func begin(
      _ key: Key,
      _ recording: Recording,
      _ number: Int,
      _ equal: [Int]
    ) throws(FixtureProblem) {
      var old: [Int] = []
      for position in equal where try ledger.wasThere(index, position, recording.call) {
        old.append(position)
      }
      guard let first = old.first else {
        anchors[key] = .end
        insert(recording, number, key)
        return
      }
      changes.removed.formUnion(old.dropFirst())
      replace(first, recording, number, key, [])
    }

    private mutating func replace(
      _ position: Int,
      _ recording: Recording,
      _ number: Int,
      _ key: Key,
      _ entries: [Written]
    ) {
      var interaction = recording.interaction
      // The user's name for it.
      interaction.name = index.document.interactions[position].name
      changes.replaced[position] = interaction
      replacing[position] = number
      anchors[key] = .replaced(position)
      ledger.written[key] = entries + [written(interaction)]
    }

    private mutating func insert(_ recording: Recording, _ number: Int, _ key: Key) {
      switch anchors[key] {
      case .replaced(let position), .behind(let position):
        changes.inserted[position, default: []].append(recording.interaction)
        behind[position, default: []].append(number)
      case .end, nil:
        changes.appended.append(recording.interaction)
        atEnd.append(number)
      }
      ledger.written[key, default: []].append(written(recording.interaction))
    }

    /// Takes the place of the last answer to the same request in this batch.
    private mutating func retry(_ recording: Recording, _ number: Int, _ key: Key) {
      if ledger.written[key]?.isEmpty == false { ledger.written[key]?.removeLast() }
      func takeLast(_ texts: inout [NewInteraction], _ numbers: inout [Int]) {
        guard let last = texts.indices.last else { return }
        superseded[numbers[last]] = number
        texts[last] = recording.interaction
        numbers[last] = number
      }
      switch anchors[key] {
      case .replaced(let position), .behind(let position):
        if var texts = changes.inserted[position], !texts.isEmpty, var numbers = behind[position] {
          takeLast(&texts, &numbers)
          changes.inserted[position] = texts
          behind[position] = numbers
        } else if let old = replacing[position] {
          superseded[old] = number
          var interaction = recording.interaction
          interaction.name = changes.replaced[position]?.name
          changes.replaced[position] = interaction
          replacing[position] = number
        }
      case .end, nil:
        // The last one of this request: others may have been appended since.
        if let place = changes.appended.lastIndex(where: {
          $0.hash == recording.interaction.hash && $0.endpoint == recording.interaction.endpoint
        }) {
          superseded[atEnd[place]] = number
          changes.appended[place] = recording.interaction
          atEnd[place] = number
        } else {
          changes.appended.append(recording.interaction)
          atEnd.append(number)
        }
      }
      ledger.written[key, default: []].append(written(recording.interaction))
    }

    private func written(_ interaction: NewInteraction) -> Written {
      Written(digest: ContentDigest(of: index.document.text(of: interaction, layout)))
    }

    func finished(_ count: Int) throws(FixtureProblem) -> Plan {
      var places = Array(repeating: (position: 0, isReplacing: false), count: count)
      var next = 0
      for position in index.calls.indices {
        if !changes.removed.contains(position) {
          if let number = replacing[position] { places[number] = (next, true) }
          next += 1
        }
        for number in behind[position] ?? [] {
          places[number] = (next, false)
          next += 1
        }
      }
      for number in atEnd {
        places[number] = (next, false)
        next += 1
      }
      for old in superseded.keys.sorted(by: >) {
        if let new = superseded[old] { places[old] = places[new] }
      }
      return Plan(
        edit: try index.document.recording(changes),
        places: places,
        ledger: ledger,
        keys: Set(anchors.keys)
      )
    }
  }
}

extension CallIndex {
  /// The text of an interaction as it stands in the file.
  func text(at index: Int) -> [UInt8] {
    Array(document.bytes[document.interactions[index].range])
  }
}
