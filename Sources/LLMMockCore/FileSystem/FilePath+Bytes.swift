package import SystemPackage

// On bytes where it can be: in debug builds, `FilePath` checks all of itself whenever it is taken
// apart.

extension FilePath {
  /// The path's bytes without the one that ends it.
  package var bytes: [UInt8] {
    let count = length
    return withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
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
    var own = bytes.split(separator: Self.slash)[...]
    var other = folder.bytes.split(separator: Self.slash)[...]
    while let name = own.first, name == other.first {
      own = own.dropFirst()
      other = other.dropFirst()
    }
    let names = other.map { _ in Array("..".utf8)[...] } + own
    return FilePath(bytes: Array(names.joined(separator: [Self.slash])))
  }

  /// Whether this is the folder itself or lies inside it, judged by the names alone.
  package func isWithin(_ folder: FilePath) -> Bool {
    let (own, other) = (bytes, folder.bytes)
    guard own.starts(with: other) else { return false }
    return own.count == other.count || other.last == Self.slash || own[other.count] == Self.slash
  }

  /// The folder of a path; `.` for a bare name.
  package var folder: FilePath {
    let bytes = bytes
    guard let slash = bytes.lastIndex(of: Self.slash) else { return "." }
    return FilePath(bytes: bytes[..<max(1, slash)]) ?? "."
  }

  private static let slash = UInt8(ascii: "/")
}

extension FilePath.Component {
  /// The name's bytes without the one that ends it.
  package var bytes: [UInt8] {
    withPlatformString { start in
      var count = 0
      while start[count] != 0 { count += 1 }
      return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
  }

  /// A name of bytes; nil when they are no single name.
  package init?(bytes: some Collection<UInt8>) {
    guard !bytes.contains(0) else { return nil }
    self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
  }
}
