package import SystemPackage

/// Says what a disk refused to do, with which file, and why.
package struct FileSystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why; the raw values are stable.
  package enum Code: String, Hashable, Sendable {
    case notFound = "not_found"
    case permission
    /// The whole file system is mounted read-only.
    case readOnlyDisk = "read_only_disk"
    case noSpace = "no_space"
    case exists
    case notAFile = "not_a_file"
    case notAFolder = "not_a_folder"
    case nameTooLong = "name_too_long"
    case linkLoop = "link_loop"
    case otherDisk = "other_disk"
    case unsupported = "unsupported"
    case other
  }

  package var code: Code
  package var path: FilePath
  /// In lower case, without the path.
  package var reason: String
  /// The number the operating system gave; 0 when it was not asked.
  package var number: Int32

  package init(_ code: Code, _ path: FilePath, _ reason: String, number: Int32 = 0) {
    self.code = code
    self.path = path
    self.reason = reason
    self.number = number
  }

  /// The same error about another path.
  package func about(_ path: FilePath) -> FileSystemError {
    FileSystemError(code, path, reason, number: number)
  }

  package var description: String { "\(path.visible): \(reason)" }
}
