package import SystemPackage

/// Walks a tree of folders for files that may be fixtures: all that end in `.json`.
///
/// Depth first, in each folder its folders before its files, both in `NameOrder`. A folder comes
/// before what it holds, and is read only when the walk gets there: who takes forty entries opens
/// only the folders of these. Nothing is thrown; what can't be read is an entry that says so.
///
/// Left out, unless asked for, is what is seldom meant: folders that begin with a dot,
/// `node_modules`, Python environments, and what git ignores. The folder walked is shown whatever
/// git says about it. `.git` and `.llm-mock` are never entered. A link to a folder is followed when
/// its target lies in the repository (outside of git: in the folder walked), and each such folder
/// once.
package struct FolderWalker: Sequence, Sendable {
  package struct Options: Hashable, Sendable {
    /// Delivers what is otherwise left out, with the reason.
    package var includeIgnored = false
    /// Delivers folders in which there is nothing to deliver.
    package var includeEmptyFolders = false
    /// Asks the system for the status of each file.
    package var withStatus = false
    /// How many folders deep the walk goes; one descriptor stays open for each.
    package var deepest = 100

    package init(
      includeIgnored: Bool = false,
      includeEmptyFolders: Bool = false,
      withStatus: Bool = false,
      deepest: Int = 100
    ) {
      self.includeIgnored = includeIgnored
      self.includeEmptyFolders = includeEmptyFolders
      self.withStatus = withStatus
      self.deepest = deepest
    }
  }

  package var root: FilePath
  package var options: Options
  package var user: IgnoreRules.UserFiles
  /// Called with the path of each folder, from the folder walked and with a slash at its end, before
  /// it is opened.
  package var willRead: (@Sendable (_ folder: [UInt8]) -> Void)?

  package init(
    _ root: FilePath,
    options: Options = Options(),
    user: IgnoreRules.UserFiles,
    willRead: (@Sendable (_ folder: [UInt8]) -> Void)? = nil
  ) {
    self.root = root
    self.options = options
    self.user = user
    self.willRead = willRead
  }

  package func makeIterator() -> Iterator { Iterator(self) }
}

extension FolderWalker {
  /// True for the name of what may be a fixture.
  static func isCandidate(_ name: some BidirectionalCollection<UInt8>) -> Bool {
    name.suffix(5).elementsEqual(".json".utf8)
  }

  /// True for the name of a folder that holds what only programs read: git's, and this program's.
  static func isNeverEntered(_ name: [UInt8]) -> Bool {
    name.elementsEqual(".git".utf8) || name.elementsEqual(".llm-mock".utf8)
  }

  /// Why a folder of this name is left out, whatever it holds; nil when it is not.
  static func hidingReason(of name: [UInt8]) -> FolderWalker.Entry.HidingReason? {
    if name.elementsEqual(".venv".utf8) || name.elementsEqual("venv".utf8) {
      return .virtualEnvironment
    }
    if name.first == UInt8(ascii: ".") { return .dotFolder }
    return name.elementsEqual("node_modules".utf8) ? .nodeModules : nil
  }
}
