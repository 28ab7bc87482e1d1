internal import HTTPTypes
internal import LLMMockExchange
internal import NIOCore
internal import NIOHTTP1

/// One connection: takes requests in, has them answered one after the other, sends the answers.
///
/// The next request is held back by NIO's pipelining handler until an answer is complete.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum State {
    /// Between requests. Leaves through a head.
    case waiting
    /// Taking a body in. Leaves through its end, or when it is too long or broken.
    case receiving(Admission)
    /// Being answered, though not all of the request may be here. Leaves with the end of the answer.
    case answering(requestIsHere: Bool)
    /// Answered for the last time, but the answer may not be out yet. Leaves when it is.
    case finishing(requestIsHere: Bool)
    /// What still comes is thrown away, so that the client can read the answer: closing at once
    /// would destroy it. Leaves when the client is done, or when a deadline ends.
    case draining
    /// Terminal.
    case closed
  }

  /// What a client may still send after an answer that came too early, and how long.
  private static let drainLimit = 256 << 20
  private static let drainTime = TimeAmount.seconds(5)

  /// Kept when the connection is closed; holds the cancelled task of the last request.
  let remains: EventLoopPromise<Task<Void, Never>?>
  private let gatekeeper: Gatekeeper
  private let backend: any GatewayBackend
  private let eventLoop: any EventLoop
  private let executor: EventLoopTaskExecutor
  private var state = State.waiting
  private var context: ChannelHandlerContext?
  private var body: [UInt8] = []
  private var task: Task<Void, Never>?
  private var clientIsDone = false
  private var drained = 0
  private var drainDeadline: Scheduled<Void>?

  init(gatekeeper: Gatekeeper, backend: any GatewayBackend, eventLoop: any EventLoop) {
    self.gatekeeper = gatekeeper
    self.backend = backend
    self.eventLoop = eventLoop
    executor = EventLoopTaskExecutor(eventLoop)
    remains = eventLoop.makePromise()
  }

  // MARK: The channel

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    connectionClosed()
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    connectionClosed()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): headReceived(head)
    case .body(let bytes): bytesReceived(bytes)
    case .end: endReceived()
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent {
      inputClosed()
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else {
      context.close(promise: nil)
      return
    }
    switch state {
    case .waiting, .receiving:
      answer(Admission(refusal: GatewayRefusal(unreadable: error)), requestIsHere: false)
    case .answering, .finishing, .draining, .closed: break
    }
  }

  // MARK: The request

  private func headReceived(_ head: HTTPRequestHead) {
    guard case .waiting = state else { return }
    let admission = gatekeeper.admit(head)
    let hasBody =
      admission.expectedLength.map { $0 > 0 } ?? head.headers.contains(name: "transfer-encoding")
    if admission.isRefused && hasBody {
      answer(admission, requestIsHere: false)
      return
    }
    state = .receiving(admission)
    if let length = admission.expectedLength {
      // No more than what a client can make us set aside with a few bytes.
      body.reserveCapacity(min(length, 1 << 20))
    }
    if admission.expectsContinue {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context?.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }
  }

  private func bytesReceived(_ bytes: ByteBuffer) {
    switch state {
    case .receiving(var admission):
      guard bytes.readableBytes <= gatekeeper.bodyLimit - body.count else {
        admission.refuse(.contentTooLarge, Gatekeeper.tooLong(gatekeeper.bodyLimit))
        answer(admission, requestIsHere: false)
        return
      }
      body.append(contentsOf: bytes.readableBytesView)
    case .draining:
      drained += bytes.readableBytes
      if drained > Self.drainLimit { context?.close(promise: nil) }
    case .waiting, .answering, .finishing, .closed: break
    }
  }

  private func endReceived() {
    switch state {
    case .receiving(let admission): answer(admission, requestIsHere: true)
    case .answering: state = .answering(requestIsHere: true)
    case .finishing: state = .finishing(requestIsHere: true)
    case .draining: context?.close(promise: nil)
    case .waiting, .closed: break
    }
  }

  private func inputClosed() {
    clientIsDone = true
    switch state {
    case .waiting, .receiving, .draining: context?.close(promise: nil)
    // It may be gone, or just have nothing more to ask. An answer that is there anyway is sent.
    case .answering: task?.cancel()
    case .finishing, .closed: break
    }
  }

  private func connectionClosed() {
    if case .closed = state { return }
    state = .closed
    task?.cancel()
    drainDeadline?.cancel()
    remains.succeed(task)
    task = nil
    body = []
  }

  private func answer(_ admission: Admission, requestIsHere: Bool) {
    var admission = admission
    if !requestIsHere { admission.keepsAlive = false }
    state = .answering(requestIsHere: requestIsHere)
    let body = self.body
    self.body = []
    let line = AnswerLine(handler: NIOLoopBound(self, eventLoop: eventLoop), eventLoop: eventLoop)
    task = Task(executorPreference: executor) { [backend, bodyLimit = gatekeeper.bodyLimit] in
      await Answering(admission: admission, body: body, bodyLimit: bodyLimit, backend: backend)
        .run(on: line)
    }
    // A client that was done before the question was asked.
    if clientIsDone { task?.cancel() }
  }

  // MARK: The answer

  /// Sends the parts in one write; the last of an answer is its end.
  func send(
    _ head: HTTPResponseHead?,
    _ bytes: [UInt8]?,
    isEnd: Bool,
    keepsAlive: Bool,
    promise: EventLoopPromise<Void>?
  ) {
    guard case .answering(let requestIsHere) = state, let context else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    if let head { context.write(wrapOutboundOut(.head(head)), promise: nil) }
    if let bytes {
      let buffer = context.channel.allocator.buffer(bytes: bytes)
      context.write(
        wrapOutboundOut(.body(.byteBuffer(buffer))),
        promise: isEnd ? nil : promise
      )
    }
    guard isEnd else {
      context.flush()
      return
    }
    let isLast = !keepsAlive || clientIsDone
    task = nil
    // Before the write: it may hand over the next request.
    state = isLast ? .finishing(requestIsHere: requestIsHere) : .waiting
    let written = isLast ? eventLoop.makePromise(of: Void.self) : nil
    written?.futureResult.assumeIsolated().whenComplete { _ in self.lastAnswerSent() }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
  }

  private func lastAnswerSent() {
    guard case .finishing(let requestIsHere) = state, let context else { return }
    guard !requestIsHere, !clientIsDone else {
      context.close(promise: nil)
      return
    }
    state = .draining
    context.close(mode: .output, promise: nil)
    drainDeadline = eventLoop.assumeIsolated().scheduleTask(in: Self.drainTime) {
      self.context?.close(promise: nil)
    }
  }

  /// Ends the connection in the middle of an answer, so that nobody takes what came for all of it.
  func cut() {
    context?.close(promise: nil)
  }
}
