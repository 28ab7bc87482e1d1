internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// How the server sets up the connections it accepts.
struct GatewayChannel: ServerChildChannel {
  let gatekeeper: Gatekeeper
  let backend: any GatewayBackend
  let connections: OpenConnections

  struct Value: ServerChildChannelValue {
    let channel: any Channel
    /// Kept when the connection is closed: what still runs for it, which has been cancelled.
    let remains: EventLoopFuture<Task<Void, Never>?>
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      var encoder = HTTPResponseEncoder.Configuration()
      encoder.automaticallySetFramingHeaders = false
      let pipeline = channel.pipeline.syncOperations
      // An answer's fields were validated when they became HTTPFields.
      try pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: true,
        withErrorHandling: false,
        withOutboundHeaderValidation: false,
        withEncoderConfiguration: encoder
      )
      let handler = ConnectionHandler(
        gatekeeper: gatekeeper,
        backend: backend,
        eventLoop: channel.eventLoop
      )
      do {
        try pipeline.addHandler(handler)
      } catch {
        handler.remains.succeed(nil)
        throw error
      }
      connections.add(channel)
      return Value(channel: channel, remains: handler.remains.futureResult)
    }
  }

  func handle(value: Value, logger: Logger) async {
    do {
      try await value.remains.get()?.value
    } catch {
      logger.trace("connection: \(error)")
    }
  }
}
