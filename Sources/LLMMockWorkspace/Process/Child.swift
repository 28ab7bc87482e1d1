#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import LLMMockCore
internal import Synchronization
internal import SystemPackage

/// A program that was started, and our ends of its pipes.
struct Child: ~Copyable {
  /// Held while pipes are made and a program is started.
  ///
  /// A pipe can't be made so that no program gets it: that is set a moment later, and what another
  /// thread starts in between would hold the pipe open.
  private static let starting = Mutex(())
  /// What is read at most after the child has ended; no two pipes hold more.
  private static var leftBytes: Int { 2 << 20 }
  /// How long is waited for more after the child has ended; what it wrote itself is there by then.
  private static var leftTime: Duration { .seconds(1) }

  private let id: pid_t
  private var input: Int32
  private var output: Int32
  private var errors: Int32
  /// How it ended; nil until that is known.
  private var ending: Program.Ending?

  init(_ program: Program) throws(Errno) {
    let (id, input, output, errors) = try Self.starting.withLock { _ throws(Errno) in
      try Self.start(program)
    }
    (self.id, self.input, self.output, self.errors) = (id, input, output, errors)
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    for end in [input, output, errors] where end >= 0 { close(end) }
  }

  /// Starts a program, and gives our ends of its pipes.
  private static func start(
    _ program: Program
  ) throws(Errno) -> (id: pid_t, input: Int32, output: Int32, errors: Int32) {
    var open: [Int32] = []
    defer { for end in open { close(end) } }
    // A socket, because writing to a pipe whose reader is gone would end this process.
    let input = try socketEnds()
    open += [input.ours, input.theirs]
    let output = try pipeEnds()
    open += [output.ours, output.theirs]
    let errors = try pipeEnds()
    open += [errors.ours, errors.theirs]
    let id = try spawn(program, [input.theirs, output.theirs, errors.theirs])
    open = [input.theirs, output.theirs, errors.theirs]
    return (id, input.ours, output.ours, errors.ours)
  }

  private static func socketEnds() throws(Errno) -> (ours: Int32, theirs: Int32) {
    let (ours, theirs) = try SocketPair.make()
    #if canImport(Darwin)
    var isOn: Int32 = 1
    setsockopt(ours, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    #endif
    return (ours, theirs)
  }

  private static func pipeEnds() throws(Errno) -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) != 0 { throw Errno(rawValue: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(_ program: Program, _ ends: [Int32]) throws(Errno) -> pid_t {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, end) in ends.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this program ignores or holds back is its own affair.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    #if canImport(Darwin)
    let ownSession = Int16(POSIX_SPAWN_SETSID)
    #else
    // POSIX_SPAWN_SETSID, which is not among what Swift sees of the library.
    let ownSession: Int16 = 0x80
    #endif
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | ownSession
    )
    let words = ([program.path.bytes] + program.arguments).map(Self.string) + [nil]
    let variables =
      program.environment.map { Self.string(Array("\($0.key)=\($0.value)".utf8)) } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var process: pid_t = 0
    let code = program.path.withPlatformString {
      posix_spawn(&process, $0, &actions, &attributes, words, variables)
    }
    if code != 0 { throw Errno(rawValue: code) }
    return process
  }

  private static func string(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.flatMap { strdup($0) }
    }
  }

  // MARK: Exchanging

  /// Sends the input and hands over what comes, until both outputs are closed or the child is gone.
  ///
  /// What the child left running may hold its pipes open for good, and write to them without end.
  /// So after the child's end only what comes without a pause is handed over, and not much of it.
  ///
  /// - Returns: whether the stop signal ended it.
  mutating func exchange(
    _ bytes: [UInt8],
    stop: StopSignal?,
    receive: (UnsafeRawBufferPointer, _ isError: Bool) throws -> Void
  ) throws -> Bool {
    var sent = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    var left = (bytes: Self.leftBytes, time: Self.leftTime)
    while output >= 0 || errors >= 0 {
      if stop?.isRaised == true { return true }
      look()
      if left.bytes <= 0 || left.time <= .zero { break }
      if sent == bytes.count { closeInput() }
      var waited = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: stop?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      let start = ContinuousClock.now
      let count = poll(&waited, nfds_t(waited.count), 100)
      let hasEnded = ending != nil
      // Only waiting counts: a slow receiver still gets all.
      if hasEnded { left.time -= .now - start }
      if count < 0, errno != EINTR { throw Errno(rawValue: errno) }
      if count == 0 {
        if hasEnded { break }
        continue
      }
      func take(_ bytes: UnsafeRawBufferPointer, isError: Bool) throws {
        if hasEnded { left.bytes -= bytes.count }
        try receive(bytes, isError)
      }
      if waited[2].revents != 0, input >= 0 { sent = send(bytes, from: sent) }
      if waited[0].revents != 0, try !read(output, buffer, { try take($0, isError: false) }) {
        close(output)
        output = -1
      }
      if waited[1].revents != 0, try !read(errors, buffer, { try take($0, isError: true) }) {
        close(errors)
        errors = -1
      }
    }
    return false
  }

  private mutating func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// - Returns: how much is sent by now; all of it once the child no longer reads.
  private mutating func send(_ bytes: [UInt8], from start: Int) -> Int {
    #if canImport(Darwin)
    let flags: Int32 = 0
    #else
    let flags = Int32(MSG_NOSIGNAL)
    #endif
    let end = input
    let count = bytes[start...].withUnsafeBytes { buffer in
      #if canImport(Darwin)
      Darwin.send(end, buffer.baseAddress, min(buffer.count, 1 << 16), flags)
      #elseif canImport(Musl)
      Musl.send(end, buffer.baseAddress, min(buffer.count, 1 << 16), flags)
      #else
      Glibc.send(end, buffer.baseAddress, min(buffer.count, 1 << 16), flags)
      #endif
    }
    if count >= 0 { return start + count }
    return errno == EINTR || errno == EAGAIN ? start : bytes.count
  }

  /// - Returns: false at the end.
  private func read(
    _ descriptor: Int32,
    _ buffer: UnsafeMutableRawBufferPointer,
    _ receive: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Bool {
    #if canImport(Darwin)
    let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
    let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
    let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    if count > 0 { try receive(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    return count > 0
  }

  // MARK: Ending

  /// Looks whether the child has ended.
  private mutating func look() {
    if ending == nil { ending = Self.ending(of: id, options: WNOHANG) }
  }

  /// How a child ended; nil when it has not.
  private static func ending(of id: pid_t, options: Int32) -> Program.Ending? {
    var status: Int32 = 0
    while true {
      let found = waitpid(id, &status, options)
      if found == id { break }
      if found == 0 { return nil }
      // Nothing else waits for it: the system kept nothing of it, because this process was started
      // to ignore how its children end.
      if errno != EINTR { return .unknown }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  /// Waits for the end; a child that is stopped gets two seconds for it.
  consuming func end(isStopped: Bool) -> Program.Ending {
    if isStopped, ending == nil {
      // Its session is its own, so this reaches all that it started.
      kill(-id, SIGTERM)
      for _ in 0..<200 where ending == nil {
        look()
        if ending == nil { usleep(10_000) }
      }
      if ending == nil { kill(-id, SIGKILL) }
    }
    let ending = ending ?? Self.ending(of: id, options: 0) ?? .unknown
    self.ending = ending
    return isStopped ? .cancelled : ending
  }
}
