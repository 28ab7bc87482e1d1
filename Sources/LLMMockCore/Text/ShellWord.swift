package import SystemPackage

/// Words as one types them to a shell.
package enum ShellWord {
  /// The path in quotes where it needs some.
  ///
  /// A path that holds what can't be typed is shown, and can't be copied.
  package static func quote(_ path: FilePath) -> String {
    quote(path.bytes)
  }

  /// A word in quotes where it needs some.
  package static func quote(_ bytes: [UInt8]) -> String {
    let isPlain =
      !bytes.isEmpty
      && bytes.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
          || UInt8(ascii: "+")...UInt8(ascii: "9") ~= byte
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "@")
      }
    let visible = VisibleText.of(bytes: bytes)
    if isPlain { return visible }
    return "'" + visible.replacing("'", with: "'\\''") + "'"
  }
}
