/// What stands in a fixture beside its interactions.
package enum FixtureMembers {
  /// Where two versions differ; at most 100 places.
  package static func differences(
    _ old: FixtureDocument,
    _ new: FixtureDocument
  ) -> [RequestDifference] {
    do throws(JSONSyntaxError) {
      var comparison = ValueComparison(limit: 100)
      comparison.compare(try JSONTree(old.bytes).root, try JSONTree(new.bytes).root) { key, _ in
        key.equals("interactions")
      }
      return comparison.found.map { place in
        RequestDifference(path: place.path, recorded: place.old, incoming: place.new)
      }
    } catch {
      // Both were checked when they were read.
      return []
    }
  }
}
