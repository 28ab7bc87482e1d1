#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Random numbers that repeat: SplitMix64 from a seed.
///
/// A property test prints the seed when it fails; `LLM_MOCK_SEED` repeats it.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// A generator with the seed of `LLM_MOCK_SEED`, else with one of its own.
  package init() {
    let wanted = getenv("LLM_MOCK_SEED").flatMap { UInt64(String(cString: $0)) }
    self.init(seed: wanted ?? UInt64.random(in: 0...(.max)))
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
