internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A loopback HTTP/1.1 server over a backend.
package final class GatewayServer: Sendable {
  private struct Running: Sendable {
    let server: Server<GatewayChannel>
    let task: Task<Void, any Error>
    let connections: OpenConnections
    let port: Int
  }

  private struct State {
    var start: Task<Running, any Error>?
    var stop: Task<Void, Never>?
  }

  private let configuration: GatewayConfiguration
  private let backend: any GatewayBackend
  private let state = Mutex(State())

  package init(configuration: GatewayConfiguration, backend: any GatewayBackend) {
    self.configuration = configuration
    self.backend = backend
  }

  /// Begins to listen, and returns the port once it does.
  ///
  /// More calls return the same.
  ///
  /// - Throws: ``GatewayListenError``.
  @discardableResult
  package func start() async throws -> Int {
    let task = try state.withLock { state in
      if state.stop != nil { throw error(.stopped) }
      if let start = state.start { return start }
      let start = Task { try await self.listen() }
      state.start = start
      return start
    }
    return try await task.value.port
  }

  /// Stops listening, lets running answers finish, and returns when nothing runs any more.
  ///
  /// Connections without a request are closed at once. What has not finished after
  /// ``GatewayConfiguration/grace`` is cancelled and cut off. More calls wait for the same end.
  package func stop() async {
    let task = state.withLock { state in
      if let stop = state.stop { return stop }
      let stop = Task { [start = state.start, grace = configuration.grace] in
        // A start that failed left nothing to stop.
        guard case .success(let running)? = await start?.result else { return }
        await Self.shutDown(running, grace: grace)
      }
      state.stop = stop
      return stop
    }
    await task.value
  }

  /// Runs the body with the port of a server that stops afterwards, however the body ends.
  package static func withServer<Result>(
    configuration: GatewayConfiguration,
    backend: any GatewayBackend,
    _ body: (_ port: Int) async throws -> Result
  ) async throws -> Result {
    let server = GatewayServer(configuration: configuration, backend: backend)
    do {
      let result = try await body(server.start())
      await server.stop()
      return result
    } catch {
      await server.stop()
      throw error
    }
  }

  private func listen() async throws -> Running {
    guard 0...65535 ~= configuration.port else { throw error(.portOutOfRange) }
    let group = MultiThreadedEventLoopGroup.singleton
    let connections = OpenConnections()
    let listening = group.any().makePromise(of: Int.self)
    let server = Server(
      childChannelSetup: GatewayChannel(
        gatekeeper: Gatekeeper(configuration),
        backend: backend,
        connections: connections
      ),
      configuration: ServerConfiguration(
        address: .hostname(configuration.host, port: configuration.port)
      ),
      onServerRunning: { listening.succeed($0.localAddress?.port ?? 0) },
      eventLoopGroup: group,
      logger: Logger(label: "llm-mock") { _ in SwiftLogNoOpLogHandler() }
    )
    let task = Task {
      do {
        try await server.run()
      } catch {
        listening.fail(error)
        throw error
      }
    }
    do {
      let port = try await listening.futureResult.get()
      return Running(server: server, task: task, connections: connections, port: port)
    } catch {
      throw self.error(Self.reason(for: error))
    }
  }

  private static func shutDown(_ running: Running, grace: Duration) async {
    let deadline = Task {
      try await Task.sleep(for: grace)
      running.connections.endAll()
    }
    do {
      try await running.server.shutdownGracefully()
    } catch {
      // It could not be gentle, then.
      running.connections.endAll()
      running.task.cancel()
    }
    deadline.cancel()
    // It ended before if it ended with an error, and then there is nothing left to stop.
    _ = await running.task.result
  }

  private func error(_ reason: GatewayListenError.Reason) -> GatewayListenError {
    GatewayListenError(reason: reason, host: configuration.host, port: configuration.port)
  }

  private static func reason(for error: any Error) -> GatewayListenError.Reason {
    if error is SocketAddressError || error is SocketAddressError.UnknownHost {
      return .hostUnknown
    }
    guard let error = error as? IOError else { return .other("\(error)") }
    switch error.errnoCode {
    case EADDRINUSE: return .portInUse
    case EADDRNOTAVAIL: return .hostElsewhere
    case EACCES, EPERM: return .notPermitted
    default: return .other(error.description)
    }
  }
}
