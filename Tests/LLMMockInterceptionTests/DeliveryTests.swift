import Foundation
import HTTPTypes
import LLMMockExchange
import LLMMockInterception
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// How an answer reaches the caller.
struct DeliveryTests {
  private struct Miss: Error, LocalizedError, Equatable {
    var errorDescription: String? { "no recorded interaction matches" }
  }

  private static func threeChunks(_ index: Int) -> String? {
    index < 3 ? "chunk \(index);" : nil
  }

  @Test func `a completion handler gets the whole body`() async throws {
    let mock = Interceptor.handling { _ in .chunks { Self.threeChunks($0) } }
    let address = try address()
    for session in [
      URLSession(configuration: mock.configuration),
      URLSession(
        configuration: mock.configuration,
        delegate: RecordingDelegate(),
        delegateQueue: nil
      ),
    ] {
      let text = await withCheckedContinuation { continuation in
        session.dataTask(with: address) { data, _, _ in
          continuation.resume(returning: data.map { String(decoding: $0, as: UTF8.self) })
        }.resume()
      }
      #expect(text == "chunk 0;chunk 1;chunk 2;")
      #expect(try await session.text(address) == "chunk 0;chunk 1;chunk 2;")
      let (data, _) = try await session.data(
        for: URLRequest(url: address),
        delegate: RecordingDelegate()
      )
      #expect(String(decoding: data, as: UTF8.self) == "chunk 0;chunk 1;chunk 2;")
    }
    mock.close()
  }

  @Test func `a delegate sees a chunk before the next is made`() async throws {
    let gates = [Gate(), Gate(), Gate()]
    let mock = Interceptor.handling { _ in
      .chunks { index in
        if index > 0 { await gates[index - 1].opened() }
        return Self.threeChunks(index)
      }
    }
    let delegate = RecordingDelegate(gates: gates)
    let session = URLSession(
      configuration: mock.configuration,
      delegate: delegate,
      delegateQueue: nil
    )
    session.dataTask(with: try address()).resume()
    await delegate.finished.opened()
    #expect(delegate.received == ["chunk 0;", "chunk 1;", "chunk 2;"])
    #expect(delegate.status == 200)
    #expect(delegate.failure == nil)
    mock.close()
  }

  @Test func `a delegate sees a stream break off`() async throws {
    let seen = Gate()
    let mock = Interceptor.handling { _ in
      .chunks { index in
        guard index > 0 else { return "first" }
        await seen.opened()
        throw Miss()
      }
    }
    let delegate = RecordingDelegate(gates: [seen])
    let session = URLSession(
      configuration: mock.configuration,
      delegate: delegate,
      delegateQueue: nil
    )
    session.dataTask(with: try address()).resume()
    await delegate.finished.opened()
    #expect(delegate.received == ["first"])
    let error = try #require(delegate.failure as? URLError)
    #expect(error.userInfo[NSUnderlyingErrorKey] as? Miss == Miss())
    mock.close()
  }

  @Test func `status and fields arrive, duplicates joined`() async throws {
    let mock = Interceptor.handling { _ in
      let name = HTTPField.Name("x-a") ?? .accept
      let fields = HTTPFields([
        HTTPField(name: name, value: "1"), HTTPField(name: name, value: "2"),
        HTTPField(name: .retryAfter, value: "5"),
      ])
      return CallResponse(HTTPResponse(status: .tooManyRequests, headerFields: fields))
    }
    let session = URLSession(configuration: mock.configuration)
    let (data, response) = try await session.data(for: post(to: address()))
    let head = try #require(response as? HTTPURLResponse)
    #expect(head.statusCode == 429)
    #expect(head.value(forHTTPHeaderField: "X-A") == "1, 2")
    #expect(head.value(forHTTPHeaderField: "retry-after") == "5")
    #expect(data.isEmpty)
    mock.close()
  }

