package import LLMMockCore

/// One side of a file: its bytes as they would be on the disk, and what they are.
package struct ReviewSide: Sendable {
  package var bytes: [UInt8]
  /// nil when the bytes are no fixture.
  package var document: FixtureDocument?
  /// Why they are no fixture; nil when they are.
  package var problem: FixtureProblem?

  /// Whether the bytes are JSON that has nothing to do with fixtures.
  package var isOther = false

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    do throws(FixtureProblem) {
      document = try FixtureDocument(bytes)
    } catch {
      problem = error
      isOther = error.position == nil && Self.isOther(bytes)
    }
  }

  private static func isOther(_ bytes: [UInt8]) -> Bool {
    var indexer = FixtureIndexer()
    return bytes.withUnsafeBufferPointer { window in
      do {
        _ = try indexer.scan(window, isLast: true)
        return try indexer.finish() == nil
      } catch {
        // What is wrong is known already.
        return false
      }
    }
  }
}

/// A file as HEAD, the index and the work tree have it; nil where there is none.
package struct ReviewVersions: Sendable {
  package var head: ReviewSide?
  package var index: ReviewSide?
  package var worktree: ReviewSide?

  package init(head: ReviewSide?, index: ReviewSide?, worktree: ReviewSide?) {
    self.head = head
    self.index = index
    self.worktree = worktree
  }

  /// What they hold in memory.
  package var byteCount: Int {
    [head, index, worktree].reduce(0) { $0 + ($1?.bytes.count ?? 0) }
  }

  /// What a diff of an item compares: HEAD's interaction and the work tree's, or the index's where
  /// only that has one; nil where a side has none.
  package func interactions(
    of item: ReviewItem
  ) throws -> (old: JSONValue?, new: JSONValue?) {
    func value(_ side: ReviewSide?, _ index: Int?) throws -> JSONValue? {
      guard let document = side?.document, let index,
        document.interactions.indices.contains(index)
      else { return nil }
      return try document.interaction(at: index).root
    }
    let old = try value(head, item.old)
    if item.change == .indexOnly { return (old, try value(index, item.staged)) }
    return (old, try value(worktree, item.new))
  }
}
