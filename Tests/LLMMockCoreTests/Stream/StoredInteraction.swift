import LLMMockCore

/// An interaction with what a fixture stores of a stream.
func storedInteraction(
  _ stream: RecordedStream,
  as characters: JSONCharacterSet = .unicode
) throws -> JSONValue {
  let members = stream.members(as: characters)
  var text = Array("{\"streaming\": true, \"stream_events\": [\n  ".utf8)
  text += members.events.joined(separator: ",\n  ".utf8)
  text += "\n]".utf8
  let others = [
    ("stream_framing", members.framing), ("stream_text", members.text),
    ("stream_base64", members.base64),
  ]
  for (name, value) in others {
    guard let value else { continue }
    text += ",\n\"\(name)\": ".utf8
    text += value
  }
  text.append(UInt8(ascii: "}"))
  return try JSONTree(text).root
}

/// The bytes that a server sends for an interaction given as JSON.
func sentText(_ interaction: String) throws -> String {
  let stream = try StoredStream(of: JSONTree(interaction).root)
  return String(decoding: stream.bytes, as: UTF8.self)
}
