import LLMMockCore
import SystemPackage

extension FileSystem {
  /// Writes a report, in the place of the last one where there is one.
  func write(_ bytes: [UInt8], toReport path: FilePath) throws {
    try FixtureFileError.about(path) {
      if let old = try status(path) {
        _ = try replace(path, old: old, with: bytes) { true }
      } else {
        try makeFolders(path.folder, permissions: FilePermissions(rawValue: 0o777))
        try make(path, bytes, permissions: FilePermissions(rawValue: 0o666))
      }
    }
  }
}
