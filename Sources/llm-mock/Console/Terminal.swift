#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The terminal that standard output is.
struct Terminal {
  /// In cells.
  var width: Int

  /// nil when standard output is none.
  static var current: Terminal? {
    guard isatty(STDOUT_FILENO) == 1 else { return nil }
    var size = winsize()
    // Some terminals do not know how wide they are.
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) != 0 || size.ws_col == 0 {
      return Terminal(width: 80)
    }
    return Terminal(width: Int(size.ws_col))
  }
}
