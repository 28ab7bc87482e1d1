import LLMMockCore
import SystemPackage
import TestSupport

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A terminal without a screen.
struct PseudoTerminal: ~Copyable {
  #if canImport(Glibc)
  // TIOCSPTLCK and TIOCGPTN, macros that are not imported.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430
  #endif

  private let main: Int32
  let name: String

  init(width: Int) throws {
    let (main, name) = try Self.open()
    var size = winsize(ws_row: 24, ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(main, UInt(TIOCSWINSZ), &size) == 0 else { throw Errno(rawValue: errno) }
    self.main = main
    self.name = name
  }

  private static func open() throws -> (main: Int32, name: String) {
    #if canImport(Glibc)
    // What posix_openpt and its kin do; the module of the C library leaves them out.
    let main = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: Int32 = 0
    guard main >= 0, ioctl(main, setLock, &lock) == 0, ioctl(main, getNumber, &number) == 0 else {
      throw Errno(rawValue: errno)
    }
    return (main, "/dev/pts/\(number)")
    #else
    let main = posix_openpt(O_RDWR | O_NOCTTY)
    guard main >= 0, grantpt(main) == 0, unlockpt(main) == 0, let name = ptsname(main) else {
      throw Errno(rawValue: errno)
    }
    return (main, String(cString: name))
    #endif
  }

  deinit { close(main) }

  /// All that is written until no one has the terminal open any more.
  func readAll() throws -> String {
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(main, &block, block.count)
      if count > 0 {
        result += block[..<count]
      } else if count == 0 || errno == EIO {
        // Linux tells the end as an error.
        return String(decoding: result, as: UTF8.self)
      } else if errno != EINTR {
        throw Errno(rawValue: errno)
      }
    }
  }
}
