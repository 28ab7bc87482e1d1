import LLMMockCore

/// The facts of a call as labels and values, what is wrong with it first.
struct OverviewFacts {
  let call: RecordedCall
  let path: String
  let now: Int?

  func append(to writer: inout RowWriter) {
    for (text, role) in problems {
      let label = RowWriter.Label(segments: [Segment("!", Style(role, .bold))], indent: 0)
      writer.styled(VisibleSegments.of(text, Style(role)), indent: 2, label: label)
    }
    writer.blank()
    let column = writer.width < 30 ? 2 : 10
    for (label, items) in facts where !items.isEmpty {
      append(label, items, column: column, to: &writer)
    }
  }

  // MARK: Problems

  private var problems: [(String, Role)] {
    var problems: [(String, Role)] = []
    if let problem = call.summary.problem {
      problems.append(("This interaction is not answered: \(problem).", .danger))
    } else if call.tree == nil {
      problems.append(("This is no longer JSON: the file has changed.", .danger))
    }
    if let path = call.summary.endpoint, let problem = Endpoint.problem(inStoredPath: path) {
      problems.append(("This interaction is not answered: its endpoint \(problem).", .danger))
    }
    let error = call.conversation.answer.error
    let type = error?.type.map { " (\($0))" } ?? ""
    if call.status >= 400 {
      problems.append(("Answered with status \(call.status)\(type).", .danger))
    } else if error != nil {
      problems.append(("The answer is an error\(type).", .danger))
    }
    if case .differs = call.hash, call.summary.problem == nil {
      problems.append(("The stored hash differs from the request's.", .warning))
    }
    return problems
  }

  // MARK: Facts

  private typealias Item = [Segment]

  private var facts: [(String, [Item])] {
    let answer = call.conversation.answer
    return [
      ("name", [item(call.summary.name, Style(.title))]),
      ("id", [item(answer.id)]),
      ("call", callItems),
      ("model", modelItems),
      ("usage", usageItems),
      ("stream", [item(call.streamFacts.isEmpty ? nil : call.streamFacts.joined(separator: ", "))]),
      ("params", parameterItems),
      ("sent", sentItems),
      ("recorded", recordedItems),
      ("hash", hashItems),
      (
        "place",
        [item("@\(call.position)"), item("line \(call.linesBefore + 1)"), item(path, .muted)]
      ),
    ].map { label, items in (label, items.filter { !$0.isEmpty }) }
  }

  private func item(_ text: String?, _ style: Style = .text) -> Item {
    guard let text, !text.isEmpty else { return [] }
    return VisibleSegments.of(text, style)
  }

  private var callItems: [Item] {
    guard call.isObject else { return [] }
    let status = Style(call.status < 300 ? .success : .danger)
    return [
      item("POST \(call.requestPath)"), item(String(call.status), status),
      item(call.providerName), item(call.tree?.root["upstream"]?.string.map { "via \($0)" }),
    ]
  }

  private var modelItems: [Item] {
    let asked = call.conversation.model
    let answered = call.conversation.answer.model
    let differs = answered != nil && asked != nil && answered != asked
    return [
      item(answered ?? asked), item(differs ? asked.map { "asked for \($0)" } : nil, .muted),
    ]
  }

  private var usageItems: [Item] {
    let usage = call.conversation.answer.usage
    var items: [Item] = []
    func add(_ label: String, _ count: Int?) {
      guard let count else { return }
      items.append([Segment(label + " ", .muted), Segment(RowWriter.grouped(count))])
    }
    add("in", usage.input)
    add("out", usage.output)
    if usage.input != nil && usage.output != nil { add("total", usage.sum) }
    add("cached", usage.cached == 0 ? nil : usage.cached)
    add("reasoning", usage.reasoning == 0 ? nil : usage.reasoning)
    if let reason = call.conversation.answer.stopReason {
      let isCut = ["length", "max_tokens", "MAX_TOKENS", "max_output_tokens"].contains(reason)
      items.append([Segment("finish ", .muted)] + item(reason, Style(isCut ? .warning : .text)))
    }
    return items
  }

  private var parameterItems: [Item] {
    call.conversation.parameters.map { parameter in
      item(parameter.name + "=", .muted) + item(CharacterWidth.truncate(parameter.value, to: 72))
    }
  }

  private var sentItems: [Item] {
    guard let headers = call.tree?.root["request_headers"] else { return [] }
    return headers.members.map { member in
      item(member.key.decoded + ": ", .muted)
        + item(member.value.string ?? ReadableJSON.compact(member.value))
    }
  }

  private var recordedItems: [Item] {
    guard let recorded = call.summary.recordedAt else { return [] }
    guard let time = RecordedTime(recorded) else { return [item(recorded)] }
    return [item(time.text), item(now.flatMap(time.age).map { "(\($0))" }, .muted)]
  }

  private var hashItems: [Item] {
    let hash = call.summary.hash.map { CharacterWidth.truncate($0, to: 13) }
    switch call.hash {
    case .matches: return [item(hash), item("ok", Style(.success))]
    case .differs:
      return [
        item(hash),
        item(
          "differs from the request's (recorded with another match_on, or edited by hand)",
          Style(.warning)
        ),
      ]
    case .absent: return call.isObject ? [item("(none)", Style(.warning))] : []
    case .unknown: return [item(hash)]
    }
  }

  // MARK: Rows

  /// Sets the items beside their label, as many in a row as fit.
  private func append(
    _ label: String,
    _ items: [Item],
    column: Int,
    to writer: inout RowWriter
  ) {
    let head = VisibleSegments.of(label, Style(.key))
    if column > label.utf8.count {
      writer.items(items, indent: column, label: .init(segments: head, indent: 0))
    } else {
      writer.row(head)
      writer.items(items, indent: column)
    }
  }
}
