internal import LLMMockCore
package import SystemPackage

extension RerecordPlan {
  /// One line of a plan: what it is about, and what is to be said.
  package struct Row: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
      case to, calls, careful, renew, refused
    }

    package var kind: Kind
    /// Visible text, the second in a column of its own where there is one.
    package var cells: [String]
    /// Whether it goes on with what the row above it is about.
    package var continues: Bool
  }

  /// How many calls, or warnings, are told one by one.
  private static let told = 8
  /// The widest cell that has another one beside it.
  private static let column = 50

  /// The question that a plan puts, or the statement where nothing can be sent; visible text.
  ///
  /// - Parameter name: what a file is called.
  package func title(_ name: (FilePath) -> String) -> String {
    let fixtures = fixtures
    let place = fixtures.count == 1 ? name(fixtures[0]) : Counted.text(fixtures.count, "fixture")
    guard !calls.isEmpty else {
      return refusals.isEmpty
        ? "Nothing to re-record." : "Nothing of \(place) can be re-recorded."
    }
    let misses = calls.count { $0.key.index == nil }
    let again = calls.count - misses
    if again == 0 { return "Record \(Self.count(misses, "missed request")) for \(place)?" }
    let also = misses == 0 ? "" : " and record \(Self.count(misses, "missed request"))"
    return "Re-record \(Counted.text(again, "interaction"))\(also) of \(place)?"
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    Counted.text(number, noun)
  }

  /// What is said below the title.
  ///
  /// - Parameters:
  ///   - name: what a file is called.
  ///   - command: renews the chains of a file, as one types it to a shell.
  package func rows(
    _ name: (FilePath) -> String,
    renewing command: (FilePath) -> String
  ) -> [Row] {
    var rows: [Row] = []
    func add(_ kind: Row.Kind, _ cells: String...) {
      rows.append(Row(kind: kind, cells: cells, continues: rows.last?.kind == kind))
    }
    let isOne = fixtures.count == 1
    func label(_ key: RerecordKey, _ index: Int?) -> String {
      let place = index.map { "@\($0 + 1)" } ?? "miss"
      return isOne ? place : "\(name(key.fixture)) \(place)"
    }

    for target in targets {
      let from = target.originText.map { " (\($0))" } ?? ""
      add(.to, VisibleText.of(target.address.url) + from, target.keyText)
    }
    if !calls.isEmpty { add(.calls, callList(isOne, name), cost) }
    for call in calls.filter({ !$0.feeds.isEmpty }).prefix(Self.told) {
      let fed = Self.list(Self.ranges(call.feeds))
      let them = call.feeds.count == 1 ? "it" : "them"
      add(
        .careful,
        "\(label(call.key, call.key.index)) feeds \(fed): a new answer leaves \(them) unreachable"
      )
    }
    let others = calls.count { !$0.feeds.isEmpty } - Self.told
    if others > 0 { add(.careful, "and \(others) more feed others") }
    for call in calls.filter({ !$0.hostedTools.isEmpty }).prefix(Self.told) {
      let tools = call.hostedTools.joined(separator: ", ")
      add(.careful, "\(label(call.key, call.key.index)) uses hosted tools: \(tools)")
    }
    let hosted = calls.count { !$0.hostedTools.isEmpty } - Self.told
    if hosted > 0 { add(.careful, "and \(hosted) more use hosted tools") }
    for path in fixtures
    where calls.contains(where: { $0.key.fixture == path && !$0.feeds.isEmpty }) {
      add(.renew, command(path))
    }
    for (sentence, keys) in refusalsBySentence {
      add(.refused, "\(Self.list(places(keys, isOne, name))): \(sentence)")
    }
    return rows
  }

  /// What starting a plan does, where a person decides on each result.
  package static let promise =
    "Sent exactly as stored. Nothing is written until you accept each result."

  /// A plan as lines of text.
  ///
  /// - Parameter promise: the last of them, unless there is nothing to send.
  package func lines(
    _ name: (FilePath) -> String,
    renewing command: (FilePath) -> String = Self.renewingCommand,
    promise: String = Self.promise
  ) -> [String] {
    let rows = rows(name, renewing: command)
    let width =
      rows.filter { $0.cells.count > 1 }
      .map { CharacterWidth.of($0.cells[0]) }.filter { $0 <= Self.column }.max() ?? 0
    var lines = [title(name)]
    for row in rows {
      var label = row.continues ? "" : row.kind.rawValue
      var cells = row.cells
      while let cell = cells.first {
        cells.removeFirst()
        var line = "  " + Self.padded(label, to: 10) + cell
        // What is too wide for the column has the rest below it.
        if let second = cells.first, CharacterWidth.of(cell) <= Self.column {
          line = "  " + Self.padded(label, to: 10) + Self.padded(cell, to: width + 4) + second
          cells.removeFirst()
        }
        lines.append(line)
        label = ""
      }
    }
    if !calls.isEmpty { lines.append("  \(promise)") }
    return lines
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - CharacterWidth.of(text)))
  }

  /// `@3, @5 and @6`; the rest of many as a number.
  private static func list(_ items: [String]) -> String {
    guard items.count > told else {
      guard let last = items.last, items.count > 1 else { return items.first ?? "" }
      return items.dropLast().joined(separator: ", ") + " and " + last
    }
    return items.prefix(told - 1).joined(separator: ", ") + " and \(items.count - told + 1) more"
  }

  /// `@1`, `@2`, or `@1 to @4`; those of several files after the name of each.
  private func places(
    _ keys: [RerecordKey],
    _ isOne: Bool,
    _ name: (FilePath) -> String
  ) -> [String] {
    var places: [String] = []
    for path in fixtures {
      let own = keys.filter { $0.fixture == path }
      var texts = Self.ranges(own.compactMap(\.index))
      let misses = own.count { $0.index == nil }
      if misses > 0 { texts.append(Counted.text(misses, "missed request")) }
      places += isOne ? texts : texts.map { "\(name(path)) \($0)" }
    }
    return places
  }

  /// Numbers from 0 as places, three or more in a row as a range.
  private static func ranges(_ indices: [Int]) -> [String] {
    var runs: [ClosedRange<Int>] = []
    for index in indices.sorted() {
      if let last = runs.last, last.upperBound + 1 == index {
        runs[runs.count - 1] = last.lowerBound...index
      } else {
        runs.append(index...index)
      }
    }
    return runs.flatMap { run in
      run.count > 2
        ? ["@\(run.lowerBound + 1) to @\(run.upperBound + 1)"] : run.map { "@\($0 + 1)" }
    }
  }

  /// The places of each model.
  private func callList(_ isOne: Bool, _ name: (FilePath) -> String) -> String {
    var byModel: [(model: String, keys: [RerecordKey])] = []
    for call in calls {
      let model = call.request.model.map { " \(VisibleText.of($0))" } ?? ""
      if let last = byModel.last, last.model == model {
        byModel[byModel.count - 1].keys.append(call.key)
      } else {
        byModel.append((model, [call.key]))
      }
    }
    var texts = byModel.prefix(Self.told).map { model, keys in
      Self.list(places(keys, isOne, name)) + model
    }
    let rest = byModel.dropFirst(Self.told).reduce(0) { $0 + $1.keys.count }
    if rest > 0 { texts.append("and \(rest) more") }
    return texts.joined(separator: ", ")
  }

  private var cost: String {
    let (count, known) = tokens
    guard known > 0 else { return "what they cost is not recorded" }
    let partly = known < calls.count ? " (\(known) of \(calls.count) say so)" : ""
    return "last time \(Counted.grouped(count.input)) tokens in, "
      + "\(Counted.grouped(count.output)) out\(partly)"
  }

  private var refusalsBySentence: [(String, [RerecordKey])] {
    var grouped: [(String, [RerecordKey])] = []
    for refusal in refusals {
      let sentence = refusal.sentence
      if let place = grouped.firstIndex(where: { $0.0 == sentence }) {
        grouped[place].1.append(refusal.key)
      } else {
        grouped.append((sentence, [refusal.key]))
      }
    }
    return grouped
  }

  /// What renews the chains of a fixture: the program itself, recording.
  package static func renewingCommand(_ fixture: FilePath) -> String {
    "llm-mock run --mode record --fixture \(ShellWord.quote(fixture)) -- COMMAND"
  }
}
