/// An answer as it came over the wire.
struct RawAnswer: Equatable {
  var status: Int
  /// Names in lower case, in order.
  var fields: [(name: String, value: String)]
  var body: String
  /// Whether the answer ended the way its head said.
  var isWhole: Bool

  static func == (left: RawAnswer, right: RawAnswer) -> Bool {
    left.status == right.status && left.body == right.body && left.isWhole == right.isWhole
      && left.fields.elementsEqual(right.fields, by: ==)
  }

  subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }
}

extension RawClient {
  /// Sends a request and waits for the answer.
  func call(_ request: String, isHead: Bool = false) async throws -> RawAnswer {
    try await send(request)
    return try await answer(isHead: isHead)
  }

  /// Waits for an answer.
  ///
  /// - Parameter isHead: whether it is one to a HEAD request, which has no body.
  func answer(isHead: Bool = false) async throws -> RawAnswer {
    var answer = try await head()
    if isHead || answer.status == 204 || answer.status == 304 { return answer }
    if let length = answer["content-length"].flatMap({ Int($0) }) {
      let bytes = try await read(count: length)
      answer.body = String(decoding: bytes, as: UTF8.self)
      answer.isWhole = bytes.count == length
    } else if answer["transfer-encoding"] == "chunked" {
      answer.isWhole = false
      while let chunk = try await chunk() {
        answer.body += chunk
        if chunk.isEmpty {
          answer.isWhole = true
          break
        }
      }
    } else {
      answer.body = try await readToEnd()
    }
    return answer
  }

  /// Waits for the head of an answer.
  func head() async throws -> RawAnswer {
    guard let text = try await read(through: "\r\n\r\n") else {
      return RawAnswer(status: 0, fields: [], body: try await readToEnd(), isWhole: false)
    }
    let lines = text.split(separator: "\r\n")
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (name: parts[0].lowercased(), value: String(parts[1].drop { $0 == " " }))
    }
    let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return RawAnswer(status: status ?? 0, fields: fields, body: "", isWhole: true)
  }

  /// Waits for a chunk of an answer's body; empty at the end, nil when the connection is cut before.
  func chunk() async throws -> String? {
    guard let line = try await read(through: "\r\n"),
      let length = Int(line.dropLast(), radix: 16)
    else { return nil }
    let bytes = try await read(count: length + 2)
    guard bytes.count == length + 2 else { return nil }
    return String(decoding: bytes.dropLast(2), as: UTF8.self)
  }
}

/// A request with a body, as a client of an API sends it.
func post(_ path: String = "/v1/messages", fields: [String] = [], body: String = "{}") -> String {
  let lines = ["POST \(path) HTTP/1.1", "Host: 127.0.0.1", "Content-Length: \(body.utf8.count)"]
  return (lines + fields).joined(separator: "\r\n") + "\r\n\r\n" + body
}

/// A request without a body.
func get(_ path: String = "/v1/models", method: String = "GET", fields: [String] = []) -> String {
  let lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1"]
  return (lines + fields).joined(separator: "\r\n") + "\r\n\r\n"
}
