import LLMMockCore

/// Shows what a person wants to know of a call first: facts, then what was said.
struct OverviewRows {
  /// The nodes of the sections.
  enum Section {
    static let request = -1
    static let tools = -2
    static let answer = -3
    static let headers = -4
  }

  let call: RecordedCall
  let path: String
  let now: Int?

  func append(to writer: inout RowWriter) {
    let facts = OverviewFacts(call: call, path: path, now: now)
    facts.append(to: &writer)
    guard let root = call.tree?.root, call.isObject else {
      appendRest(to: &writer)
      return
    }
    appendRequest(to: &writer)
    appendTools(to: &writer)
    appendAnswer(to: &writer)
    appendHeaders(root["headers"], to: &writer)
  }

  /// What is no interaction is shown as what it is.
  private func appendRest(to writer: inout RowWriter) {
    writer.blank()
    if let root = call.tree?.root {
      JSONRows().children(of: root, to: &writer)
    } else {
      writer.text(VisibleText.of(bytes: call.bytes.prefix(2_000), lineBreaks: .keep, tab: "    "))
    }
  }

  // MARK: Sections

  /// Adds a section's title and returns whether its rows are to follow.
  private func title(
    _ title: String,
    _ note: String,
    node: Int,
    isOpen: Bool,
    preview: String = "",
    to writer: inout RowWriter
  ) -> Bool {
    writer.blank()
    let isOpen = writer.isOpen(node, byDefault: isOpen)
    var segments = [Segment(title, Style(.title))]
    if !note.isEmpty { segments.append(Segment(" (\(note))", .muted)) }
    if !isOpen, !preview.isEmpty { segments += VisibleSegments.of("  " + preview, .muted) }
    writer.row(segments, indent: 2, fold: isOpen ? .open : .closed, node: node)
    return isOpen
  }

  private func appendRequest(to writer: inout RowWriter) {
    guard call.request != nil else { return }
    let turns = call.conversation.turns
    guard
      title(
        "request",
        Self.count(turns.count, "message"),
        node: Section.request,
        isOpen: true,
        preview: call.summary.preview,
        to: &writer
      )
    else { return }
    append(0..<call.requestPassageCount, to: &writer)
  }

  private func appendTools(to writer: inout RowWriter) {
    let tools = call.conversation.tools
    guard !tools.isEmpty else { return }
    let texts = tools.prefix(200).map(Transcript.text(of:))
    guard
      title(
        "tools",
        RowWriter.grouped(tools.count),
        node: Section.tools,
        isOpen: false,
        preview: texts.prefix(20).joined(separator: ", "),
        to: &writer
      )
    else { return }
    for tool in tools {
      append(tool, to: &writer)
    }
  }

  private func append(_ tool: ToolDeclaration, to writer: inout RowWriter) {
    var name = VisibleSegments.of(tool.name, Style(.tool))
    guard !tool.isHosted else {
      writer.styled(name + [Segment(" (hosted)", .muted)], indent: 4)
      return
    }
    name.append(Segment("(", .muted))
    var parameters: [Segment] = []
    for parameter in tool.parameterNames {
      if !parameters.isEmpty { parameters.append(Segment(", ", .muted)) }
      parameters += VisibleSegments.of(parameter)
    }
    parameters.append(Segment(")", .muted))
    let indent = 4 + name.width
    if indent <= writer.width / 2 {
      writer.styled(parameters, indent: indent, label: .init(segments: name, indent: 4))
    } else {
      writer.styled(name + parameters, indent: 4)
    }
  }

  private func appendAnswer(to writer: inout RowWriter) {
    guard call.hasResponse || !call.events.isEmpty else { return }
    let answer = call.conversation.answer
    let note = answer.choices > 1 ? "1 of \(answer.choices) choices" : ""
    guard
      title(
        "answer",
        note,
        node: Section.answer,
        isOpen: true,
        preview: String(answer.turn?.text.prefix(writer.width) ?? ""),
        to: &writer
      )
    else { return }
    append(call.requestPassageCount..<call.passages.count, to: &writer)
    let columns = TurnColumns(width: writer.width)
    if let embeddings = answer.embeddings {
      let size = embeddings.dimensions.map { " of \(RowWriter.grouped($0)) numbers" } ?? ""
      writer.row(
        [Segment("(\(Self.count(embeddings.count, "embedding"))\(size))", .muted)],
        indent: 4
      )
    }
    if let error = answer.error {
      let type = error.type.map { "\($0): " } ?? ""
      columns.append(
        label: [Segment("error", Style(.danger, .bold))],
        text: type + error.message,
        style: Style(.danger),
        node: Section.answer,
        to: &writer
      )
    }
    if answer.turn == nil, answer.error == nil, answer.embeddings == nil {
      writer.row([Segment("(nothing)", .muted)], indent: 4)
    }
  }

  private func appendHeaders(_ headers: JSONValue?, to writer: inout RowWriter) {
    guard let headers, headers.count > 0 else { return }
    guard
      title(
        "headers",
        RowWriter.grouped(headers.count),
        node: Section.headers,
        isOpen: false,
        preview: InlineJSON.preview(of: headers, room: writer.width),
        to: &writer
      )
    else { return }
    JSONRows(indent: 4).children(of: headers, to: &writer)
  }

  private static func count(_ count: Int, _ unit: String) -> String {
    "\(RowWriter.grouped(count)) \(unit)\(count == 1 ? "" : "s")"
  }

  // MARK: Passages

  private func append(_ numbers: Range<Int>, to writer: inout RowWriter) {
    let columns = TurnColumns(width: writer.width)
    for number in numbers {
      let passage = call.passages[number]
      columns.append(passage, number: number, to: &writer)
    }
  }
}
