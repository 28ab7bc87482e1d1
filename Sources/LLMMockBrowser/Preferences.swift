import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import SystemPackage

/// What the browser remembers of how its user looks at things, for all folders: a file in the user's
/// state folder.
struct Preferences {
  private let path: FilePath
  private let files = FileSystem.disk

  init(_ surroundings: Browser.Surroundings) {
    path = StatePlaces(environment: surroundings.environment, home: surroundings.home).standIn
      .appending("browser.json")
  }

  /// How diffs were looked at last; nil when nothing (that can be read) is remembered.
  var look: DiffLook? {
    do {
      let root = try JSONTree(files.read(path).bytes).root
      guard let diff = root["diff"]?.string else { return nil }
      var look = DiffLook()
      look.isSplit = diff != "unified"
      return look
    } catch {
      // There is none, or someone broke it: as at the first time.
      return nil
    }
  }

  /// Keeps it; what went wrong is the result, as a sentence.
  func keep(_ look: DiffLook) -> String? {
    do {
      try files.makeFolders(path.folder)
      try files.put(
        path,
        Array(#"{"diff": "\#(look.isSplit ? "split" : "unified")"}"#.utf8) + [0x0A]
      )
      return nil
    } catch {
      return "How diffs are looked at is not remembered: \(error)"
    }
  }
}
