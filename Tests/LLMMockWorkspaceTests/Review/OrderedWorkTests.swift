import Synchronization
import Testing

@testable import LLMMockWorkspace

struct OrderedWorkTests {
  private struct Failure: Error {}

  private func piece(_ count: Int) -> OrderedWork<Int>.Piece {
    (
      .bytes([UInt8](repeating: 0, count: count - count / 2)),
      .bytes([UInt8](repeating: 0, count: count / 2))
    )
  }

  @Test(arguments: [0, 1, 3])
  func `no more bytes are under way than the limit says`(threads: Int) throws {
    let done = Mutex(0)
    let work = OrderedWork<Int>(threads: threads, byteLimit: 100) { number, piece in
      if case (.bytes(let head), .bytes(let index)) = piece {
        done.withLock { $0 += head.count + index.count }
      }
      return number
    }
    defer { work.end() }
    var added = 0
    var results: [Int] = []
    for (number, size) in ([40, 40, 40, 1000] + Array(repeating: 30, count: 100)).enumerated() {
      results += try work.add(number, piece(size)).map(\.1)
      added += size
      #expect(added - done.withLock(\.self) <= 100)
    }
    results += try work.finish().map(\.1)
    #expect(results == Array(0..<104))
  }

  @Test(arguments: [0, 1, 3])
  func `a failure is told, whatever waits`(threads: Int) throws {
    let work = OrderedWork<Int>(threads: threads, byteLimit: 100) { _, _ in throw Failure() }
    defer { work.end() }
    #expect(throws: Failure.self) {
      for number in 0..<10 { _ = try work.add(number, piece(60)) }
      _ = try work.finish()
    }
  }
}
