package import SystemPackage

/// Says what could not be done with a fixture file, and why; the file is as it was.
package struct FixtureFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why; the raw values are stable.
  package enum Code: String, Hashable, Sendable {
    /// Someone else wrote it since it was read.
    case changedOnDisk = "changed_on_disk"
    /// Someone else keeps writing it.
    case busy
    case vanished
    /// It, or the whole disk, may only be read.
    case readOnly = "read_only"
    case permission
    case noSpace = "no_space"
    /// A link on its path leads out of the repository.
    case linkLeadsOut = "link_leads_out"
    case notAFile = "not_a_file"
    /// The name is taken.
    case exists
    case noFolder = "no_folder"
    case nameTooLong = "name_too_long"
    /// The edit was made for other bytes.
    case editDoesNotFit = "edit_does_not_fit"
    /// Anything else that went wrong with the disk.
    case system
  }

  package var code: Code
  package var path: FilePath
  /// One phrase in lower case, without the path.
  package var reason: String

  package init(_ code: Code, _ path: FilePath, _ reason: String) {
    self.code = code
    self.path = path
    self.reason = reason
  }

  /// An error of the disk, about the file as the user knows it.
  package init(_ error: FileSystemError, _ path: FilePath) {
    let code: Code =
      switch error.code {
      case .notFound, .notAFolder: .vanished
      case .permission: .permission
      case .readOnlyDisk: .readOnly
      case .noSpace: .noSpace
      case .exists: .exists
      case .notAFile: .notAFile
      case .nameTooLong: .nameTooLong
      case .linkLoop, .otherDisk, .unsupported, .other: .system
      }
    self.init(code, path, error.reason)
  }

  /// Runs what a disk does for a file, and names that file in what goes wrong.
  package static func about<Result>(
    _ path: FilePath,
    _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as FileSystemError {
      throw FixtureFileError(error, path)
    }
  }

  package var description: String { "\(path.visible): \(reason)" }
}
