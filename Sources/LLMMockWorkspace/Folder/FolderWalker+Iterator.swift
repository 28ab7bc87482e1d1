internal import LLMMockCore
internal import SystemPackage

extension FolderWalker {
  /// A walk under way, which may be continued on another thread and dropped at any time.
  package struct Iterator: IteratorProtocol, Sendable {
    /// A folder whose content is being delivered.
    private struct Frame: Sendable {
      /// From the folder walked, with a slash at its end; empty for that folder itself.
      var path: [UInt8]
      var listing: FolderListing
      var rules: IgnoreRules
      /// What holds for everything in it.
      var hidingReason: FolderWalker.Entry.HidingReason?
      /// Whether a link led here.
      var isBehindLink: Bool
      var entry: FolderWalker.Entry
    }

    /// A folder, whatever its path.
    private struct Identity: Hashable, Sendable {
      var device: UInt64
      var inode: UInt64
    }

    /// How many folders have been left out so far because they are seldom meant.
    ///
    /// What lies in such a folder is not counted.
    package private(set) var hiddenFolders = 0
    /// How many files have been left out so far because git ignores them.
    package private(set) var hiddenFiles = 0

    private let walker: FolderWalker
    private var isStarted = false
    private var frames: [Frame] = []
    /// How many of the frames' own entries have been delivered.
    private var deliveredFrames = 0
    /// Entries that are ready, and how many of them have been taken.
    private var ready: [FolderWalker.Entry] = []
    private var taken = 0
    /// The folder walked and the folder in which links may lead, both without links.
    private var realRoot: FilePath = ""
    private var boundary: FilePath = ""
    private var foldersBehindLinks: Set<Identity> = []

    init(_ walker: FolderWalker) { self.walker = walker }

    package mutating func next() -> FolderWalker.Entry? {
      if !isStarted { start() }
      while true {
        if taken < ready.count {
          defer { taken += 1 }
          return ready[taken]
        }
        ready.removeAll(keepingCapacity: true)
        taken = 0
        guard let last = frames.indices.last else { return nil }
        if let folder = frames[last].listing.nextFolder() {
          enter(folder)
        } else if let file = frames[last].listing.nextFile() {
          offer(file)
        } else {
          frames.removeLast()
          deliveredFrames = Swift.min(deliveredFrames, frames.count)
        }
      }
    }

    private mutating func start() {
      isStarted = true
      var entry = FolderWalker.Entry(kind: .folder, name: [], parent: [], depth: 0)
      do throws(Errno) {
        let workTree = try GitWorkTree.containing(walker.root)
        realRoot = try walker.root.withoutLinks()
        boundary = workTree?.root ?? realRoot
        let listing = try read(walker.root, for: [], followingLink: true)
        let rules = workTree.flatMap {
          IgnoreRules(in: realRoot, of: $0, user: walker.user)
        }
        frames = [
          Frame(
            path: [],
            listing: listing,
            rules: rules ?? IgnoreRules(),
            isBehindLink: false,
            entry: entry
          )
        ]
        deliveredFrames = 1
      } catch {
        entry.problem = .system(error)
        ready.append(entry)
      }
    }

    private mutating func enter(_ item: FolderListing.Item) {
      let last = frames.count - 1
      let name = frames[last].listing.name(of: item)
      if FolderWalker.isNeverEntered(name) { return }
      var entry = FolderWalker.Entry(
        kind: .folder,
        name: name,
        parent: frames[last].path,
        depth: last,
        isLink: item.isLink,
        hidingReason: frames[last].hidingReason ?? FolderWalker.hidingReason(of: name)
      )
      if entry.hidingReason == nil,
        frames[last].rules.excludes(name, isFolder: !item.isLink)
      {
        entry.hidingReason = .gitIgnored
      }
      guard entry.hidingReason == nil || walker.options.includeIgnored else {
        hiddenFolders += 1
        return
      }
      do throws(Errno) {
        if last >= walker.options.deepest {
          entry.problem = .tooDeep
        } else if item.isLink {
          let target = try walker.root.pushing(entry.path).withoutLinks()
          entry.leadsOut = !target.isWithin(boundary)
          if !entry.leadsOut { return try enter(target, as: entry) }
        } else {
          return try enter(nil, as: entry)
        }
      } catch {
        entry.problem = .system(error)
      }
      deliver(entry)
    }

    /// Reads a folder and goes on in it; the target is where it is, if not where its entry says.
    private mutating func enter(_ target: FilePath?, as entry: FolderWalker.Entry) throws(Errno) {
      var entry = entry
      let last = frames.count - 1
      let path = entry.parent + entry.name + [UInt8(ascii: "/")]
      let isBehindLink = target != nil || frames[last].isBehindLink
      if isBehindLink {
        let status = try (target ?? walker.root.pushing(entry.path)).status()
        let identity = Identity(device: status.device, inode: status.version.inode)
        if try isOpen(identity) || !foldersBehindLinks.insert(identity).inserted {
          entry.problem = .shownElsewhere
          if walker.options.includeEmptyFolders { deliver(entry) }
          return
        }
      }
      let listing =
        if let target {
          try read(target, for: path, followingLink: false)
        } else {
          try read(entry.name, in: frames[last].listing, for: path)
        }
      if entry.hidingReason == nil, listing.holdsVirtualEnvironment {
        entry.hidingReason = .virtualEnvironment
        guard walker.options.includeIgnored else {
          hiddenFolders += 1
          return
        }
      }
      if walker.options.includeEmptyFolders { deliver(entry) }
      frames.append(
        Frame(
          path: path,
          listing: listing,
          rules: rules(in: listing, as: entry),
          hidingReason: entry.hidingReason,
          isBehindLink: isBehindLink,
          entry: entry
        )
      )
      if walker.options.includeEmptyFolders { deliveredFrames = frames.count }
    }

    private mutating func offer(_ item: FolderListing.Item) {
      let last = frames.count - 1
      let name = frames[last].listing.name(of: item)
      var entry = FolderWalker.Entry(
        kind: .file,
        name: name,
        parent: frames[last].path,
        depth: last,
        isLink: item.isLink,
        hidingReason: frames[last].hidingReason
      )
      if entry.hidingReason == nil, frames[last].rules.excludes(name, isFolder: false) {
        entry.hidingReason = .gitIgnored
      }
      guard entry.hidingReason == nil || walker.options.includeIgnored else {
        hiddenFiles += 1
        return
      }
      do throws(Errno) {
        if item.isLink {
          let target = try walker.root.pushing(entry.path).withoutLinks()
          entry.leadsOut = !target.isWithin(boundary)
        }
        if walker.options.withStatus, !entry.leadsOut {
          entry.status = try frames[last].listing.status(of: item).0
        }
      } catch {
        entry.problem = .system(error)
      }
      deliver(entry)
    }

    /// Makes an entry ready, after the folders around it that are not delivered yet.
    private mutating func deliver(_ entry: FolderWalker.Entry) {
      while deliveredFrames < frames.count {
        ready.append(frames[deliveredFrames].entry)
        deliveredFrames += 1
      }
      ready.append(entry)
    }

    private func isOpen(_ identity: Identity) throws(Errno) -> Bool {
      for frame in frames {
        guard let folder = frame.listing.descriptor else { continue }
        let (status, _) = try SystemCalls.status(of: folder.number)
        if identity == Identity(device: status.device, inode: status.version.inode) { return true }
      }
      return false
    }

    private func rules(in listing: FolderListing, as entry: FolderWalker.Entry) -> IgnoreRules {
      guard entry.hidingReason == nil, let folder = listing.descriptor else {
        return frames[frames.count - 1].rules.entering(entry.name, ignoreFile: nil)
      }
      if listing.holdsGit,
        let inner = GitWorkTree.at(realRoot.pushing(entry.path))
      {
        // A repository in the repository: git lets it judge for itself.
        return IgnoreRules(atRootOf: inner, user: walker.user)
      }
      let file = listing.holdsIgnoreFile ? IgnoreRules.ignoreFile(in: folder) : nil
      return frames[frames.count - 1].rules.entering(entry.name, ignoreFile: file)
    }

    private func read(
      _ folder: FilePath,
      for path: [UInt8],
      followingLink: Bool
    ) throws(Errno) -> FolderListing {
      walker.willRead?(path)
      let descriptor = folder.withPlatformString { folder in
        Result { () throws(Errno) in
          try SystemCalls.openFolder(folder, followingLink: followingLink)
        }
      }
      return try FolderListing(descriptor.get(), withStatus: walker.options.withStatus)
    }

    private func read(
      _ name: [UInt8],
      in listing: FolderListing,
      for path: [UInt8]
    ) throws(Errno) -> FolderListing {
      walker.willRead?(path)
      guard let parent = listing.descriptor else { throw .badFileDescriptor }
      let descriptor = (name + [0]).withUnsafeBytes { bytes in
        Result { () throws(Errno) in
          guard let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress else {
            throw .invalidArgument
          }
          return try SystemCalls.openFolder(start, in: parent.number, followingLink: false)
        }
      }
      return try FolderListing(descriptor.get(), withStatus: walker.options.withStatus)
    }
  }
}
