import LLMMockCore

/// Shows the bodies of a call as folding trees.
struct BodyRows {
  let call: RecordedCall

  func appendRequest(to writer: inout RowWriter) {
    guard let request = call.request else {
      writer.row([Segment("(no request)", .muted)])
      return
    }
    JSONRows().children(of: request, to: &writer)
  }

  func appendResponse(to writer: inout RowWriter) {
    let root = call.tree?.root
    for (key, label) in [("status", "status"), ("headers", "headers")] {
      if let value = root?[key] {
        JSONRows().value(value, label: label, style: Style(.title), to: &writer)
      }
    }
    if let assembled = call.assembled, call.responseIsEmpty {
      writer.blank()
      writer.row([Segment("assembled from \(events)", .muted)], indent: 2)
      JSONRows(base: DetailSource.derivedBase).children(of: assembled, to: &writer)
    }
    if let value = call.responseTextValue, call.assembled == nil {
      writer.blank()
      let label = root?["response_text"] == nil ? "response_base64" : "response_text"
      JSONRows(base: DetailSource.derivedBase).value(value, label: label, to: &writer)
    } else if let text = root?["response_text"] {
      writer.blank()
      JSONRows().value(text, label: "response_text", to: &writer)
    } else if let encoded = root?["response_base64"] {
      writer.blank()
      appendDecoded(encoded, to: &writer)
    }
    guard let response = call.response else { return }
    writer.blank()
    if call.responseIsEmpty {
      JSONRows().value(response, label: "response", to: &writer)
    } else {
      JSONRows().children(of: response, to: &writer)
    }
  }

  private func appendDecoded(_ encoded: JSONValue, to writer: inout RowWriter) {
    guard encoded.kind == .string,
      let text = UnescapedText.with(encoded.text, { Base64.decode($0) })
    else {
      JSONRows().value(encoded, label: "response_base64", to: &writer)
      return
    }
    let node = encoded.index
    text.withUnsafeBufferPointer { text in
      let layout = writer.layout(text, indent: 4)
      let folding = writer.folding(rows: layout.count, node: node)
      writer.row(
        [
          Segment("response_base64", Style(.key)), Segment(": ", .muted),
          Segment("(decoded, \(ByteCount.text(text.count)))", .muted),
        ],
        indent: 2,
        fold: folding.fold,
        node: node
      )
      writer.text(
        text,
        layout: layout,
        style: Style(.string),
        indent: 4,
        node: node,
        isOpen: folding.isOpen
      )
    }
  }

  private var events: String {
    call.events.count == 1 ? "1 event" : "\(RowWriter.grouped(call.events.count)) events"
  }
}
