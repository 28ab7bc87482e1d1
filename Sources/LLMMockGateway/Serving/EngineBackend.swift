import HTTPTypes
package import LLMMock
import LLMMockCore
package import LLMMockExchange
import LLMMockInterception

/// Answers a server's requests from fixtures.
package final class EngineBackend: GatewayBackend {
  package let engine: Engine
  package let fixtures: ServedFixtures
  private let upstreams: Upstreams
  private let missed: @Sendable (FixtureNotFoundError) -> Void

  /// - Parameters:
  ///   - upstreams: where requests go that are forwarded.
  ///   - missed: called with every miss.
  package init(
    engine: Engine,
    fixtures: ServedFixtures,
    upstreams: Upstreams,
    missed: @escaping @Sendable (FixtureNotFoundError) -> Void = { _ in }
  ) {
    self.engine = engine
    self.fixtures = fixtures
    self.upstreams = upstreams
    self.missed = missed
  }

  package func respond(to call: GatewayCall) async throws -> CallResponse {
    let path = call.request.path
    do {
      let source = try fixtures.source(call.fixture)
      return try await engine.respond(to: call.request, from: source) { _ in
        let upstream = try self.upstreams.upstream(call.upstream, path: path)
        return Upstream(provider: upstream.provider, name: upstream.name) { request in
          try await upstream.send(request).decoded(limit: 256 << 20)
        }
      }
    } catch let error as GatewayRefusal {
      throw error
    } catch let error as FixtureNotFoundError {
      missed(error)
      throw GatewayRefusal(.notFound, error.description, path: path)
    } catch let error as RefusedCall {
      throw GatewayRefusal(.init(code: error.status), error.description, path: path)
    } catch let error as FixtureParseError {
      throw GatewayRefusal(.internalServerError, Self.told(error), path: path)
    } catch let error as FixtureFileError {
      throw GatewayRefusal(.internalServerError, Self.told(error), path: path)
    } catch let error as UpstreamError {
      throw GatewayRefusal(.badGateway, Self.told(error), path: path)
    }
  }

  private static func told(_ error: some CustomStringConvertible) -> String {
    "llm-mock: \(error)"
  }

  package func explain(_ refusal: GatewayRefusal) -> CallResponse {
    let endpoint = Endpoint.of(path: refusal.path ?? "/")
    let envelope = (Provider.of(endpoint) ?? .openAI).errorEnvelope
    var head = HTTPResponse(status: refusal.status, headerFields: refusal.fields)
    head.headerFields[.contentType] = "application/json"
    // The official clients try again otherwise, and get the same. Only the network may be better
    // the next time.
    if refusal.status != .badGateway, let name = HTTPField.Name("x-should-retry") {
      head.headerFields[name] = "false"
    }
    let prefix = refusal.message.hasPrefix("llm-mock: ") ? "" : "llm-mock: "
    let body = envelope.body(status: refusal.status.code, message: prefix + refusal.message)
    return CallResponse(head, body: CallBody(body))
  }

  package func control(_ request: ControlRequest) async -> CallResponse {
    switch request {
    case .health:
      let mode = engine.options.mode.rawValue
      let name = String(
        decoding: JSONString.quote(fixtures.standard.name, as: .ascii),
        as: UTF8.self
      )
      return Self.json(#"{"status": "ok", "mode": "\#(mode)", "fixture": \#(name)}"#)
    case .journal: return Self.json(engine.report.json(journal: true))
    case .reset:
      engine.reset()
      return Self.json(#"{"status": "ok"}"#)
    }
  }

  private static func json(_ text: String) -> CallResponse {
    json(Array(text.utf8))
  }

  private static func json(_ bytes: [UInt8]) -> CallResponse {
    var head = HTTPResponse(status: .ok)
    head.headerFields[.contentType] = "application/json"
    return CallResponse(head, body: CallBody(bytes))
  }
}
