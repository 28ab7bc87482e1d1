internal import LLMMockCore
package import SystemPackage

/// What git ignores in one folder: every pattern that speaks of the names in it.
///
/// Follows gitignore(5): patterns of deeper folders win over those above, then come
/// `info/exclude` of the repository and the user's own file; in one file the last that matches
/// decides. Files that can't be read exclude nothing, and neither does a `.gitignore` that is a
/// link: git skips both. The index is not looked at, so a file that was added by force counts as
/// ignored. Letters are compared with case, whatever `core.ignoreCase` says.
package struct IgnoreRules: Sendable {
  /// The patterns of one file, and those it wins over.
  private final class Level: Sendable {
    let below: Level?
    /// How many bytes of a path name the folder of the file.
    let baseLength: Int
    let patterns: [IgnorePattern]
    /// What rules most patterns out without a look at them.
    let checks: [(lastByte: UInt8, isFolderOnly: Bool)]

    init(_ patterns: [IgnorePattern], baseLength: Int, over below: Level?) {
      self.patterns = patterns
      checks = patterns.map { ($0.lastByte, $0.isFolderOnly) }
      self.baseLength = baseLength
      self.below = below
    }
  }

  private var top: Level?
  /// The folder's path from the root of the work tree, with a slash at its end; empty at the root.
  private var folder: [UInt8]

  /// Rules that exclude nothing: those outside of git.
  package init() {
    top = nil
    folder = []
  }

  /// The rules at the root of a work tree.
  package init(atRootOf workTree: GitWorkTree, user: UserFiles) {
    self.init()
    add(Self.read(user.excludesFile(), followingLink: true))
    add(
      Self.read(workTree.repository.appending("info").appending("exclude"), followingLink: true)
    )
    add(Self.read(workTree.root.appending(".gitignore"), followingLink: false))
  }

  /// The rules in a folder at or below the work tree's root, on a path without links.
  ///
  /// Nil when git ignores the folder itself, and so everything in it.
  package init?(in folder: FilePath, of workTree: GitWorkTree, user: UserFiles) {
    self.init(atRootOf: workTree, user: user)
    var path = workTree.root
    for component in folder.components.dropFirst(workTree.root.components.count) {
      let name = component.bytes
      if excludes(name, isFolder: true) { return nil }
      path.append(component)
      self = entering(
        name,
        ignoreFile: Self.read(path.appending(".gitignore"), followingLink: false)
      )
    }
  }

  /// The rules in a folder of this folder, given what its `.gitignore` holds; nil without one.
  package func entering(_ name: [UInt8], ignoreFile: [UInt8]?) -> IgnoreRules {
    var inner = self
    // Without patterns above there is none that needs to know how deep this is.
    if top == nil, ignoreFile == nil { return inner }
    inner.folder += name
    inner.folder.append(UInt8(ascii: "/"))
    inner.add(ignoreFile)
    return inner
  }

  /// True when git ignores a name in this folder; a link names no folder, wherever it leads.
  package func excludes(_ name: [UInt8], isFolder: Bool) -> Bool {
    guard top != nil else { return false }
    let last = name.last ?? 0
    return (folder + name).withUnsafeBufferPointer { path in
      var level = top
      while let current = level {
        let inner = UnsafeBufferPointer(rebasing: path[current.baseLength...])
        let nameStart = folder.count - current.baseLength
        var index = current.patterns.count
        while index > 0 {
          index -= 1
          let check = current.checks[index]
          if check.lastByte != 0, check.lastByte != last { continue }
          if check.isFolderOnly, !isFolder { continue }
          let pattern = current.patterns[index]
          if pattern.matches(inner, nameStart: nameStart, isFolder: isFolder) {
            return !pattern.isNegated
          }
        }
        level = current.below
      }
      return false
    }
  }

  private mutating func add(_ file: [UInt8]?) {
    guard let file else { return }
    let patterns = IgnorePattern.patterns(of: file)
    if !patterns.isEmpty { top = Level(patterns, baseLength: folder.count, over: top) }
  }

  /// What the `.gitignore` of an open folder holds.
  static func ignoreFile(in folder: FolderDescriptor) -> [UInt8]? {
    // As in `read`.
    try? SystemCalls.read(".gitignore", in: folder.number, followingLink: false, limit: fileLimit)
  }

  private static func read(_ path: FilePath?, followingLink: Bool) -> [UInt8]? {
    // Like git, which warns about such a file and goes on.
    path?.withPlatformString { path in
      try? SystemCalls.read(path, followingLink: followingLink, limit: fileLimit)
    }
  }

  /// Longer ignore files are read up to here.
  static var fileLimit: Int { 16 << 20 }
}

extension IgnoreRules {
  /// True when git ignores a path below a work tree's root, or a folder above it.
  package static func excludes(
    _ path: FilePath,
    isFolder: Bool,
    in workTree: GitWorkTree,
    user: UserFiles
  ) -> Bool {
    guard let name = path.lastComponent, path != workTree.root else { return false }
    let folder = path.removingLastComponent()
    guard let rules = IgnoreRules(in: folder, of: workTree, user: user) else { return true }
    return rules.excludes(name.bytes, isFolder: isFolder)
  }
}
