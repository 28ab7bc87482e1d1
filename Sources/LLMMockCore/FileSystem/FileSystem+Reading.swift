package import SystemPackage

extension FileSystem {
  /// Reads a whole file; links are followed.
  package func read(_ path: FilePath) throws -> FileContents {
    let file = try open(path)
    let status = try file.status()
    // One byte more than there should be, so that the end shows without another call.
    var bytes = try file.read(0, status.size + 1)
    if bytes.count > status.size {
      // It grew while it was read.
      while true {
        let more = try file.read(bytes.count, 1 << 20)
        if more.isEmpty { break }
        bytes += more
      }
    }
    try file.close()
    return FileContents(bytes: bytes, status: status)
  }

  /// The version of a file, links followed; nil when there is none.
  package func version(of path: FilePath) throws -> FileVersion? {
    try status(path).flatMap { $0.kind == .file ? $0.version : nil }
  }
}
