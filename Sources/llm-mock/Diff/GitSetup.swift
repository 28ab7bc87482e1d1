import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// Has git diff and merge the fixtures of a folder by interaction.
struct GitSetup {
  let surroundings: Surroundings
  let output: Output

  private var files: FileSystem { surroundings.files }

  func run(for folder: FilePath) throws {
    let place = try files.resolve(surroundings.here.pushing(folder))
    do {
      guard
        let repository = try GitRepository.containing(
          folder: place,
          environment: surroundings.variables
        )
      else {
        throw Complaint(.wrongUse, "\(folder.visible) is in no git repository; git init makes one")
      }
      try configure(repository)
      try addAttributes(repository.root, place)
    } catch let error as GitError {
      throw Complaint(.failed, error.message, details: error.output)
    }
  }

  // MARK: Settings

  private func configure(_ repository: GitRepository) throws {
    let program = Self.program(surroundings)
    // git replaces what follows a percent sign in the one and not in the other.
    let escaped = program.replacing("%", with: "%%")
    let settings = [
      ("merge.llm-mock.name", "LLM calls, joined by interaction"),
      ("merge.llm-mock.driver", "\(escaped) merge -- %O %A %B %P"),
      ("diff.llm-mock.command", "\(program) diff --git --"),
    ]
    for (key, value) in settings {
      let shown = VisibleText.of(value)
      if try repository.configuration(key) == value {
        try output.line("  is set   \(key) = \(shown)")
      } else {
        try repository.setConfiguration(key, value)
        try output.line("  set      \(key) = \(shown)")
      }
    }
  }

  /// This program as a shell finds it: by its name where that leads here, else by its path.
  private static func program(_ surroundings: Surroundings) -> String {
    let name = "llm-mock"
    guard let own = ThisProcess.program else { return name }
    guard let found = Program.find(name, in: surroundings.variables) else { return quoted(own) }
    // What can't be resolved is another program.
    return (try? surroundings.files.resolve(found)) == own ? name : quoted(own)
  }

  private static func quoted(_ path: FilePath) -> String {
    // Not as text that is shown: it must lead there.
    "'" + path.string.replacing("'", with: "'\\''") + "'"
  }

  // MARK: Attributes

  private func addAttributes(_ root: FilePath, _ folder: FilePath) throws {
    let path = root.appending(".gitattributes")
    let line = try Self.line(for: folder.relative(to: root) ?? folder)
    let shown = VisibleText.of(bytes: line)
    let old = try files.linkStatus(path)
    guard let old else {
      try FixtureFileError.about(path) {
        _ = try files.make(
          path,
          line + [0x0A],
          permissions: FilePermissions(rawValue: 0o666)
        )
      }
      return try output.line("  created  .gitattributes: \(shown)")
    }
    guard old.kind == .file else {
      throw Complaint(.failed, ".gitattributes: this is no plain file; add to it: \(shown)")
    }
    let contents = try FixtureFileError.about(path) { try files.read(path) }
    let lines = contents.bytes.split(separator: 0x0A).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
    if lines.contains(where: { $0.elementsEqual(line) }) {
      return try output.line("  is there .gitattributes: \(shown)")
    }
    // The lines that are there tell how lines end.
    let lineEnd: [UInt8] = contents.bytes.contains("\r\n".utf8) ? [0x0D, 0x0A] : [0x0A]
    var bytes = contents.bytes
    if let last = bytes.last, last != 0x0A { bytes += lineEnd }
    bytes += line + lineEnd
    let version = try FixtureFileError.about(path) {
      try files.replace(path, old: contents.status, with: bytes) {
        try files.version(of: path) == contents.status.version
      }
    }
    guard version != nil else {
      throw Complaint(.failed, ".gitattributes: it changed meanwhile; try again")
    }
    try output.line("  added    .gitattributes: \(shown)")
  }

  /// The line that names the JSON files of a folder.
  private static func line(for folder: FilePath) throws -> [UInt8] {
    var pattern: [UInt8] = []
    for byte in folder.bytes {
      // What means something in a pattern stands for itself here.
      if "*?[\\".utf8.contains(byte) { pattern.append(UInt8(ascii: "\\")) }
      pattern.append(byte)
    }
    pattern += folder.isEmpty ? Array("**/*.json".utf8) : Array("/**/*.json".utf8)
    if pattern.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw Complaint(.failed, "\(folder.visible): git can't be told of a folder with such a name")
    }
    let isPlain =
      !pattern.contains { $0 == 0x20 || $0 == UInt8(ascii: "\"") }
      && pattern.first != UInt8(ascii: "#") && pattern.first != UInt8(ascii: "!")
    if !isPlain {
      var quoted = [UInt8(ascii: "\"")]
      for byte in pattern {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          quoted.append(UInt8(ascii: "\\"))
        }
        quoted.append(byte)
      }
      pattern = quoted + [UInt8(ascii: "\"")]
    }
    return pattern + Array(" merge=llm-mock diff=llm-mock".utf8)
  }
}
