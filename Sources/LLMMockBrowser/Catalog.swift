import Dispatch
import LLMMockCore
package import LLMMockTUI
package import LLMMockWorkspace
import Synchronization
package import SystemPackage

/// What is known of the opened folder's files, and how it comes to be known.
///
/// The first listing holds what the first screen shows, read before anything else; the rest follows
/// in slices. Later listings read only files that changed.
package final class Catalog: Sendable {
  package struct Known: Sendable {
    package var path: FilePath
    package var result: FixtureReader.Result
  }

  private struct Contents: Sendable {
    var folder: OpenedFolder
    var files: [EntryID: Known] = [:]
    var isScheduled = false
    var order = FileOrder.name
    var showsOthers = false
  }

  /// How many rows the first listing is made for, and what it may take.
  private static let firstRows = 64
  private static let firstFileSize = 4 << 20
  private static let sliceSize = 1500

  private let contents: Mutex<Contents>
  private let user: IgnoreRules.UserFiles
  private let queue = DispatchQueue(label: "llm-mock.catalog", qos: .userInitiated)
  private let post: @Sendable (Message) -> Void

  package init(
    _ folder: OpenedFolder,
    user: IgnoreRules.UserFiles,
    post: @escaping @Sendable (Message) -> Void
  ) {
    contents = Mutex(Contents(folder: folder))
    self.user = user
    self.post = post
  }

  package var folder: OpenedFolder { contents.withLock { $0.folder } }

  /// What is known of a file; nil when it has not been read.
  package func known(_ id: EntryID) -> Known? { contents.withLock { $0.files[id] } }

  package func open(_ folder: OpenedFolder) {
    contents.withLock { $0 = Contents(folder: folder) }
  }

  /// Looks at the folder again and posts listings.
  ///
  /// Several requests before it begins are one.
  package func list(order: FileOrder, showsOthers: Bool) {
    let mustSchedule = contents.withLock { contents in
      contents.order = order
      contents.showsOthers = showsOthers
      defer { contents.isScheduled = true }
      return !contents.isScheduled
    }
    if mustSchedule { queue.async { self.list() } }
  }

  // MARK: Listing

  private func list() {
    let (folder, order, showsOthers, isFirst) = contents.withLock { contents in
      contents.isScheduled = false
      return (contents.folder, contents.order, contents.showsOthers, contents.files.isEmpty)
    }
    var walk = Walk(folder: folder, includeIgnored: showsOthers, user: user)
    let reader = FixtureReader()

    if isFirst {
      walk.advance(to: Self.firstRows)
      for entry in walk.files { read(entry, in: folder, with: reader, largest: Self.firstFileSize) }
      post(.listed(listing(walk, order: .name, isComplete: false)))
    }
    walk.advance(to: .max)
    let stale = walk.files.filter { entry in
      guard let known = known(entry.id) else { return true }
      return known.result.version != entry.version || entry.version == nil
    }
    if isFirst, stale.count > Self.sliceSize {
      post(.listed(listing(walk, order: .name, isComplete: false)))
    }
    var rest = stale[...]
    while !rest.isEmpty {
      // Another folder was opened meanwhile.
      if self.folder != folder { return }
      let soFar = walk
      readInParallel(rest.prefix(Self.sliceSize), in: folder) {
        self.post(.listed(self.listing(soFar, order: .name, isComplete: false)))
      }
      rest = rest.dropFirst(Self.sliceSize)
      if !rest.isEmpty { post(.listed(listing(walk, order: .name, isComplete: false))) }
    }
    forgetAllBut(walk.files)
    if self.folder == folder {
      post(.listed(listing(walk, order: order, isComplete: true)))
    }
  }

  private func readInParallel(
    _ slice: ArraySlice<Walk.File>,
    in folder: OpenedFolder,
    beginningKnown: @escaping @Sendable () -> Void
  ) {
    let files = Array(slice)
    let next = Atomic(0)
    // Reading is half waiting for the disk's memory and half checking: two threads do.
    DispatchQueue.concurrentPerform(iterations: files.count < 32 ? 1 : 2) { _ in
      let reader = FixtureReader()
      while true {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard files.indices.contains(place) else { return }
        read(
          files[place],
          in: folder,
          with: reader,
          largest: .max,
          beginningKnown: beginningKnown
        )
      }
    }
  }

  private func read(
    _ file: Walk.File,
    in folder: OpenedFolder,
    with reader: FixtureReader,
    largest: Int,
    beginningKnown: () -> Void = {}
  ) {
    guard (file.version?.size ?? 0) <= largest else { return }
    let path = folder.path(of: file.id)
    let result: FixtureReader.Result
    if let problem = file.problem {
      result = FixtureReader.Result(
        content: .unreadable(FixtureProblem(problem), readable: []),
        version: file.version
      )
    } else {
      result = reader.read(path) { beginning in
        // What was known of the whole file is more than its beginning.
        if known(file.id) != nil { return }
        contents.withLock { $0.files[file.id] = Known(path: path, result: beginning) }
        beginningKnown()
      }
    }
    contents.withLock { $0.files[file.id] = Known(path: path, result: result) }
  }

  private func forgetAllBut(_ files: [Walk.File]) {
    let there = Set(files.map(\.id))
    contents.withLock { contents in
      contents.files = contents.files.filter { there.contains($0.key) }
    }
  }

  private func listing(_ walk: Walk, order: FileOrder, isComplete: Bool) -> Listing {
    let known = contents.withLock { $0.files }
    return walk.listing(order: order, isComplete: isComplete) { file in
      switch known[file.id]?.result.content {
      case .fixture(let summary): .fixture(summary)
      case .unreadable(let problem, let readable): .unreadable(problem, readable: readable)
      case .other: .other
      case nil: .pending
      }
    }
  }
}
