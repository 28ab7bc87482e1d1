import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// Compares what a user named, and prints it.
struct DiffRun {
  let surroundings: Surroundings
  let report: DiffReport
  let showsVolatile: Bool
  let paint: Paint

  var files: FileSystem { surroundings.files }

  func options(for path: FilePath) throws -> InteractionDiff.Options {
    InteractionDiff.Options(
      volatile: try VolatileFields.of(fixture: path, files: files),
      showsVolatile: showsVolatile,
      budget: .halfASecond,
      keepsValues: report.unified == nil
    )
  }

  // MARK: What is named

  func compareInteractions(_ word: String, _ one: String, _ other: String) throws -> ExitStatus {
    let fixture = try surroundings.openFixture(word)
    let indices = try [one, other].map { word in
      let found = try fixture.resolve([word])
      guard found.count == 1, let index = found.first else {
        throw Complaint(
          .wrongUse,
          "\(fixture.path.visible): \(VisibleText.of(word)) means \(found.count) interactions; write @N"
        )
      }
      return index
    }
    let diff = InteractionDiff(
      old: try FixtureDiff.side(indices[0], fixture.document),
      new: try FixtureDiff.side(indices[1], fixture.document),
      options: try options(for: fixture.path)
    )
    let places = indices.map { "@\($0 + 1)" }
    try report.write(
      diff,
      title: "\(fixture.path.visible)  \(places[0]) -> \(places[1])"
    ) { line in
      line.path(fixture.path)
      line.member("old_position", indices[0] + 1)
      line.member("position", indices[1] + 1)
      line.member("change", diff.isEmpty ? "volatile" : "changed")
    }
    return diff.isEmpty ? .done : .no
  }

  func compareFixtures(_ one: String, _ other: String) throws -> ExitStatus {
    let paths = (try surroundings.fixture(one), try surroundings.fixture(other))
    let old = ComparedVersion(name: paths.0.visible, bytes: try bytes(of: paths.0))
    let new = ComparedVersion(name: paths.1.visible, bytes: try bytes(of: paths.1))
    return try compare(old, new, paths.1)
  }

  func compare(_ word: String, with revision: String) throws -> ExitStatus {
    do {
      switch try surroundings.named(word) {
      case .fixture(let path): return try compare(fixture: path, with: revision)
      case .folder(let path): return try compare(folder: path, with: revision)
      }
    } catch let failure as NamedPath.Failure where failure.reason == nil {
      // It may be there in git only.
      let path = surroundings.words.path(word)
      for path in [path, FixtureName.file(path)] where try isKept(path, revision) {
        return try compare(fixture: path, with: revision)
      }
      throw failure
    }
  }

  // MARK: Versions

  func bytes(of path: FilePath) throws -> [UInt8] {
    try FixtureFileError.about(path) { try files.read(path).bytes }
  }

  /// Compares two versions of a file, and prints what differs.
  func compare(
    _ old: ComparedVersion,
    _ new: ComparedVersion,
    _ path: FilePath
  ) throws -> ExitStatus {
    if old.bytes == new.bytes { return .done }
    let (before, after) = (old.content, new.content)
    for (version, content) in [(old, before), (new, after)] {
      guard case .unreadable(let problem) = content else { continue }
      try comparePlain(old, new, path, "\(version.name): \(problem.description)")
      return .failed
    }
    func document(_ content: ComparedVersion.Content) -> FixtureDocument? {
      if case .fixture(let document) = content { document } else { nil }
    }
    let diff = try FixtureDiff(document(before), document(after), try options(for: path))
    try report.write(diff, path, old, new)
    return diff.isDifferent || (old.bytes == nil) != (new.bytes == nil) ? .no : .done
  }

  /// Compares lines, because a version is no fixture.
  func comparePlain(
    _ old: ComparedVersion,
    _ new: ComparedVersion,
    _ path: FilePath,
    _ reason: String
  ) throws {
    report.output.warn("\(path.visible): \(reason); so its lines are compared")
    guard report.unified != nil else { return }
    if report.hasTitle {
      try report.output.line(paint.title("\(path.visible)  \(old.name) -> \(new.name)"))
    }
    let diff = PlainDiff(paint: paint)
    try report.output.lines(diff.lines(old.bytes ?? [], new.bytes ?? []))
  }
}
