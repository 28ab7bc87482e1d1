/// A text put together from the JSON strings of several events.
///
/// The escapes stay as they came, so nothing is decoded, and a surrogate pair whose halves came in
/// two events is whole again.
struct JoinedText {
  /// What stands between the quotes.
  private(set) var escaped: [UInt8] = []
  /// Whether anything was appended, be it an empty string.
  private(set) var isPresent = false

  var isEmpty: Bool { escaped.isEmpty }

  /// Appends a string; nothing for any other value or none.
  mutating func append(_ value: JSONValue?) {
    guard let string = value?.jsonString else { return }
    escaped.append(contentsOf: string.escaped)
    isPresent = true
  }

  var quoted: [UInt8] { [UInt8(ascii: "\"")] + escaped + [UInt8(ascii: "\"")] }

  /// The JSON text it holds, with the white space of its strings' contents; nil when it is none,
  /// as when a model was cut off.
  var json: JSONValue? {
    let bytes = Array(JSONString(quoted: quoted[...]).decoded.utf8)
    do {
      return try JSONTree(bytes).root
    } catch {
      return nil
    }
  }
}
