#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where standard error goes while a frame is on the screen.
///
/// Libraries, children and Swift's own last words would otherwise draw over the frame, or be lost
/// with the screen they were written to.
enum ErrorLog {
  /// A file without a name; the null device where there is no room for one, -1 if that fails too.
  static func make(in folder: String?) -> Int32 {
    let folder = folder.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var path = Array("\(folder)/llm-mock-tui-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { return open("/dev/null", O_RDWR | O_CLOEXEC) }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    // Several processes may write to it at once.
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_APPEND)
    return file
  }
}
