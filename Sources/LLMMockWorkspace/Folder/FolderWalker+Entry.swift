package import LLMMockCore
package import SystemPackage

extension FolderWalker {
  /// A folder or a file that may be a fixture, as a walk finds it.
  package struct Entry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case folder
      case file
    }

    /// What the system says about a file or folder.
    package struct Status: Hashable, Sendable {
      /// What changes when the file does.
      package var version: FileVersion
      package var device: UInt64
    }

    /// Why something is shown only when everything is.
    package enum HidingReason: Hashable, Sendable {
      /// A folder whose name begins with a dot.
      case dotFolder
      case nodeModules
      /// A folder with Python's packages.
      case virtualEnvironment
      case gitIgnored
    }

    /// Why a folder's content or a file's status is missing.
    package enum Problem: Hashable, Sendable {
      case system(Errno)
      /// A link to a folder that the walk shows elsewhere, at or above the link, or by another link.
      case shownElsewhere
      /// Folders are nested deeper than a walk goes.
      case tooDeep
    }

    package var kind: Kind
    /// The bytes of the name; empty only for the folder walked.
    package var name: [UInt8]
    /// The path of the folder that holds it, from the folder walked, with a slash at its end; empty
    /// for what stands directly in the folder walked.
    package var parent: [UInt8]
    /// How many folders it lies below the folder walked: 0 for what stands directly in it.
    package var depth: Int
    package var isLink = false
    /// Whether this is a link whose target lies outside of the repository.
    ///
    /// Outside of git: of the folder walked. Such a folder is not entered, and such a file should not
    /// be read.
    package var leadsOut = false
    /// Nil for what is always shown.
    package var hidingReason: HidingReason?
    /// Only for files, and when the walk was asked for it; of the target, for a link.
    package var status: Status?
    package var problem: Problem?

    /// The path from the folder walked.
    package var path: FilePath { FilePath(pathBytes: parent + name) }
  }
}
