extension StreamFraming {
  /// The object that stands in a fixture, on one line; nil when nothing differs from an event stream
  /// with line feeds, one space, and no other lines.
  package func text(as characters: JSONCharacterSet) -> [UInt8]? {
    guard self != StreamFraming() else { return nil }
    var members: [[UInt8]] = []
    if lineEnd != .lineFeed {
      members.append(Array("\"eol\": ".utf8) + JSONString.quote(lineEnd.rawValue, as: characters))
    }
    if !hasSpace { members.append(Array("\"space\": false".utf8)) }
    if isArray { members.append(Array("\"array\": true".utf8)) }
    if !lines.isEmpty {
      let items = lines.map { line in
        let text = String(decoding: line.text, as: UTF8.self)
        return Array("[\(line.event), ".utf8) + JSONString.quote(text, as: characters) + "]".utf8
      }
      members.append(Array("\"lines\": [".utf8) + items.joined(separator: ", ".utf8) + "]".utf8)
    }
    return Array("{".utf8) + members.joined(separator: ", ".utf8) + "}".utf8
  }

  /// Reads what stands in a fixture.
  ///
  /// - Parameters:
  ///   - stored: nil or null when nothing differs.
  ///   - eventCount: how many events the stream has.
  /// - Throws: ``FixtureProblem`` when it says something this program does not know.
  package init(_ stored: JSONValue?, eventCount: Int) throws(FixtureProblem) {
    guard let stored, !stored.isNull else { return }
    guard stored.kind == .object else {
      throw FixtureProblem("stream_framing is not an object")
    }
    for member in stored.members {
      let value = member.value
      switch member.key.decoded {
      case "eol":
        guard let lineEnd = value.string.flatMap(LineEnd.init) else {
          throw FixtureProblem(#"stream_framing's "eol" is not "\n", "\r\n" or "\r""#)
        }
        self.lineEnd = lineEnd
      case "space": hasSpace = try Self.boolean(value, "space")
      case "array": isArray = try Self.boolean(value, "array")
      case "lines": lines = try Self.lines(value, eventCount: eventCount)
      case let name:
        throw FixtureProblem("stream_framing has an unknown member \"\(VisibleText.of(name))\"")
      }
    }
  }

  private static func boolean(
    _ value: JSONValue,
    _ name: String
  ) throws(FixtureProblem) -> Bool {
    guard value.kind == .true || value.kind == .false else {
      throw FixtureProblem("stream_framing's \"\(name)\" is neither true nor false")
    }
    return value.isTrue
  }

  private static func lines(
    _ value: JSONValue,
    eventCount: Int
  ) throws(FixtureProblem) -> [Line] {
    guard value.kind == .array else {
      throw FixtureProblem("stream_framing's \"lines\" is not an array")
    }
    var lines: [Line] = []
    for (index, item) in value.elements.enumerated() {
      let pair = item.oneOrMany
      guard pair.count == 2, let event = pair[0].int, let text = pair[1].jsonString else {
        throw FixtureProblem(
          "line \(index + 1) of stream_framing is not the number of an event and a text"
        )
      }
      guard 0...eventCount ~= event else {
        throw FixtureProblem(
          "line \(index + 1) of stream_framing stands before event \(event), "
            + "but there are \(eventCount) events"
        )
      }
      let bytes = text.generalizedUTF8
      if bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
        throw FixtureProblem("line \(index + 1) of stream_framing has a line break")
      }
      lines.append(Line(event: event, text: bytes))
    }
    return lines
  }
}
