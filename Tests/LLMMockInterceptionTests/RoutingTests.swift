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

/// Which mock a request belongs to.
struct RoutingTests {
  @Test func `a hundred mocks share the shared session without cross-talk`() async throws {
    let address = try address()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask {
          try await Interceptor.answering("answer \(number)").installed { () async throws in
            for _ in 0..<2 {
              #expect(try await URLSession.shared.text(address) == "answer \(number)")
              async let one = URLSession.shared.text(address)
              async let two = Task { try await URLSession.shared.text(address) }.value
              #expect(try await [one, two] == ["answer \(number)", "answer \(number)"])
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `the handler sees the whole request`() async throws {
    let seen = Mutex<CallRequest?>(nil)
    let mock = Interceptor.handling { request in
      seen.withLock { $0 = request }
      return .text("ok")
    }
    var request = post("{\"é\":1}", to: try address("/v1/a%2Fb?x=%20y&z"))
    request.setValue("k", forHTTPHeaderField: "X-Api-Key")
    request.timeoutInterval = 0.001
    try await mock.installed { _ = try await URLSession.shared.text(request) }
    let call = try #require(seen.withLock { $0 })
    #expect(call.head.method == .post)
    #expect(call.head.scheme == "https")
    #expect(call.head.authority == "mock.invalid")
    #expect(call.path == "/v1/a%2Fb?x=%20y&z")
    #expect(call.head.headerFields[try #require(HTTPField.Name("x-api-key"))] == "k")
    #expect(call.body == Array("{\"é\":1}".utf8))
  }

  @Test func `the innermost mock that claims a request answers it`() async throws {
    let (ours, theirs) = (try address(), try address(host: "outer.invalid"))
    let outer = Interceptor(claims: { $0.authority?.hasSuffix(".invalid") == true }) { _ in
      .text("outer")
    }
    try await outer.installed { () async throws in
      try await Interceptor.answering("inner").installed { () async throws in
        #expect(try await URLSession.shared.text(ours) == "inner")
        #expect(try await URLSession.shared.text(theirs) == "outer")
      }
      #expect(try await URLSession.shared.text(ours) == "outer")
    }
  }

  @Test func `a session made from a configuration belongs to its mock`() async throws {
    let address = try address()
    let first = Interceptor.answering("first")
    let session = URLSession(configuration: first.configuration)
    try await Interceptor.answering("second").installed { () async throws in
      #expect(try await session.text(address) == "first")
      #expect(try await URLSession.shared.text(address) == "second")
      let fromDetached = try await detached { try await session.text(address) }
      #expect(fromDetached == "first")
    }
    first.close()
  }

  @Test func `a foreign session does not carry a claimed request to the network`() async throws {
    let server = try StandInServer { _ in [.answer(200, "network")] }
    let first = Interceptor.answering("first")
    let session = URLSession(configuration: first.configuration)
    let second = Interceptor.answering("second", host: "127.0.0.1:\(server.port)")
    let address = try url(server.url)
    await second.installed {
      let error = await #expect(throws: URLError.self) { try await session.text(address) }
      #expect(
        error?.localizedDescription.contains("configuration of a mock that does not answer") == true
      )
    }
    #expect(server.connections == 0)
  }

  @Test func `with several mocks a detached task's request fails and stays off the network`()
    async throws
  {
    let server = try StandInServer { _ in [.answer(200, "network")] }
    let host = "127.0.0.1:\(server.port)"
    let address = try url(server.url)
    await Interceptor.answering("outer", host: host).installed {
      await Interceptor.answering("inner", host: host).installed {
        let error = await #expect(throws: URLError.self) {
          try await detached { try await URLSession.shared.text(address) }
        }
        #expect(error?.code == .cannotLoadFromNetwork)
        #expect(
          error?.localizedDescription
            == """
            several mocks are open and this request does not say whose it is: send it from a child \
            task of the mock's scope, not from a detached task or a dispatch queue, or on a session \
            made from the mock's configuration
            """
        )
      }
    }
    #expect(server.connections == 0)
  }

  // In a process of its own, since tests of other mocks run in this one.
  @Test func `with one mock a detached task's request belongs to it`() async {
    await #expect(processExitsWith: .success) {
      let address = try address()
      try await Interceptor.answering("only").installed {
        let text = try await detached { try await URLSession.shared.text(address) }
        guard text == "only" else { throw URLError(.badServerResponse) }
      }
    }
  }

