package import LLMMockCore

extension PendingResult {
  /// What stands in its place now, and itself: the two sides of a comparison.
  ///
  /// - Parameter document: the fixture as it is; nil when it does not exist.
  /// - Returns: without an old side for a result that is added; nil when the interaction is no longer
  ///   the one it was made for, see ``rebased(onto:)``.
  package func sides(
    in document: FixtureDocument?
  ) -> (old: InteractionDiff.Side?, new: InteractionDiff.Side)? {
    guard let interaction else { return nil }
    let provider = document?.summary.provider ?? fixtureProvider
    let new = InteractionDiff.Side(interaction: interaction, fixtureProvider: provider)
    guard let document else { return digest == nil ? (nil, new) : nil }
    switch standing(in: document) {
    case .adds: return (nil, new)
    case .replaces(let index):
      guard let old = Self.interaction(at: index, in: document) else { return nil }
      return (InteractionDiff.Side(interaction: old, fixtureProvider: provider), new)
    case .changed, .unreadable: return nil
    }
  }

  private static func interaction(at index: Int, in document: FixtureDocument) -> JSONValue? {
    do {
      return try document.interaction(at: index).root
    } catch {
      // What can't be read can't be compared either.
      return nil
    }
  }

  /// The same result with the old interaction's volatile values in the places of the new ones.
  ///
  /// - Parameter old: what stands in its place now.
  package func keepingVolatile(of old: JSONValue, _ fields: VolatileFields) -> PendingResult {
    guard let interaction else { return self }
    var kept = self
    let edit = fields.keeping(old: old, in: interaction, fixtureProvider: fixtureProvider)
    kept.text = edit.applied(to: text) ?? text
    return kept
  }

  /// The same result for the same interaction, which stands elsewhere now.
  package func moved(to index: Int) -> PendingResult {
    guard case .replaces(_, let digest) = place else { return self }
    var moved = self
    moved.place = .replaces(index: index, digest: digest)
    moved.id = PendingStore.id(fixture, moved.place)
    return moved
  }

  /// The same result for the interaction that is likely meant, after the file changed.
  ///
  /// - Returns: nil when there is none, or when its request is another: then the answer is no answer
  ///   to it.
  package func rebased(onto document: FixtureDocument) -> PendingResult? {
    guard case .changed(let index?) = standing(in: document), let interaction,
      let request = interaction["request"],
      let now = Self.interaction(at: index, in: document)?["request"],
      RequestComparison.areEqual(now, request, ignoringDelivery: false)
    else { return nil }
    var rebased = self
    let text = Array(document.bytes[document.interactions[index].range])
    rebased.place = .replaces(index: index, digest: ContentDigest(of: text))
    rebased.id = PendingStore.id(fixture, rebased.place)
    return rebased
  }
}
