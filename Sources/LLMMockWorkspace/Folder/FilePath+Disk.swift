internal import SystemPackage

extension FilePath {
  /// A path of bytes that the system gave, up to the first that is zero.
  init(pathBytes: some Collection<UInt8>) {
    self.init(platformString: pathBytes.map { CChar(bitPattern: $0) } + [0])
  }

  /// The path to the same place on which no component is a link; absolute.
  func withoutLinks() throws(Errno) -> FilePath {
    let result: Result<[UInt8], Errno> = withPlatformString { path in
      Result { () throws(Errno) in try SystemCalls.realPath(path) }
    }
    return FilePath(pathBytes: try result.get())
  }

  /// The status of what stands at the path, a link's target included.
  func status() throws(Errno) -> FolderWalker.Entry.Status {
    let result: Result<FolderWalker.Entry.Status, Errno> = withPlatformString { path in
      Result { () throws(Errno) in try SystemCalls.status(path).0 }
    }
    return try result.get()
  }
}
