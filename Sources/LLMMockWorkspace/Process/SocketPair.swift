#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import SystemPackage

/// Two sockets that are each other's ends, which no program that is started gets.
enum SocketPair {
  static func make(isBlocking: Bool = true) throws(Errno) -> (one: Int32, other: Int32) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
    let isMade = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0
    for end in ends where isMade {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      if !isBlocking { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }
    #else
    // At once: another thread may start a program at this moment.
    #if canImport(Glibc)
    var kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    if !isBlocking { kind |= Int32(SOCK_NONBLOCK.rawValue) }
    #else
    var kind = SOCK_STREAM | SOCK_CLOEXEC
    if !isBlocking { kind |= SOCK_NONBLOCK }
    #endif
    let isMade = socketpair(AF_UNIX, kind, 0, &ends) == 0
    #endif
    if !isMade { throw Errno(rawValue: errno) }
    return (ends[0], ends[1])
  }
}
