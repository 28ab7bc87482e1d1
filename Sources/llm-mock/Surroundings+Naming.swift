import LLMMockCore
import LLMMockWorkspace
import SystemPackage

extension Surroundings {
  /// The fixture or folder that a word names.
  func named(_ word: String) throws -> NamedPath {
    try NamedPath.resolve(words.path(word), here: here, files: files, user: userFiles)
  }

  /// The fixture file that a word names.
  func fixture(_ word: String) throws -> FilePath {
    switch try named(word) {
    case .fixture(let path): return path
    case .folder(let path):
      throw Complaint(.wrongUse, "\(path.visible) is a folder, and this command takes a fixture")
    }
  }

  /// The whole of a fixture file.
  func openFixture(_ word: String) throws -> OpenedFixture {
    let path = try fixture(word)
    let contents = try FixtureFileError.about(path) { try files.read(path) }
    do throws(FixtureProblem) {
      return OpenedFixture(
        path: path,
        version: contents.status.version,
        document: try FixtureDocument(contents.bytes)
      )
    } catch {
      throw Complaint(.failed, "\(path.visible): \(error.description)")
    }
  }

  /// What a person types to take back what was just done in a workspace; `folder` is the file's, as
  /// the user named it.
  func undoCommand(for workspace: Workspace, in folder: FilePath) throws -> String {
    let state = try workspace.stateFolder()
    if try self.workspace(opening: here).stateFolder() == state { return "llm-mock undo" }
    let isHere = try self.workspace(opening: folder).stateFolder() == state
    return "llm-mock undo \(ShellWord.quote(isHere ? folder : workspace.opened))"
  }
}

/// A fixture file, read.
struct OpenedFixture {
  var path: FilePath
  var version: FileVersion
  var document: FixtureDocument

  var interactions: [InteractionSummary] { document.interactions }

  /// The interactions that words name, counted from 0, in the order of the file.
  func resolve(_ words: [String]) throws -> [Int] {
    var found: Set<Int> = []
    for word in words {
      do throws(InteractionReference.Failure) {
        found.formUnion(try InteractionReference(word).resolve(in: interactions))
      } catch {
        let sentence = "\(path.visible): \(error.message)"
        guard case .ambiguous(_, let candidates) = error else {
          throw Complaint(.wrongUse, sentence)
        }
        throw Complaint(
          .wrongUse,
          sentence,
          details: candidates.map { "  " + CharacterWidth.truncate($0, to: 100, ellipsis: "...") }
        )
      }
    }
    return found.sorted()
  }
}
