internal import LLMMockCore
package import SystemPackage

/// Finds the folder to open when none was named.
package struct FixtureFolders: Sendable {
  /// The folder from which to look; it must exist.
  package var here: FilePath
  package var user: IgnoreRules.UserFiles

  package init(here: FilePath, user: IgnoreRules.UserFiles) {
    self.here = here
    self.user = user
  }

  /// The names looked for, the first one first.
  package static let names: [FilePath] = ["tests/fixtures", "Tests/fixtures", "fixtures"]

  package struct Lookup: Hashable, Sendable {
    /// Absolute; nil when there is none.
    package var found: FilePath?
    /// The last folder looked in: the root of the repository when nothing was found.
    package var highest: FilePath
  }

  /// Looks for a folder with one of the names here and in each parent up to the repository's root.
  ///
  /// Outside of git only here. A link is taken only when it stays in the repository.
  package func lookUp() throws(Errno) -> Lookup {
    let start = try here.withoutLinks()
    let boundary = try GitWorkTree.containing(start)?.root ?? start
    var folder = start
    while true {
      for name in Self.names {
        let candidate = folder.pushing(name)
        guard isFolder(candidate) else { continue }
        if try candidate.withoutLinks().isWithin(boundary) {
          return Lookup(found: candidate, highest: folder)
        }
      }
      if folder == boundary || !folder.removeLastComponent() {
        return Lookup(found: nil, highest: folder)
      }
    }
  }

  private func isFolder(_ path: FilePath) -> Bool {
    // What can't be looked at can't be opened either.
    let status = path.withPlatformString { path in try? SystemCalls.status(path) }
    return status?.1 == .folder
  }
}
