import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import SystemPackage

/// The browser as lines of text and numbered choices, for screen readers and plain terminals.
///
/// Nothing is redrawn: what is asked for is printed once, and a change is told in one line.
package struct PlainBrowser {
  /// Takes the next line the user types; nil at the end of the input.
  package var read: () -> String?
  /// Prints a line; false when nobody reads any more.
  package var print: (String) -> Bool

  private let workspace: Workspace
  private let folder: OpenedFolder
  private let user: IgnoreRules.UserFiles
  private var files: [Item] = []
  private var open: Item?
  /// Only lines that contain it are listed.
  private var filter = ""

  private struct Item {
    var id: EntryID
    var path: FilePath
    var result: FixtureReader.Result
  }

  package init(
    _ folder: OpenedFolder,
    _ surroundings: Browser.Surroundings,
    read: @escaping () -> String?,
    print: @escaping (String) -> Bool
  ) throws {
    self.folder = folder
    self.read = read
    self.print = print
    user = surroundings.user
    workspace = try Workspace(
      opening: folder.path,
      files: .disk,
      environment: surroundings.environment,
      home: surroundings.home,
      now: surroundings.now
    )
  }

  /// Runs until the user quits or the input ends.
  package mutating func run() {
    load()
    say(
      "llm-mock, \(folder.title): \(Counted.text(files.count, "file")), \(Counted.text(files.reduce(0) { $0 + $1.result.content.interactions.count }, "interaction"))"
    )
    list()
    say("Type a number, or ? for help.")
    while let line = read() {
      let words = line.split(separator: " ").map(String.init)
      guard let word = words.first else { continue }
      if word == "q" || word == "quit" { return }
      take(word, Array(words.dropFirst()))
    }
  }

  private mutating func take(_ word: String, _ words: [String]) {
    if let number = Int(word) { return choose(number) }
    switch word {
    case "?", "h", "help": help()
    case "l", "list": list()
    case "b", "back":
      open = nil
      filter = ""
      list()
    case "f", "/", "find":
      filter = words.joined(separator: " ")
      list()
    case "d", "delete": delete(words)
    case "r", "rename", "name": rename(words)
    case "u", "z", "undo": change { try $0.undo().title }.map { say("Undid: \($0)") }
    case "Z", "redo": change { try $0.redo().title }.map { say("Redid: \($0)") }
    default: say("\(VisibleText.of(word)) is not a command. Type ? for help.")
    }
  }

  private func help() {
    for line in [
      "A number opens a file, or reads an interaction.",
      "l lists again, b goes back to the files, f TEXT lists only what contains it, f alone all.",
      open == nil
        ? "d NUMBER... deletes files, r NUMBER NAME renames one."
        : "d NUMBER... deletes interactions, r NUMBER NAME names one.",
      "u takes the last change back, Z makes it again, q quits.",
    ] { say(line) }
  }

  // MARK: Reading

  private mutating func load() {
    let reader = FixtureReader()
    files = []
    if let file = folder.file {
      let path = folder.path.appending(file)
      files = [Item(id: EntryID(file.bytes), path: path, result: reader.read(path))]
    } else {
      for entry in FolderWalker(folder.path, user: user)
      where entry.kind == .file && !entry.leadsOut {
        let path = folder.path.pushing(entry.path)
        let result = reader.read(path)
        if result.content == .other { continue }
        files.append(Item(id: EntryID(entry.parent + entry.name), path: path, result: result))
      }
    }
    open = open.flatMap { open in files.first { $0.id == open.id } }
  }

  // MARK: Listing

  /// What is listed now: each with its number, which stays the same under a filter.
  private func list() {
    if let open {
      say("\(open.id.shown):")
      if let problem = open.result.content.problem { say("cannot be read: \(problem.description)") }
      for (index, summary) in open.result.content.interactions.enumerated() {
        let text = summary.name ?? summary.lastMessage ?? summary.preview
        let line = [
          "\(index + 1).", summary.model ?? "?", summary.isStreaming ? "stream" : nil,
          summary.status.map { "status \($0)" }, summary.problem, text,
        ].compactMap { $0 }.joined(separator: "  ")
        show(line)
      }
      return
    }
    if files.isEmpty { say("No fixtures in \(folder.title) yet.") }
    for (index, file) in files.enumerated() {
      let what =
        file.result.content.problem.map { "cannot be read: \($0.description)" }
        ?? Counted.text(file.result.content.interactions.count, "interaction")
      show("\(index + 1).  \(file.id.shown)  \(what)")
    }
  }

  private func show(_ line: String) {
    if filter.isEmpty || line.containsIgnoringCase(filter) { say(line) }
  }

  private mutating func choose(_ number: Int) {
    guard let open else {
      guard files.indices.contains(number - 1) else { return say("There is no file \(number).") }
      self.open = files[number - 1]
      filter = ""
      return list()
    }
    let interactions = open.result.content.interactions
    guard interactions.indices.contains(number - 1) else {
      return say("There is no interaction \(number).")
    }
    let summary = interactions[number - 1]
    do {
      let file = try FileSystem.disk.open(open.path)
      let bytes = try file.read(summary.range.lowerBound, summary.range.count)
      let provider: String? =
        if case .fixture(let fixture) = open.result.content { fixture.provider } else { nil }
      let transcript = Transcript(
        of: try JSONTree(bytes).root,
        summary,
        fixtureProvider: provider,
        id: "@\(number)"
      )
      guard let transcript else { return say("It has no request.") }
      for line in transcript.lines() { say(line) }
    } catch {
      say("\(error)")
    }
  }

  // MARK: Changes

  private mutating func delete(_ words: [String]) {
    let numbers = Set(words.compactMap { Int($0) })
    guard !numbers.isEmpty, numbers.count == words.count else {
      return say("Say which: d NUMBER...")
    }
    let count = open?.result.content.interactions.count ?? files.count
    if let wrong = numbers.sorted().first(where: { $0 < 1 || $0 > count }) {
      return say("There is no \(wrong).")
    }
    let what = Counted.text(numbers.count, open == nil ? "file" : "interaction")
    say("Delete \(what)? Type yes. u takes it back.")
    guard read() == "yes" else { return say("Nothing was deleted.") }
    let title: String?
    if let open {
      let chosen = ChosenInteractions(
        path: open.path,
        indices: Set(numbers.map { $0 - 1 }),
        expecting: open.result.version
      )
      title = change { try $0.deleteInteractions([chosen])?.title ?? "" }
    } else {
      let paths = numbers.sorted().map { files[$0 - 1].path }
      title = change { try $0.deleteFiles(paths).title }
    }
    if let title { say(title) }
  }

  private mutating func rename(_ words: [String]) {
    guard let number = words.first.flatMap({ Int($0) }), words.count > 1 || open != nil else {
      return say("Say which and what: r NUMBER NAME")
    }
    let name = words.dropFirst().joined(separator: " ")
    let title: String?
    if let open {
      guard open.result.content.interactions.indices.contains(number - 1) else {
        return say("There is no interaction \(number).")
      }
      let chosen = ChosenInteractions(
        path: open.path,
        indices: [number - 1],
        expecting: open.result.version
      )
      title = change { try $0.nameInteraction(chosen, name)?.title ?? "It has that name already" }
    } else {
      guard files.indices.contains(number - 1) else { return say("There is no file \(number).") }
      let path = files[number - 1].path
      title = change {
        try $0.renameFile(path, to: FixtureName.file(FilePath(name))).title
      }
    }
    if let title { say(title) }
  }

  /// Makes a change and reads the folder again; nil when it failed, which is said.
  private mutating func change(_ body: (Workspace) throws -> String) -> String? {
    do {
      let title = try body(workspace)
      load()
      return title
    } catch {
      say("\(error)".sentence)
      return nil
    }
  }

  private func say(_ line: String) {
    _ = print(VisibleText.of(line, lineBreaks: .space, tab: " "))
  }
}
