internal import Dispatch
internal import Synchronization
internal import SystemPackage

/// Work on numbered pieces by several threads, whose results come in the order of the numbers.
///
/// One thread adds pieces as they arrive and takes the results; when the others can't keep up, it
/// helps, so that no more than a few pieces wait.
final class OrderedWork<Result: Sendable>: Sendable {
  typealias Piece = (head: GitContents?, index: GitContents?)

  private struct State: Sendable {
    var waiting: [(Int, Piece)] = []
    var finished: [Int: Result] = [:]
    var failure: (any Error)?
    var told = 0
    var isEnded = false
  }

  /// How many pieces may wait.
  private static var room: Int { 64 }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  private let work: @Sendable (Int, Piece) throws -> Result
  private let helpers = Mutex<[WatcherThread]>([])

  init(threads: Int, _ work: @escaping @Sendable (Int, Piece) throws -> Result) {
    self.work = work
    helpers.withLock { helpers in
      for _ in 0..<threads {
        // Without another thread the caller's own does all.
        do { helpers.append(try WatcherThread { self.help() }) } catch { break }
      }
    }
  }

  /// Adds the next piece, and gives the results that are to be told now.
  ///
  /// - Throws: what the work threw.
  func add(_ number: Int, _ piece: Piece) throws -> [(Int, Result)] {
    let count = state.withLock { state in
      state.waiting.append((number, piece))
      return state.waiting.count
    }
    arrivals.signal()
    if count > Self.room { doOne() }
    return try taken()
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
      if !doOne(), state.withLock(\.isEnded) { return }
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
      state.withLock { $0.finished[number] = result }
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
