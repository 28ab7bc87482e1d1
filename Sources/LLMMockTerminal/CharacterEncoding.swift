import CNcurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The encoding of what is written to the terminal.
enum CharacterEncoding {
  /// Sets the C library's character type from the environment; true if it is UTF-8 then.
  ///
  /// Where the environment says something else, as it does in most containers, UTF-8 is tried
  /// all the same: terminals of today expect it.
  static func choose(from environment: [String: String]) -> Bool {
    let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { environment[$0] }
      .first { !$0.isEmpty }
    // The character type alone: a decimal comma has no place in what this program writes.
    for name in [wanted ?? "C", "C.UTF-8", "C.utf8", "en_US.UTF-8"] {
      if setlocale(LC_CTYPE, name) != nil, isUTF8 { return true }
    }
    return false
  }

  private static var isUTF8: Bool {
    guard let codeset = llmmock_codeset() else { return false }
    let name = String(cString: codeset).lowercased()
    return name == "utf-8" || name == "utf8"
  }
}
