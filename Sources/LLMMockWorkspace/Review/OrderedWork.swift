internal import Dispatch
internal import Synchronization
internal import SystemPackage

/// Work on numbered pieces by several threads, whose results come in the order of the numbers.
///
/// One thread adds pieces as they arrive and takes the results; when the others can't keep up, it
/// helps, so that no more than a few pieces wait, and of large ones fewer.
final class OrderedWork<Result: Sendable>: Sendable {
  typealias Piece = (head: GitContents?, index: GitContents?)

  private struct State: Sendable {
    var waiting: [(Int, Piece)] = []
    /// What the pieces that wait or are worked on hold.
    var byteCount = 0
    var finished: [Int: Result] = [:]
    var failure: (any Error)?
    var told = 0
    var isEnded = false
  }

  /// How many pieces may wait.
  private static var room: Int { 64 }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  /// Counts what the helpers have done.
  private let departures = DispatchSemaphore(value: 0)
  /// How many bytes the pieces under way may hold; a piece that holds more is under way alone.
  private let byteLimit: Int
  private let work: @Sendable (Int, Piece) throws -> Result
  private let helpers = Mutex<[WatcherThread]>([])

  init(
    threads: Int,
    byteLimit: Int = 256 << 20,
    _ work: @escaping @Sendable (Int, Piece) throws -> Result
  ) {
    self.work = work
    self.byteLimit = byteLimit
    helpers.withLock { helpers in
      for _ in 0..<threads {
        // Without another thread the caller's own does all.
        do { helpers.append(try WatcherThread { self.help() }) } catch { break }
      }
    }
  }

  /// Adds the next piece, and gives the results that are to be told now.
  ///
  /// Returns when there is room for another piece.
  ///
  /// - Throws: what the work threw.
  func add(_ number: Int, _ piece: Piece) throws -> [(Int, Result)] {
    state.withLock { state in
      state.waiting.append((number, piece))
      state.byteCount += Self.byteCount(of: piece)
    }
    arrivals.signal()
    // Where nothing waits to be done here, a helper has the rest, and tells when it is done.
    while isFull { if !doOne() { departures.wait() } }
    return try taken()
  }

  private var isFull: Bool {
    state.withLock { state in
      state.failure == nil
        && (state.waiting.count > Self.room || state.byteCount > byteLimit)
    }
  }

  private static func byteCount(of piece: Piece) -> Int {
    [piece.head, piece.index].reduce(0) { count, contents in
      if case .bytes(let bytes) = contents { count + bytes.count } else { count }
    }
  }

  /// Does what is left, and gives the last results.
  func finish() throws -> [(Int, Result)] {
    while doOne() {}
    end()
    return try taken()
  }

  /// Lets the threads end; what waits is dropped.
  func end() {
    let helpers = helpers.withLock { helpers in
      defer { helpers = [] }
      return helpers
    }
    state.withLock { state in
      state.isEnded = true
      state.waiting = []
    }
    for _ in helpers { arrivals.signal() }
    for helper in helpers { helper.join() }
  }

  private func help() {
    while true {
      arrivals.wait()
      if doOne() { departures.signal() } else if state.withLock(\.isEnded) { return }
    }
  }

  /// - Returns: false when nothing waits.
  @discardableResult
  private func doOne() -> Bool {
    let next = state.withLock { state -> (Int, Piece)? in
      guard state.failure == nil, !state.waiting.isEmpty else { return nil }
      return state.waiting.removeFirst()
    }
    guard let (number, piece) = next else { return false }
    do {
      let result = try work(number, piece)
      state.withLock { state in
        state.finished[number] = result
        state.byteCount -= Self.byteCount(of: piece)
      }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
    return true
  }

  private func taken() throws -> [(Int, Result)] {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      var results: [(Int, Result)] = []
      while let result = state.finished.removeValue(forKey: state.told) {
        results.append((state.told, result))
        state.told += 1
      }
      return results
    }
  }
}
