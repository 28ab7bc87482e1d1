internal import HTTPTypes
internal import LLMMockExchange
internal import NIOHTTP1

/// Has one request answered and sends the answer.
struct Answering: Sendable {
  let admission: Admission
  let body: [UInt8]
  let bodyLimit: Int
  let backend: any GatewayBackend

  func run(on line: AnswerLine) async {
    var response: CallResponse
    do {
      response = try await ask()
      guard response.head.status.code >= 200 else {
        throw refusal(.badGateway, "the answer has status \(response.head.status.code)")
      }
    } catch {
      // Nobody is there to be told.
      if Task.isCancelled { return line.cut() }
      response = backend.explain(refusal(for: error))
    }

    let hasNoBody = admission.wantsHeadOnly || [204, 304].contains(response.head.status.code)
    if hasNoBody || response.body.bytes != nil {
      let bytes = response.body.bytes
      let head = responseHead(response.head, length: bytes?.count)
      line.send(head, hasNoBody ? nil : bytes, keepsAlive: admission.keepsAlive)
      return
    }
    // Someone who knows no chunks knows the end of the body by the end of the connection.
    let keepsAlive = admission.keepsAlive && admission.isModern
    do {
      line.begin(responseHead(response.head, length: nil))
      for try await chunk in response.body {
        try await line.send(chunk)
        try Task.checkCancellation()
      }
      // A cancelled sequence may end as if it were complete.
      try Task.checkCancellation()
      line.end(keepsAlive: keepsAlive)
    } catch {
      line.cut()
    }
  }

  // MARK: Asking

  private func ask() async throws -> CallResponse {
    switch admission.purpose {
    case .refusal(let refusal): return backend.explain(refusal)
    case .preflight(let preflight): return preflight.response
    case .control(let request): return await backend.control(request)
    case .call(var call, let codings):
      call.request.body = try codings.isEmpty ? body : decodedBody(codings)
      return try await backend.respond(to: call)
    }
  }

  private func decodedBody(_ codings: [ContentCoding]) throws(GatewayRefusal) -> [UInt8] {
    do {
      return try ContentDecoder.decode(body, codings: codings, limit: bodyLimit)
    } catch .tooLong {
      throw refusal(.contentTooLarge, Gatekeeper.tooLong(bodyLimit) + " once decoded")
    } catch {
      throw refusal(.badRequest, "the request can't be read: \(error)")
    }
  }

  private func refusal(for error: any Error) -> GatewayRefusal {
    var result = error as? GatewayRefusal ?? refusal(.badGateway, "\(error)")
    result.path = result.path ?? path
    return result
  }

  private func refusal(_ status: HTTPResponse.Status, _ message: String) -> GatewayRefusal {
    GatewayRefusal(status, message, path: path)
  }

  private var path: String? {
    if case .call(let call, _) = admission.purpose { call.request.path } else { nil }
  }

  // MARK: The head

  /// The head as it is sent: what only concerns a connection is this server's to say.
  private func responseHead(_ head: HTTPResponse, length: Int?) -> HTTPResponseHead {
    let hasNoLength = head.status.code == 204 || head.status.code == 304
    var headers = HTTPHeaders()
    headers.reserveCapacity(head.headerFields.count + 5)
    var ours: Set<String> = []
    if let named = head.headerFields[.connection] {
      ours = Set(named.lowercased().split(separator: ",").map { String($0).trimmed })
    }
    if admission.origin != nil { ours.insert("access-control-allow-origin") }
    for field in head.headerFields {
      let name = field.name.canonicalName
      if FieldRole.isServers(name) || ours.contains(name) { continue }
      headers.add(name: field.name.rawName, value: field.value)
    }

    if let origin = admission.origin {
      headers.add(name: "access-control-allow-origin", value: origin)
      headers.add(name: "access-control-expose-headers", value: "*")
      headers.add(name: "vary", value: "origin")
    }
    var keepsAlive = admission.keepsAlive
    if let length, !hasNoLength {
      headers.add(name: "content-length", value: String(length))
    } else if length == nil, !hasNoLength, !admission.wantsHeadOnly {
      if admission.isModern {
        headers.add(name: "transfer-encoding", value: "chunked")
      } else {
        keepsAlive = false
      }
    }
    if !keepsAlive {
      headers.add(name: "connection", value: "close")
    } else if !admission.isModern {
      headers.add(name: "connection", value: "keep-alive")
    }
    let status = HTTPResponseStatus(
      statusCode: head.status.code,
      reasonPhrase: head.status.reasonPhrase
    )
    return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
  }
}