  @Test(arguments: [401, 301, 302, 307, 407, 500])
  func `no status makes the session do something of its own`(code: Int) async throws {
    let mock = Interceptor.handling { _ in
      let fields: HTTPFields = [
        .wwwAuthenticate: "Basic realm=\"x\"", .location: "https://mock.invalid/elsewhere",
      ]
      let head = HTTPResponse(status: .init(code: code), headerFields: fields)
      return CallResponse(head, body: CallBody(Array("body".utf8)))
    }
    let session = URLSession(configuration: mock.configuration)
    let (data, response) = try await session.data(for: post(to: address()))
    #expect((response as? HTTPURLResponse)?.statusCode == code)
    #expect(data == Data("body".utf8))
    mock.close()
  }

  @Test func `an error carries its sentence and itself`() async throws {
    let mock = Interceptor.handling { _ in throw Miss() }
    let session = URLSession(configuration: mock.configuration)
    let address = try address()
    let thrown = await #expect(throws: (any Error).self) { try await session.text(address) }
    let handed: (any Error)? = await withCheckedContinuation { continuation in
      session.dataTask(with: address) { continuation.resume(returning: $2) }.resume()
    }
    let delegate = RecordingDelegate()
    let other = URLSession(
      configuration: mock.configuration,
      delegate: delegate,
      delegateQueue: nil
    )
    other.dataTask(with: address).resume()
    await delegate.finished.opened()
    for error in [thrown, handed, delegate.failure] {
      let error = try #require(error)
      #expect(error.localizedDescription == "no recorded interaction matches")
      #expect((error as? URLError)?.code == .cannotLoadFromNetwork)
      #expect((error as? URLError)?.userInfo[NSUnderlyingErrorKey] as? Miss == Miss())
      #expect((error as NSError).userInfo[NSUnderlyingErrorKey] as? Miss == Miss())
      #expect((error as NSError).domain == NSURLErrorDomain)
    }
    mock.close()
  }

  @Test func `an error of the upstream looks as it would without a mock`() async throws {
    let error = UpstreamError(.timedOut, host: "x.test", detail: "sent nothing for 1 seconds")
    let mock = Interceptor.handling { _ in throw error }
    let session = URLSession(configuration: mock.configuration)
    let thrown = await #expect(throws: URLError.self) { try await session.text(address()) }
    #expect(thrown?.code == .timedOut)
    #expect(thrown?.localizedDescription == "x.test sent nothing for 1 seconds")
    mock.close()
  }

  @Test func `a body stream is read to its end`() async throws {
    let mock = Interceptor.handling { .text("\($0.body.count) \($0.body.last ?? 0)") }
    let session = URLSession(configuration: mock.configuration)
    var request = URLRequest(url: try address())
    request.httpMethod = "POST"
    request.httpBodyStream = InputStream(data: Data(repeating: 7, count: 300_000))
    #expect(try await session.text(request) == "300000 7")
    mock.close()
  }

  @Test func `a session's own fields are part of the request`() async throws {
    let mock = Interceptor.handling { request in
      .text(request.head.headerFields[.authorization] ?? "none")
    }
    let configuration = mock.configuration
    configuration.httpAdditionalHeaders = ["Authorization": "Bearer session"]
    let session = URLSession(configuration: configuration)
    var request = post(to: try address())
    #expect(try await session.text(request) == "Bearer session")
    request.setValue("Bearer request", forHTTPHeaderField: "authorization")
    #expect(try await session.text(request) == "Bearer request")
    mock.close()
  }

