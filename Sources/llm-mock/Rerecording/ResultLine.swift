import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// A result that waits, and how it differs from what is recorded.
struct ComparedResult {
  var result: PendingResult
  /// nil when what it was made for is no longer there.
  var diff: InteractionDiff?
  /// Where it stands, or would; from 0.
  var index: Int?

  init(_ result: PendingResult, _ document: FixtureDocument?, _ volatile: VolatileFields) {
    self.result = result
    if case .replaces(let index)? = document.map({ result.standing(in: $0) }) {
      self.index = index
    } else if case .replaces(let index, _) = result.place {
      self.index = index
    }
    diff = result.sides(in: document).map { sides in
      InteractionDiff(
        old: sides.old,
        new: sides.new,
        options: InteractionDiff.Options(volatile: volatile)
      )
    }
  }

  /// `@2`, or that it is new.
  var label: String { index.map { "@\($0 + 1)" } ?? "new" }

  /// What a person reads of it on one line.
  var text: String {
    var text: String
    if result.digest == nil {
      text = "recorded"
    } else if let diff {
      let hidden = diff.hidden.isEmpty ? "" : ", but for \(diff.hidden.joined(separator: ", "))"
      let names = diff.summary.joined(separator: ", ")
      text =
        diff.isEmpty
        ? "the same\(hidden)"
        : "\(Counted.text(diff.changeCount, "change"))\(names.isEmpty ? "" : ": \(names)")"
    } else {
      text = "the fixture changed since it was sent"
    }
    if let note = result.note { text += "; \(VisibleText.of(note))" }
    let tokens = result.tokens
    if tokens.input + tokens.output > 0 {
      text +=
        "  (\(Counted.grouped(tokens.input)) tokens in, \(Counted.grouped(tokens.output)) out)"
    }
    return text
  }

  /// A JSON object on one line.
  func json(accepted: Bool) -> [UInt8] {
    var line = JSONLine()
    line.object { line in
      line.path(result.fixture)
      line.member("position", index.map { $0 + 1 })
      line.member("state", state(accepted: accepted))
      line.member("changes", diff?.changeCount)
      line.key("changed")
      line.array(diff?.summary ?? []) { $0.string($1) }
      line.key("volatile")
      line.array(diff?.hidden ?? []) { $0.string($1) }
      line.member("note", result.note)
      line.member("host", result.host)
      line.member("milliseconds", result.milliseconds)
      line.member("input_tokens", result.tokens.input)
      line.member("output_tokens", result.tokens.output)
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }

  private func state(accepted: Bool) -> String {
    if accepted { return "accepted" }
    return diff == nil ? "fixture changed" : "pending"
  }
}

extension JSONLine {
  /// The line of a call that got no new answer.
  static func failure(_ key: RerecordKey, state: String, status: Int?, message: String?) -> [UInt8]
  {
    var line = JSONLine()
    line.object { line in
      line.path(key.fixture)
      line.member("position", key.index.map { $0 + 1 })
      line.member("state", state)
      if let status { line.member("status", status) }
      if let message { line.member("message", message) }
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }

  /// The line of a call that would be sent.
  static func plan(_ call: PlannedCall) -> [UInt8] {
    var line = JSONLine()
    line.object { line in
      line.path(call.key.fixture)
      line.member("position", call.key.index.map { $0 + 1 })
      line.member("state", "planned")
      line.member("model", call.request.model)
      line.member("endpoint", call.request.path)
      line.member("to", call.target.address.url)
      line.member("key", call.target.key?.variable)
      line.member("input_tokens", call.tokens?.input)
      line.member("output_tokens", call.tokens?.output)
      line.key("feeds")
      line.array(call.feeds) { $0.number($1 + 1) }
      line.key("hosted_tools")
      line.array(call.hostedTools) { $0.string($1) }
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }
}
