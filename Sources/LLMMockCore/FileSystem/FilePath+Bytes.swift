package import SystemPackage

extension FilePath {
  /// The path's bytes without the one that ends it.
  package var bytes: [UInt8] {
    withPlatformString { Self.bytes(at: $0) }
  }

  /// A path of bytes; nil when one of them is 0, which no path can hold.
  package init?(bytes: some Collection<UInt8>) {
    guard !bytes.contains(0) else { return nil }
    self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
  }

  /// The path for a person to read, with tokens for what must not be drawn.
  package var visible: String { VisibleText.of(bytes: bytes) }

  /// The path from a folder to this one, both absolute and without links; nil when one is relative.
  ///
  /// What is not inside the folder begins with `..`.
  package func relative(to folder: FilePath) -> FilePath? {
    guard isAbsolute, folder.isAbsolute else { return nil }
    var own = components[...]
    var other = folder.components[...]
    while let name = own.first, name == other.first {
      own = own.dropFirst()
      other = other.dropFirst()
    }
    var result = FilePath()
    for _ in other { result.append("..") }
    for name in own { result.append(name) }
    return result
  }

  /// Whether this is the folder itself or lies inside it, judged by the names alone.
  package func isWithin(_ folder: FilePath) -> Bool { starts(with: folder) }

  /// The folder of a path; `.` for a bare name.
  package var folder: FilePath {
    let parent = removingLastComponent()
    return parent.isEmpty ? "." : parent
  }

  fileprivate static func bytes(at start: UnsafePointer<CChar>) -> [UInt8] {
    var result: [UInt8] = []
    var cursor = start
    while cursor.pointee != 0 {
      result.append(UInt8(bitPattern: cursor.pointee))
      cursor += 1
    }
    return result
  }
}

extension FilePath.Component {
  /// The name's bytes without the one that ends it.
  package var bytes: [UInt8] {
    withPlatformString { FilePath.bytes(at: $0) }
  }

  /// A name of bytes; nil when they are no single name.
  package init?(bytes: some Collection<UInt8>) {
    guard !bytes.contains(0) else { return nil }
    self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
  }
}
