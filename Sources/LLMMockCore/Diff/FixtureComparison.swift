/// How the interactions of two versions of a fixture belong together.
package struct FixtureComparison: Sendable {
  package struct Pair: Sendable, Hashable {
    /// Positions from 0; nil where the version has none.
    package var old: Int?
    package var new: Int?
    /// Whether bytes or JSON values are equal.
    package var isSame: Bool
    /// Whether it stands elsewhere among those that both versions have.
    package var isMoved: Bool

    package init(old: Int?, new: Int?, isSame: Bool, isMoved: Bool) {
      self.old = old
      self.new = new
      self.isSame = isSame
      self.isMoved = isMoved
    }
  }

  /// In the order of the new file; what is gone stands where it stood.
  package var pairs: [Pair]

  /// - Parameters:
  ///   - old: nil when there was no file.
  ///   - new: nil when there is none any more.
  package init(old: FixtureDocument?, new: FixtureDocument?) {
    var pairing = InteractionPairing(old: old, new: new)
    pairing.run()
    pairs = pairing.pairs
  }
}