  @Test func `tasks that cannot be answered fail with a sentence`() async throws {
    let server = try StandInServer { _ in [.answer(200, "network")] }
    let mock = Interceptor.answering("mock", host: "127.0.0.1:\(server.port)")
    let session = URLSession(configuration: mock.configuration)
    var request = URLRequest(url: try url(server.url))
    request.httpMethod = "POST"
    let upload = await #expect(throws: URLError.self) {
      try await session.upload(for: request, from: Data("body".utf8))
    }
    #expect(
      upload?.localizedDescription
        == "the body of an upload task cannot be seen by a mock: send it as the httpBody of a data task"
    )
    let download = await #expect(throws: URLError.self) { try await session.download(for: request) }
    #expect(
      download?.localizedDescription
        == "a download task cannot be answered by a mock: use a data task"
    )
    request.setValue("gzip", forHTTPHeaderField: "content-encoding")
    request.httpBody = Data("x".utf8)
    let encoded = await #expect(throws: URLError.self) { try await session.data(for: request) }
    #expect(encoded?.localizedDescription.contains("content encoding") == true)
    #expect(server.connections == 0)
    mock.close()
  }

  @Test func `cancelling a session task cancels the handler`() async throws {
    let (asked, cancelled) = (Gate(), Gate())
    let mock = Interceptor.handling { _ in
      asked.open()
      await withTaskCancellationHandler {
        await cancelled.opened()
      } onCancel: {
        cancelled.open()
      }
      return .text("late")
    }
    let delegate = RecordingDelegate()
    let session = URLSession(
      configuration: mock.configuration,
      delegate: delegate,
      delegateQueue: nil
    )
    let task = session.dataTask(with: try address())
    task.resume()
    await asked.opened()
    task.cancel()
    await cancelled.opened()
    await delegate.finished.opened()
    #expect((delegate.failure as? URLError)?.code == .cancelled)
    #expect(delegate.received == [])
    mock.close()
  }

  @Test func `cancelling the caller cancels the handler`() async throws {
    let (asked, cancelled) = (Gate(), Gate())
    let mock = Interceptor.handling { _ in
      asked.open()
      await withTaskCancellationHandler {
        await cancelled.opened()
      } onCancel: {
        cancelled.open()
      }
      return .text("late")
    }
    let session = URLSession(configuration: mock.configuration)
    let address = try address()
    let call = Task { try await session.text(address) }
    await asked.opened()
    call.cancel()
    await cancelled.opened()
    let error = await #expect(throws: URLError.self) { try await call.value }
    #expect(error?.code == .cancelled)
    mock.close()
  }

  // Completed on the session's queue, hardly one of these would end.
  @Test(.timeLimit(.minutes(1)))
  func `a caller cancelled while its answer arrives neither hangs nor ends the process`()
    async throws
  {
    let mock = Interceptor.answering("ok")
    let session = URLSession(configuration: mock.configuration)
    let address = try address()
    for _ in 0..<100 {
      let other = Gate()
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<3 {
          group.addTask {
            do {
              _ = try await session.text(address)
            } catch {
              #expect((error as? URLError)?.code == .cancelled)
            }
            other.open()
          }
        }
        // The first answer cancels the others just when theirs arrive.
        await other.opened()
        group.cancelAll()
      }
    }
    mock.close()
  }

  @Test func `a web socket fails and stays off the network`() async throws {
    let server = try StandInServer { _ in [.close] }
    let mock = Interceptor.answering("mock", host: "127.0.0.1:\(server.port)")
    let delegate = RecordingDelegate()
    let session = URLSession(
      configuration: mock.configuration,
      delegate: delegate,
      delegateQueue: nil
    )
    session.webSocketTask(with: try url("ws://127.0.0.1:\(server.port)/v1/realtime")).resume()
    await delegate.finished.opened()
    // The sentence is Foundation's own where its libcurl knows no web sockets.
    #expect(delegate.failure != nil)
    #expect(server.connections == 0)
    mock.close()
  }

  @Test func `a suspended task gets its answer when it goes on`() async throws {
    let (asked, answer) = (Gate(), Gate())
    let mock = Interceptor.handling { _ in
      asked.open()
      await answer.opened()
      return .text("ok")
    }
    let delegate = RecordingDelegate()
    let session = URLSession(
      configuration: mock.configuration,
      delegate: delegate,
      delegateQueue: nil
    )
    let task = session.dataTask(with: try address())
    task.resume()
    await asked.opened()
    task.suspend()
    answer.open()
    task.resume()
    await delegate.finished.opened()
    #expect(delegate.received == ["ok"])
    mock.close()
  }
}
