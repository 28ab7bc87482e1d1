/// A call that is about to be written into a fixture.
package struct NewInteraction: Sendable {
  package enum Answer: Sendable {
    case object(JSONValue)
    /// A body that is no JSON object.
    case body([UInt8])
    case stream(RecordedStream)
  }

  package var hash: String
  /// nil when the user named none.
  package var name: String?
  /// nil when it is the provider's default.
  package var endpoint: String?
  /// What the provider is called; written when it differs from the fixture's.
  package var provider: String
  /// nil when it is the provider's own host.
  package var upstream: String?
  package var requestHeaders: [(name: String, value: String)] = []
  package var request: JSONValue
  /// Whether the request is written as it is spelled, white space included: it stands in the file
  /// already, at the same depth.
  package var keepsRequestText = false
  package var status = 200
  package var headers: [(name: String, value: String)] = []
  package var answer: Answer
  /// Milliseconds from the sending of the request to the end of each event; nil when not asked for.
  package var timing: [Int]?
  /// ISO 8601 with an offset.
  package var recordedAt: String
  /// Members that this program does not know, written last.
  package var others: [JSONValue.Member] = []

  package init(
    hash: String,
    provider: String,
    request: JSONValue,
    answer: Answer,
    recordedAt: String
  ) {
    self.hash = hash
    self.provider = provider
    self.request = request
    self.answer = answer
    self.recordedAt = recordedAt
  }

  /// The object that stands in a file.
  ///
  /// - Parameters:
  ///   - layout: that of the file.
  ///   - level: how deep its members stand.
  ///   - fixtureProvider: the provider that the file names.
  package func text(
    _ layout: FixtureLayout,
    level: Int,
    fixtureProvider: String?
  ) -> [UInt8] {
    var writer = MemberWriter(layout, level: level)
    writer.string("hash", hash)
    if let name { writer.string("name", name) }
    if let endpoint { writer.string("endpoint", endpoint) }
    if provider != fixtureProvider { writer.string("provider", provider) }
    if let upstream { writer.string("upstream", upstream) }
    writer.strings("request_headers", requestHeaders)
    if keepsRequestText {
      writer.raw("request", Array(request.text))
    } else {
      writer.value("request", request)
    }
    if status != 200 { writer.raw("status", Array(String(status).utf8)) }
    writer.strings("headers", headers)
    switch answer {
    case .object(let object):
      writer.value("response", object)
    case .body(let bytes):
      writer.raw("response", Array("{}".utf8))
      writer.text(bytes, as: "response_text", or: "response_base64")
    case .stream(let stream):
      writer.raw("response", Array("{}".utf8))
      writer.raw("streaming", Array("true".utf8))
      let members = stream.members(as: layout.characters)
      if let framing = members.framing { writer.raw("stream_framing", framing) }
      writer.list("stream_events", members.events)
      if let text = members.text { writer.raw("stream_text", text) }
      if let base64 = members.base64 { writer.raw("stream_base64", base64) }
    }
    if let timing {
      let numbers = timing.map(String.init).joined(separator: ", ")
      writer.raw("stream_timing_ms", Array("[\(numbers)]".utf8))
    }
    writer.string("recorded_at", recordedAt)
    for member in others { writer.member(member) }
    return writer.finish()
  }
}

/// Writes the members of one object in a file's layout.
private struct MemberWriter {
  private var writer: LayoutWriter
  private let level: Int
  private var isFirst = true

  init(_ layout: FixtureLayout, level: Int) {
    writer = LayoutWriter(layout)
    self.level = level
    writer.append("{")
  }

  private mutating func key(_ name: String) {
    writer.separate(isFirst: isFirst, level: level)
    isFirst = false
    writer.key(Array(name.utf8)[...])
  }

  mutating func raw(_ name: String, _ text: [UInt8]) {
    key(name)
    writer.append(text)
  }

  mutating func string(_ name: String, _ value: String) {
    raw(name, JSONString.quote(value, as: writer.layout.characters))
  }

  mutating func value(_ name: String, _ value: JSONValue) {
    key(name)
    writer.value(value, level: level + 1)
  }

  mutating func member(_ member: JSONValue.Member) {
    writer.separate(isFirst: isFirst, level: level)
    isFirst = false
    writer.key(member.key.escaped)
    writer.value(member.value, level: level + 1)
  }

  /// An object of strings; nothing when there are none.
  mutating func strings(_ name: String, _ members: [(name: String, value: String)]) {
    guard !members.isEmpty else { return }
    key(name)
    writer.append("{")
    for (index, member) in members.enumerated() {
      writer.separate(isFirst: index == 0, level: level + 1)
      writer.append(JSONString.quote(member.name, as: writer.layout.characters))
      writer.append(writer.layout.colon)
      writer.append(JSONString.quote(member.value, as: writer.layout.characters))
    }
    writer.append(writer.layout.lineBreak(level))
    writer.append("}")
  }

  /// An array of texts, each on a line of its own.
  mutating func list(_ name: String, _ elements: [[UInt8]]) {
    key(name)
    guard !elements.isEmpty else {
      writer.append("[]")
      return
    }
    writer.append("[")
    for (index, element) in elements.enumerated() {
      writer.separate(isFirst: index == 0, level: level + 1)
      writer.append(element)
    }
    writer.append(writer.layout.lineBreak(level))
    writer.append("]")
  }

  /// Bytes as a string, or in Base64 (RFC 4648) when they are not UTF-8.
  mutating func text(_ bytes: [UInt8], as name: String, or base64Name: String) {
    if let text = String(validating: bytes, as: UTF8.self) {
      string(name, text)
    } else {
      string(base64Name, Base64.encode(bytes))
    }
  }

  mutating func finish() -> [UInt8] {
    writer.append(writer.layout.lineBreak(level - 1))
    writer.append("}")
    return writer.bytes
  }
}
