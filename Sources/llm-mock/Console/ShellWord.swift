import LLMMockCore
import SystemPackage

/// Words as one types them to a shell.
enum ShellWord {
  /// The path in quotes where it needs some.
  ///
  /// A path that holds what can't be typed is shown, and can't be copied.
  static func quote(_ path: FilePath) -> String {
    let isPlain = path.bytes.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "+")...UInt8(ascii: "9") ~= byte
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "@")
    }
    if isPlain { return path.visible }
    return "'" + path.visible.replacing("'", with: "'\\''") + "'"
  }
}
