extension JSONValue {
  /// The string of a member; nil when there is none, or it is no string, or an empty one.
  func string(of key: String) -> String? {
    guard let value = self[key], value.kind == .string, value.text.count > 2 else { return nil }
    return value.string
  }

  /// The member of the first of these keys that is there and not null.
  func first(of keys: String...) -> JSONValue? {
    for key in keys {
      if let value = self[key], !value.isNull { return value }
    }
    return nil
  }

  /// A member that is there and not null.
  func present(_ key: String) -> JSONValue? {
    guard let value = self[key], !value.isNull else { return nil }
    return value
  }

  /// Whether this is that string.
  func equals(_ text: String) -> Bool {
    jsonString?.equals(text) ?? false
  }

  /// Whether this is a string that begins so; `prefix` must be written without escapes.
  func hasPrefix(_ prefix: String) -> Bool {
    kind == .string && text.dropFirst().starts(with: prefix.utf8)
  }

  /// A string's characters, any other value's JSON.
  var reading: String {
    string ?? ReadableJSON.compact(self)
  }

  /// The elements of an array, else the value itself: where an API takes one or many.
  var oneOrMany: [JSONValue] {
    kind == .array ? Array(elements) : [self]
  }

  /// How many bytes a base64 string stands for.
  var base64Count: Int {
    Self.base64Count(of: escaped)
  }

  /// A string's bytes between its quotes; none for any other value.
  var escaped: ArraySlice<UInt8> {
    jsonString?.escaped ?? []
  }

  static func base64Count(of text: ArraySlice<UInt8>) -> Int {
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    return (text.count - padding) * 3 / 4
  }
}

extension Part {
  /// A block that no reader knows, without its encrypted and binary texts.
  static func unknown(_ value: JSONValue) -> Part {
    .other(
      type: value.string(of: "type") ?? "unknown",
      json: ReadableJSON.compact(value, elidingBeyond: 200)
    )
  }

  /// A text, unless it is empty.
  static func nonEmpty(_ text: String?, _ make: (String) -> Part = Part.text) -> [Part] {
    guard let text, !text.isEmpty else { return [] }
    return [make(text)]
  }
}

extension Media {
  /// What a URL stands for: a `data:` URL has its contents in it.
  init(name: String? = nil, url: JSONValue) {
    let escaped = url.escaped
    guard escaped.starts(with: "data:".utf8),
      let comma = escaped.prefix(300).firstIndex(of: UInt8(ascii: ","))
    else {
      // Some APIs take bare base64 where a URL is expected.
      let isData = escaped.count > 1_000 && !escaped.prefix(20).contains(UInt8(ascii: ":"))
      self.init(
        name: name,
        source: isData
          ? .inline(byteCount: JSONValue.base64Count(of: escaped)) : .url(url.string ?? "")
      )
      return
    }
    let head = escaped[..<comma].dropFirst("data:".utf8.count)
    let type = head.prefix { $0 != UInt8(ascii: ";") }
    let data = escaped[(comma + 1)...]
    let isBase64 = head.ends(with: ";base64")
    self.init(
      name: name,
      mediaType: type.isEmpty
        ? nil
        // Some writers spell `/` as `\/` in JSON.
        : String(decoding: type.filter { $0 != UInt8(ascii: "\\") }, as: UTF8.self),
      source: .inline(byteCount: isBase64 ? JSONValue.base64Count(of: data) : data.count)
    )
  }

  /// The part that shows it, by its type.
  var part: Part {
    switch mediaType?.prefix(6) {
    case "image/": .image(self)
    case "audio/": .audio(self)
    default: .document(self)
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
