/// What a request asks for as a whole, comparable at a glance.
///
/// Two requests to one endpoint are equal as JSON values exactly when their shapes are, where an
/// absent `temperature` is `1.0` and `stream: false` is absent; otherwise null is not absent.
package struct RequestShape: Hashable, Sendable {
  /// All of the request but how the answer is delivered.
  package let content: ContentDigest
  /// `stream` and `stream_options`.
  package let delivery: [UInt8]

  /// - Parameter streamsByPath: whether the path asks for a stream, as Gemini's do.
  package init(of request: JSONValue, streamsByPath: Bool) {
    var text: [UInt8] = []
    text.reserveCapacity(request.range.count)
    var delivery: [UInt8] = streamsByPath ? [UInt8(ascii: "/")] : []
    for member in ShapeText.members(of: request) {
      if Self.isDelivery(member.key) {
        if member.value.kind == .false, member.key.equals("stream") { continue }
        ShapeText.append(string: member.key, to: &delivery)
        ShapeText.append(member.value, to: &delivery)
        continue
      }
      // What it is when it is absent.
      if member.key.equals("temperature"), member.value.kind == .number,
        ExactNumber.areEqual(member.value.text, Self.one)
      {
        continue
      }
      ShapeText.append(string: member.key, to: &text)
      ShapeText.append(member.value, to: &text)
    }
    content = ContentDigest(of: text)
    self.delivery = delivery
  }

  private static let one = Array("1".utf8)[...]

  static func isDelivery(_ key: JSONString) -> Bool {
    key.equals("stream") || key.equals("stream_options")
  }
}
