import LLMMockCore

/// What can be copied. Texts are as they are in the file, control characters included.
extension DetailSource {
  /// The way to a value from the top of the file, such as `interactions[3].request.messages[0]`.
  ///
  /// What was assembled from a stream is its events. nil where there is no interaction.
  package func jsonPath(of node: Int?, in tab: DetailTab) -> String? {
    guard let call else { return nil }
    let base = "interactions[\(call.position - 1)]"
    switch place(of: node, in: tab) {
    case .value(let path): return base + path.text
    case .member(let name): return "\(base).\(name)"
    case .derived: return "\(base).\(answerMember)"
    case .passage(let number, _):
      return "\(base).\(number < call.requestPassageCount ? "request" : answerMember)"
    case .none: return base
    }
  }

  /// The key before a value; nil for an element of an array.
  package func key(of node: Int?, in tab: DetailTab) -> String? {
    switch place(of: node, in: tab) {
    case .value(let path), .derived(let path), .passage(_, let path?): path.key?.decoded
    case .member(let name): name
    case .passage, .none: nil
    }
  }

  /// A value's JSON as it stands in the file; a line of Raw; a passage of the Overview.
  package func valueText(of node: Int?, in tab: DetailTab) -> String? {
    switch place(of: node, in: tab) {
    case .value(let path), .derived(let path), .passage(_, let path?):
      String(decoding: path.value.text, as: UTF8.self)
    case .passage(let number, nil): passageText(number)
    case .member(let name): call?.tree?.root[name].map { String(decoding: $0.text, as: UTF8.self) }
    case .none: tab == .raw ? line(node) : wholeText(tab)
    }
  }

  /// A string's characters; any other value's JSON.
  package func unescapedText(of node: Int?, in tab: DetailTab) -> String? {
    switch place(of: node, in: tab) {
    case .value(let path), .derived(let path), .passage(_, let path?):
      path.value.string ?? valueText(of: node, in: tab)
    case .passage, .member, .none: valueText(of: node, in: tab)
    }
  }

  /// The request as it stands in the file.
  package var requestJSON: String? {
    call?.request.map { String(decoding: $0.text, as: UTF8.self) }
  }

  /// The response: what stands in the file, or the message that its stream makes.
  package var responseJSON: String? {
    guard let call else { return nil }
    if call.responseIsEmpty {
      if let assembled = call.assembled { return String(decoding: assembled.text, as: UTF8.self) }
      if let text = call.responseText { return text }
    }
    return call.response.map { String(decoding: $0.text, as: UTF8.self) }
  }

  /// The line in the file at which an editor shall open, from 1.
  package func line(of node: Int?, in tab: DetailTab) -> Int {
    switch subject {
    case .unreadable(let file):
      return tab == .raw ? node ?? 1 : file.problem.position?.line ?? 1
    case .interaction(let call):
      let first = call.linesBefore + 1
      if tab == .raw { return node ?? first }
      let root = call.tree?.root
      let value: JSONValue? =
        switch place(of: node, in: tab) {
        case .value(let path): path.value
        case .member(let name): root?[name]
        case .derived: root?[answerMember]
        case .passage(let number, _):
          root?[number < call.requestPassageCount ? "request" : answerMember]
        case .none: nil
        }
      guard let value else { return first }
      return first + call.bytes[..<value.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
    }
  }

  /// A tab as text without folds, for a pager.
  ///
  /// Nothing in it acts on a terminal.
  package func plainText(_ tab: DetailTab, now: Int? = nil) -> String {
    var writer = RowWriter(
      width: 100,
      wraps: tab == .overview,
      toggled: [],
      unfoldsAll: true,
      isWhole: true
    )
    DetailLayout.append(self, tab: tab, now: now, to: &writer)
    var text = ""
    for row in writer.rows {
      if !row.segments.isEmpty { text += Spaces.text(row.indent) }
      for segment in row.segments { text += segment.text }
      text += "\n"
    }
    return text
  }

  // MARK: Places

  /// What a node stands for.
  private enum Place {
    case value(JSONPath)
    /// In the message that the events make, or in JSON that stands in a string.
    case derived(JSONPath)
    /// A passage of the Overview, or a value in its JSON.
    case passage(Int, JSONPath?)
    /// A member of the interaction.
    case member(String)
    case none
  }

  var call: RecordedCall? {
    if case .interaction(let call) = subject { call } else { nil }
  }

  /// The member that holds what came back.
  private var answerMember: String {
    guard let call, call.responseIsEmpty else { return "response" }
    if !call.events.isEmpty { return "stream_events" }
    return ["response_text", "response_base64"].first { call.tree?.root[$0] != nil } ?? "response"
  }

  private func place(of node: Int?, in tab: DetailTab) -> Place {
    guard let node, let call, tab != .raw else { return .none }
    switch node {
    case OverviewRows.Section.request: return .member("request")
    case OverviewRows.Section.tools: return .member("request")
    case OverviewRows.Section.answer: return .member(answerMember)
    case OverviewRows.Section.headers: return .member("headers")
    default: break
    }
    if let number = Passage.number(of: node) {
      guard call.passages.indices.contains(number) else { return .none }
      guard node > 0, case .json(let tree) = call.passages[number].body else {
        return .passage(number, nil)
      }
      return .passage(number, JSONPath(to: node - Passage.base(number), from: tree.root))
    }
    if node >= Self.derivedBase {
      guard let derived = call.derived,
        let path = JSONPath(to: node - Self.derivedBase, from: derived)
      else { return .none }
      return .derived(path)
    }
    guard let root = call.tree?.root, let path = JSONPath(to: node, from: root) else {
      return .none
    }
    return .value(path)
  }

  private func passageText(_ number: Int) -> String? {
    guard let passage = call?.passages[number] else { return nil }
    return switch passage.body {
    case .text(let text, _): text
    case .json(let tree): String(decoding: tree.bytes, as: UTF8.self)
    case .none: passage.head.map(\.text).joined()
    }
  }

  private func line(_ number: Int?) -> String? {
    let (bytes, linesBefore): ([UInt8], Int) =
      switch subject {
      case .interaction(let call): (call.bytes, call.linesBefore)
      case .unreadable(let file): (file.bytes, file.linesBefore)
      }
    guard let number else { return String(decoding: bytes, as: UTF8.self) }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = number - linesBefore - 1
    guard lines.indices.contains(index) else { return nil }
    return String(decoding: lines[index], as: UTF8.self)
  }

  private func wholeText(_ tab: DetailTab) -> String? {
    switch tab {
    case .request: requestJSON
    case .response, .stream: responseJSON
    case .overview, .raw: call.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
  }
}
