import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

/// A crash at any step leaves whole files, and a history that can take back all that was done.
struct CrashTests {
  enum Crash: CaseIterable { case processKilled, powerLost }

  /// What is done before the step that crashes, and that step.
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var before: @Sendable (Bench) throws -> Void = { _ in }
    var step: @Sendable (Bench) throws -> Void
  }

  static let cases = [
    Case(testDescription: "edit") { bench in
      _ = try bench.open().edit(title: "Edited", [bench.write("A2", to: "a.json")])
    },
    Case(testDescription: "edit of two files") { bench in
      let edits = [bench.write("A2", to: "a.json"), bench.write("C2", to: "sub/c.json")]
      _ = try bench.open().edit(title: "Edited", edits)
    },
    Case(testDescription: "delete") { bench in
      try bench.open().deleteFiles([bench.path("a.json"), bench.path("sub/c.json")])
    },
    Case(testDescription: "create") { bench in
      try bench.open().createFile(bench.path("new.json"), Array("N".utf8))
    },
    Case(testDescription: "rename") { bench in
      try bench.open().renameFile(bench.path("a.json"), to: "sub/a.json")
    },
    Case(
      testDescription: "undo of an edit",
      before: { bench in
        let edits = [bench.write("A2", to: "a.json"), bench.write("C2", to: "sub/c.json")]
        _ = try bench.open().edit(title: "Edited", edits)
      },
      step: { try $0.open().undo() }
    ),
    Case(
      testDescription: "undo of a deletion",
      before: { try $0.open().deleteFiles([$0.path("a.json"), $0.path("sub/c.json")]) },
      step: { try $0.open().undo() }
    ),
    Case(
      testDescription: "redo of a deletion",
      before: { bench in
        try bench.open().deleteFiles([bench.path("a.json"), bench.path("sub/c.json")])
        try bench.open().undo()
      },
      step: { try $0.open().redo() }
    ),
    Case(
      testDescription: "edit that drops what was undone",
      before: { bench in
        try bench.open().renameFile(bench.path("a.json"), to: "d.json")
        try bench.open().undo()
      },
      step: { _ = try $0.open().edit(title: "Edited", [$0.write("A2", to: "a.json")]) }
    ),
    Case(
      testDescription: "restore",
      before: { bench in
        try bench.open().deleteFiles([bench.path("a.json"), bench.path("b.json")])
        _ = try bench.open().edit(title: "Edited", [bench.write("C2", to: "sub/c.json")])
      },
      step: { try $0.open().restore(1) }
    ),
  ]

  @Test(arguments: cases, Crash.allCases)
  func `a crash at any step loses nothing`(case: Case, crash: Crash) throws {
    let (original, before, after) = try outcomes(of: `case`)
    var generator = SeededGenerator()
    let start = Bench()
    try `case`.before(start)
    var rounds = 0
    while true {
      let bench = start.copy()
      bench.disk.crash(after: rounds)
      // What stopped it may be told in another error's words.
      do { try `case`.step(bench) } catch  where bench.disk.isDown {}
      let isThrough = !bench.disk.isDown
      switch crash {
      case .processKilled: bench.disk.restart()
      case .powerLost: bench.disk.restartWithoutPower(&generator)
      }
      let comment: Comment = "after \(rounds) operations, seed \(generator.seed)"

      let fixtures = bench.texts.filter { !$0.key.hasSuffix(".llm-mock") }
      for (name, text) in fixtures {
        #expect([before[name], after[name]].contains(text), comment)
      }
      for (name, text) in before where after[name] == text {
        #expect(fixtures[name] == text, comment)
      }
      try undoAll(bench)
      #expect(bench.texts == original, comment)
      #expect(try bench.open().changes().damaged == [], comment)
      if isThrough {
        #expect(rounds > 5)
        return
      }
      // Each of them takes another of many possible outcomes, so every third is enough a day.
      rounds += crash == .powerLost ? Int.random(in: 1...3, using: &generator) : 1
    }
  }

  @Test(arguments: cases)
  func `a power loss any time after a step loses nothing of it`(case: Case) throws {
    let (original, _, after) = try outcomes(of: `case`)
    var generator = SeededGenerator()
    let end = Bench()
    try `case`.before(end)
    try `case`.step(end)
    for _ in 1...5 {
      let bench = end.copy()
      bench.disk.restartWithoutPower(&generator)
      #expect(bench.texts == after, "seed \(generator.seed)")
      try undoAll(bench)
      #expect(bench.texts == original, "seed \(generator.seed)")
    }
  }

  /// The texts at the start, before the step and after it.
  private func outcomes(
    of case: Case
  ) throws -> (original: [String: String], before: [String: String], after: [String: String]) {
    let bench = Bench()
    let original = bench.texts
    try `case`.before(bench)
    let before = bench.texts
    try `case`.step(bench)
    return (original, before, bench.texts)
  }

  private func undoAll(_ bench: Bench) throws {
    for _ in 1...10 {
      do {
        try bench.open().undo()
      } catch let error as HistoryError where error.code == .nothingToUndo {
        return
      } catch let error as HistoryError where error.code == .alreadyUndone {
        continue
      }
    }
    Issue.record("undo does not come to an end")
  }
}