  @Test func `the shared session's list is as before when the last mock is closed`() async {
    await #expect(processExitsWith: .success) {
      let names = {
        (URLSession.shared.configuration.protocolClasses ?? []).map { String(describing: $0) }
      }
      let before = names()
      var lists: [[String]] = []
      for _ in 0..<3 {
        await Interceptor.answering("a").installed {
          await Interceptor.answering("b").installed { lists.append(names()) }
        }
        guard names() == before else { throw URLError(.unknown) }
      }
      guard Set(lists).count == 1, lists[0].count > before.count else { throw URLError(.unknown) }
    }
  }

  @Test func `what no mock claims goes to the network and is counted once`() async throws {
    let server = try StandInServer { _ in [.answer(200, "network")] }
    let address = try url(server.url + "/other")
    let hosts = Mutex<[String]>([])
    let mock = Interceptor(
      claims: { $0.path == "/v1/messages" },
      passedThrough: { host in hosts.withLock { $0.append(host) } },
      handler: { _ in .text("mock") }
    )
    let claimed = try url(server.url + "/v1/messages")
    let session = URLSession(configuration: mock.configuration)
    try await mock.installed { () async throws in
      #expect(try await URLSession.shared.text(address) == "network")
      #expect(try await session.text(address) == "network")
      #expect(try await URLSession.shared.text(claimed) == "mock")
      #expect(try await session.text(claimed) == "mock")
    }
    #expect(hosts.withLock { $0 } == ["127.0.0.1", "127.0.0.1"])
  }

  @Test func `a session of a closed mock fails and stays off the network`() async throws {
    let server = try StandInServer { _ in [.answer(200, "network")] }
    let address = try url(server.url)
    let mock = Interceptor.answering("mock", host: "127.0.0.1:\(server.port)")
    let session = URLSession(configuration: mock.configuration)
    let text = try await mock.installed { try await session.text(address) }
    #expect(text == "mock")
    let error = await #expect(throws: URLError.self) { try await session.text(address) }
    #expect(error?.localizedDescription.contains("after its mock was closed") == true)
    // Another mock does not inherit it.
    await Interceptor.answering("other", host: "127.0.0.1:\(server.port)").installed {
      _ = await #expect(throws: URLError.self) { try await session.text(address) }
    }
    #expect(server.connections == 0)
  }

  @Test func `a session of a mock that is gone fails`() async throws {
    let address = try address()
    var mock: Interceptor? = Interceptor.answering("mock")
    let session = URLSession(configuration: try #require(mock).configuration)
    mock = nil
    await #expect(throws: URLError.self) { try await session.text(address) }
  }

  @Test func `a task that outlives its mock fails while others are open`() async throws {
    let server = try StandInServer { _ in [.answer(200, "network")] }
    let (host, address) = ("127.0.0.1:\(server.port)", try url(server.url))
    let closed = Gate()
    await Interceptor.answering("other", host: host).installed {
      let late = await Interceptor.answering("mock", host: host).installed {
        Task {
          await closed.opened()
          return try await URLSession.shared.text(address)
        }
      }
      closed.open()
      let error = await #expect(throws: URLError.self) { try await late.value }
      #expect(error?.localizedDescription.contains("after its mock was closed") == true)
    }
    #expect(server.connections == 0)
  }

  @Test func `what is not answered when a mock closes fails`() async throws {
    let address = try address()
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
    let call = await mock.installed {
      let call = Task { try await URLSession.shared.text(address) }
      await asked.opened()
      return call
    }
    let error = await #expect(throws: URLError.self) { try await call.value }
    #expect(error?.localizedDescription.contains("after its mock was closed") == true)
    await cancelled.opened()
  }

  @Test func `an upstream client is never answered by a mock`() async throws {
    let server = try StandInServer { _ in [.answer(200, "network")] }
    let mock = Interceptor(claims: { _ in true }, handler: { _ in .text("mock") })
    try await mock.installed { () async throws in
      let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
      let response = try await UpstreamClient().send(
        CallRequest(head),
        to: UpstreamBase(server.url)
      )
      #expect(try await response.body.collected() == Array("network".utf8))
    }
  }
}
