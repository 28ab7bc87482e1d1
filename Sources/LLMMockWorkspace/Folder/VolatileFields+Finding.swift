package import LLMMockCore
package import SystemPackage

extension VolatileFields {
  /// The volatile fields of a fixture: the standard ones as the nearest `.llm-mock-volatile` at or
  /// above its folder changes them.
  ///
  /// The search ends at the root of the work tree; outside of git it looks beside the fixture alone.
  ///
  /// - Parameter path: the fixture's file, which need not exist.
  /// - Throws: ``FixtureFileError`` that names the file and the line when it can't be read.
  package static func of(fixture path: FilePath, files: FileSystem) throws -> VolatileFields {
    guard let file = try file(of: path, files) else { return .standard }
    let contents = try FixtureFileError.about(file) { try files.read(file) }
    do throws(VolatileFieldsProblem) {
      return try VolatileFields.standard.changed(by: contents.bytes)
    } catch {
      throw FixtureFileError(.system, file, error.description)
    }
  }

  private static func file(of path: FilePath, _ files: FileSystem) throws -> FilePath? {
    var folder = path.folder
    // A folder that is gone, as in an old version, has no list.
    do {
      folder = try files.resolve(folder)
    } catch let error as FileSystemError {
      if error.code == .notFound || error.code == .notAFolder { return nil }
      throw FixtureFileError(error, folder)
    }
    let root = try GitWorkTree.containing(folder)?.root ?? folder
    while true {
      let candidate = folder.appending(fileName)
      // A link could have any file read as a list, and its lines told.
      let status = try FixtureFileError.about(candidate) { try files.linkStatus(candidate) }
      if status?.kind == .file { return candidate }
      if folder == root || !folder.removeLastComponent() { return nil }
    }
  }
}
