internal import LLMMockCore
package import SystemPackage

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A folder on the real disk that is gone after the test.
package final class TemporaryFolder: Sendable {
  /// Without links.
  package let path: FilePath

  package init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = (parent + "/llm-mock-test-XXXXXX").utf8CString.map { $0 }
    guard mkdtemp(&template) != nil, let real = realpath(template, nil) else {
      throw ReadError(path: parent, code: errno)
    }
    defer { free(real) }
    path = FilePath(platformString: real)
  }

  deinit {
    do {
      try Self.remove(path)
    } catch {
      print("\(path) is left behind: \(error)")
    }
  }

  private static func remove(_ folder: FilePath) throws {
    // A test may have taken the permissions away.
    try FileSystem.disk.setPermissions(folder, .ownerReadWriteExecute)
    for entry in try FileSystem.disk.list(folder) {
      let path = folder.appending(entry.name)
      if entry.kind == .folder { try remove(path) } else { try FileSystem.disk.remove(path) }
    }
    guard folder.withPlatformString({ rmdir($0) }) == 0 else {
      throw ReadError(path: folder.visible, code: errno)
    }
  }

  /// A path in the folder.
  package func appending(_ name: FilePath) -> FilePath { path.pushing(name) }
}
