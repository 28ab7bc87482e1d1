/// One event of a recorded stream.
package struct StreamEvent: Sendable {
  /// What its `event:` line said; nil when it had none.
  package var name: String?
  /// What its `data:` lines said: JSON, or a string where that was none (`[DONE]`).
  package var data: JSONValue

  package init(name: String? = nil, data: JSONValue) {
    self.name = name
    self.data = data
  }

  /// The events of a `stream_events` array, one for each of its elements; none for any other value.
  ///
  /// An element without `data` is itself the data, so that numbers of events stay what they are in
  /// the file.
  package static func read(_ streamEvents: JSONValue?) -> [StreamEvent] {
    streamEvents?.elements.map { element in
      StreamEvent(name: element["event"]?.string, data: element["data"] ?? element)
    } ?? []
  }

  /// The bytes of the data as they travel: a string's characters, any other value's JSON.
  package var wireData: [UInt8] { data.jsonString?.generalizedUTF8 ?? Array(data.text) }

  /// The failure that this event tells; nil for any other event.
  ///
  /// It stands under `error`, or is the data of an event called so.
  var failure: JSONValue? {
    guard data.kind == .object else { return nil }
    if let error = data.present("error") {
      return error.count > 0 || error.kind == .string ? error : nil
    }
    return name == "error" || data["type"]?.equals("error") == true ? data : nil
  }
}
