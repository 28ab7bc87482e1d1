/// One recording or replaying session: what it has answered, and what it says at the end.
///
/// It does nothing itself. Its driver reads fixtures, asks the API and saves, and tells it.
package struct Session: Sendable {
  package let options: SessionOptions
  package internal(set) var report = Report()

  /// What a position in a sequence belongs to.
  private struct SequenceKey: Hashable {
    var fixture: String
    var endpoint: Endpoint
    var shape: RequestShape
  }

  private var positions: [SequenceKey: Int] = [:]
  private var nextNumber = 1

  package init(_ options: SessionOptions) {
    self.options = options
  }

  /// Gives a request that arrived its number.
  package mutating func arrived(method: String, path: String, call: IncomingCall?) -> Int {
    let number = nextNumber
    nextNumber += 1
    report.arrived(
      JournalEntry(
        number: number,
        method: method,
        path: VisibleText.of(QueryText.path(of: path)),
        endpoint: call.flatMap { $0.endpoint.isGeneric ? nil : $0.endpoint.name },
        model: call?.model.map { VisibleText.of($0) },
        preview: nil,
        outcome: .open
      )
    )
    return number
  }

  /// Notes what became of a request.
  ///
  /// - Parameter preview: the first words of the user; nil where the outcome tells them.
  package mutating func ended(
    _ number: Int,
    _ outcome: JournalEntry.Outcome,
    preview: String? = nil
  ) {
    report.ended(number, outcome, preview: preview)
  }

  /// What to do with a request that can be looked up.
  package enum Decision: Sendable {
    /// Answer it with that interaction of that fixture.
    case answer(fixture: Int, position: Int, JournalEntry.Fit)
    case forward
    case miss(Miss)
  }

  /// Decides a request, and moves the sequence on whose turn it takes.
  ///
  /// - Parameters:
  ///   - found: the best answer among the fixtures; nil when there is none, or none was looked for.
  ///   - name: what the fixtures are called together.
  package mutating func decide(
    _ call: IncomingCall,
    _ found: FoundAnswer?,
    among fixtures: [ConsultedFixture],
    named name: String
  ) -> Decision {
    if options.mode == .record { return .forward }
    guard let found, let index = fixtures[found.fixture].index else {
      return options.mode == .auto
        ? .forward : .miss(Miss(of: call, in: fixtures, named: name, options: options))
    }
    let fixture = fixtures[found.fixture]
    if options.isStrict, case .differing(let positions, let differences) = found.choice {
      if options.mode == .auto { return .forward }
      let position = positions[0]
      return .miss(
        Miss(
          strict: call,
          position: position,
          summary: index.document.interactions[position],
          differences: differences,
          fixture: fixture
        )
      )
    }
    let position = take(found.choice.positions, call, fixture.name)
    if let problem = index.calls[position].problem {
      return .miss(
        Miss(
          of: call,
          fixture: fixture.name,
          because: "\(fixture.name): @\(position + 1) \(problem), so it is not answered."
        )
      )
    }
    let fit: JournalEntry.Fit =
      switch found.choice {
      case .exact: .exact
      case .converted: .converted
      case .differing(_, let differences):
        .differing(differences.prefix(3).map(DifferenceText.init), count: differences.count)
      }
    return .answer(fixture: found.fixture, position: position, fit)
  }

  private mutating func take(
    _ positions: [Int],
    _ call: IncomingCall,
    _ fixture: String
  ) -> Int {
    if options.sequence == .last { return positions[positions.count - 1] }
    let key = SequenceKey(fixture: fixture, endpoint: call.endpoint, shape: call.shape)
    let next = self.positions[key, default: 0]
    self.positions[key] = next + 1
    return positions[min(next, positions.count - 1)]
  }
}
