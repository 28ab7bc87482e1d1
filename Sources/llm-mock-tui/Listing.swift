import LLMMockBrowser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// What the browser prints where there is no terminal: the table that `llm-mock list` prints.
struct Listing {
  var folder: OpenedFolder
  var surroundings: Browser.Surroundings
  var output: StandardOutput

  /// Prints it; 0, also when nobody reads to the end.
  func run() -> Int32 {
    var table = FolderTable(folder: folder.title)
    do {
      if let file = folder.file {
        table.add(
          FolderRow(path: file.bytes, FixtureReader().read(folder.path.appending(file)))
        )
      } else {
        let reader = FolderReader(FolderWalker(folder.path, user: surroundings.user))
        table.hidden = try reader.read {
          FolderRow($0, $1)
        } each: {
          table.add($0)
        }
      }
    } catch {
      output.say("llm-mock-tui: \(error)")
      return 3
    }
    let lines = table.lines(width: nil).map { LogText.withoutCommands($0) + "\n" }
    output.print(lines.joined())
    return 0
  }
}
