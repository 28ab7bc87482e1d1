/// What is being recorded again, and the results that wait for a decision.
package struct QueueListing: Hashable, Sendable {
  package var items: [QueueItem] {
    didSet { onlyFile = Self.onlyFile(of: items) }
  }
  /// The file that all of them are of; nil when there are several, or none.
  package private(set) var onlyFile: EntryID?
  package var isRunning: Bool
  package var isPaused: Bool
  /// Calls of this run that have ended, and all of them.
  package var done: Int
  package var total: Int
  /// Since the run began.
  package var seconds: Int
  /// Where the calls go, as a person reads it.
  package var targets: String

  package init(
    items: [QueueItem] = [],
    isRunning: Bool = false,
    isPaused: Bool = false,
    done: Int = 0,
    total: Int = 0,
    seconds: Int = 0,
    targets: String = ""
  ) {
    self.items = items
    onlyFile = Self.onlyFile(of: items)
    self.isRunning = isRunning
    self.isPaused = isPaused
    self.done = done
    self.total = total
    self.seconds = seconds
    self.targets = targets
  }

  private static func onlyFile(of items: [QueueItem]) -> EntryID? {
    guard let file = items.first?.file else { return nil }
    return items.allSatisfy { $0.file == file } ? file : nil
  }

  /// The results that wait for a decision.
  package var undecided: [QueueItem] {
    items.filter(\.isUndecided)
  }
}

/// One call of the queue.
package struct QueueItem: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case waiting
    case running
    /// A result that differs in volatile fields alone.
    case same
    /// A result to be accepted or rejected.
    case decide
    /// No result; the recorded version stays.
    case failed
    /// The file is no longer what the result was made for.
    case outdated

    var isUnderWay: Bool { self == .waiting || self == .running }
  }

  /// Names it while the program runs, and its result on disk.
  package var id: String
  package var state: State
  package var file: EntryID
  /// The ``number`` of one that is added.
  package static let new = "new"

  /// `#2`, or `new` for one that is added.
  package var number: String
  package var label: String
  /// "2 changes", "429, again in 8 s", "1.9 s, 211 B".
  package var result: String
  /// Sentences to know before deciding: what it feeds, what failed.
  package var notes: [String]
  /// Whether the answer is not what its recording lets expect: it is decided by itself.
  package var isUnexpected: Bool
  /// Whether the recorded volatile values take the places of the new ones.
  package var keepsVolatile: Bool

  /// Whether it is a result that waits for a decision.
  package var isUndecided: Bool { state == .same || state == .decide }

  package init(
    id: String,
    state: State,
    file: EntryID,
    number: String,
    label: String,
    result: String,
    notes: [String] = [],
    isUnexpected: Bool = false,
    keepsVolatile: Bool = false
  ) {
    self.id = id
    self.state = state
    self.file = file
    self.number = number
    self.label = label
    self.result = result
    self.notes = notes
    self.isUnexpected = isUnexpected
    self.keepsVolatile = keepsVolatile
  }
}

/// What re-recording would do, to be agreed to first.
package struct RerecordPlanText: Hashable, Sendable {
  /// Names the plan while the program runs.
  package var id: Int
  package var question: String
  /// One fact each, in columns.
  package var facts: [String]
  package var notes: [String]
  /// Why nothing can be sent; empty when it can.
  package var problems: [String]
  /// The command that renews a whole chain; nil when nothing is fed.
  package var command: String?

  package init(
    id: Int,
    question: String,
    facts: [String],
    notes: [String],
    problems: [String],
    command: String?
  ) {
    self.id = id
    self.question = question
    self.facts = facts
    self.notes = notes
    self.problems = problems
    self.command = command
  }
}

/// A request that no fixture answered.
package struct MissItem: Hashable, Sendable {
  package var id: String
  /// The fixture that was asked; nil when it lies outside of the opened folder.
  package var file: EntryID?
  package var fixture: String
  package var endpoint: String
  package var model: String
  package var label: String
  /// When, as a person reads it.
  package var time: String
  /// `#2` of the fixture; nil when nothing is near.
  package var nearest: String?

  package init(
    id: String,
    file: EntryID?,
    fixture: String,
    endpoint: String,
    model: String,
    label: String,
    time: String,
    nearest: String?
  ) {
    self.id = id
    self.file = file
    self.fixture = fixture
    self.endpoint = endpoint
    self.model = model
    self.label = label
    self.time = time
    self.nearest = nearest
  }
}
