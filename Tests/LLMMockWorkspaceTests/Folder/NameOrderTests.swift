import TestSupport
import Testing

@testable import LLMMockWorkspace

struct NameOrderTests {
  @Test(arguments: [
    ["call2", "call10"],
    ["Alpha", "beta", "Gamma"],
    ["README", "Readme", "readme"],
    ["a", "a01", "a1", "a2", "ab"],
    ["v1.9", "v1.10", "v2"],
    ["9", "10", "99999999999999999999", "100000000000000000000"],
    ["007", "07", "7", "7a", "07b"],
    ["a-b", "a.b", "a0", "a_b", "ab"],
    ["z", "é", "中"],
    ["file", "file.json"],
  ])
  func `names stand as people count`(names: [String]) {
    let bytes = names.map { Array($0.utf8) }
    #expect(bytes.shuffled().sorted(by: NameOrder.precedes) == bytes)
  }

  @Test func `any two different names have an order, and the key never contradicts it`() {
    var random = SeededGenerator()
    let seed = random.seed
    let letters = Array("aAbB019._-\u{FF}".utf8) + [0xFF, 0x0A]
    func name() -> [UInt8] {
      (0..<Int.random(in: 1...12, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? 0
      }
    }
    for _ in 0..<3000 {
      let (one, two, three) = (name(), name(), name())
      let order = compare(one, two)
      #expect((order == 0) == (one == two), "seed \(seed)")
      #expect(order.signum() == -compare(two, one).signum(), "seed \(seed)")
      if order <= 0, compare(two, three) <= 0 { #expect(compare(one, three) <= 0, "seed \(seed)") }
      if key(one) < key(two) { #expect(order < 0, "\(one) \(two), seed \(seed)") }
      let (left, right) = (Array("test_1".utf8) + one, Array("test_1".utf8) + two)
      let shared = left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          NameOrder.sharedStart(left, right, limit: left.count)
        }
      }
      if key(left, from: shared) < key(right, from: shared) {
        #expect(compare(left, right) < 0, "\(left) \(right), seed \(seed)")
      }
    }
  }

  private func compare(_ one: [UInt8], _ two: [UInt8]) -> Int {
    one.withUnsafeBufferPointer { one in
      two.withUnsafeBufferPointer { two in NameOrder.compare(one, two) }
    }
  }

  private func key(_ name: [UInt8], from start: Int = 0) -> UInt64 {
    name.withUnsafeBufferPointer { NameOrder.key(of: $0, from: start) }
  }
}

struct LazilySortedTests {
  @Test(arguments: [0, 1, 2, 127, 128, 129, 1000, 5000])
  func `elements come in order`(count: Int) {
    var random = SeededGenerator()
    let elements = Array(0..<count).shuffled(using: &random)
    var sorted = LazilySorted(elements)
    var result: [Int] = []
    while let next = sorted.next(by: <) { result.append(next) }
    #expect(result == elements.sorted(), "seed \(random.seed)")
  }

  @Test(arguments: [Array(0..<4000), (0..<4000).reversed(), (0..<4000).map { $0 ^ 0xA5 }])
  func `elements that are nearly in order already come in order`(elements: [Int]) {
    var sorted = LazilySorted(elements)
    var result: [Int] = []
    while let next = sorted.next(by: <) { result.append(next) }
    #expect(result == elements.sorted())
  }

  @Test func `the first few cost a few comparisons for each element`() {
    var random = SeededGenerator()
    var sorted = LazilySorted(Array(0..<100_000).shuffled(using: &random))
    var comparisons = 0
    let first = (0..<40).compactMap { _ in
      sorted.next {
        comparisons += 1
        return $0 < $1
      }
    }
    #expect(first == Array(0..<40))
    #expect(comparisons < 700_000, "seed \(random.seed)")
  }
}
