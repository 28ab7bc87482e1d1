import LLMMockCore
import LLMMockWorkspace
import SystemPackage

extension OpenedFolder {
  /// The folder or fixture that a user named.
  ///
  /// - Throws: ``NamedPath/Failure`` when it is not there.
  package static func find(
    _ text: String,
    from surroundings: Browser.Surroundings
  ) throws -> OpenedFolder {
    var path = FilePath(text)
    // A prompt has no shell to do this.
    if path.components.first == "~", path.isRelative {
      path = surroundings.home.pushing(FilePath(root: nil, path.components.dropFirst()))
    }
    let named = try NamedPath.resolve(
      path,
      here: surroundings.folder,
      files: .disk,
      user: surroundings.user
    )
    switch named {
    case .folder(let path):
      return OpenedFolder(path: path, title: title(of: path))
    case .fixture(let path):
      let folder = path.removingLastComponent()
      return OpenedFolder(
        path: folder.isEmpty ? "." : folder,
        file: path.lastComponent,
        title: path.visible
      )
    }
  }

  /// The path without a slash at its end.
  private static func title(of path: FilePath) -> String {
    path.visible.isEmpty ? "." : path.visible
  }
}

extension OpenedFolder {
  /// The folder to open when none was named.
  ///
  /// - Throws: ``NothingToOpen`` when there is none here and above.
  package static func lookUp(from surroundings: Browser.Surroundings) throws -> OpenedFolder {
    let folders = FixtureFolders(here: surroundings.folder, user: surroundings.user)
    let lookup = try folders.lookUp()
    let here = try FileSystem.disk.resolve(surroundings.folder)
    if let found = lookup.found {
      let relative = found.relative(to: here) ?? found
      return OpenedFolder(path: relative, title: relative.visible)
    }
    let below = folders.below(until: .now + .seconds(1))
    throw NothingToOpen(
      highest: NothingToOpen.shorten(lookup.highest, home: surroundings.home),
      below: below.folders.map { (VisibleText.of(bytes: $0.path.bytes), $0.count) }
    )
  }
}

/// There is no folder of fixtures here; what to do instead.
package struct NothingToOpen: Error, CustomStringConvertible {
  /// The last folder looked in.
  var highest: String
  /// Folders below with fixtures in them, with how many files each has.
  var below: [(path: String, count: Int)]

  static func shorten(_ path: FilePath, home: FilePath) -> String {
    guard !home.isEmpty, home != "/", path.isWithin(home), let rest = path.relative(to: home) else {
      return path.visible
    }
    return rest.isEmpty ? "~" : "~/\(rest.visible)"
  }

  package var description: String {
    var lines = [
      "no fixture folder. Looked for tests/fixtures, Tests/fixtures and fixtures here and up to \(highest)."
    ]
    if !below.isEmpty {
      let shown = below.prefix(5).map {
        "\($0.path) (\($0.count == 1 ? "1 file" : "\($0.count) files"))"
      }
      lines.append(
        "  found below   \(shown.joined(separator: ", "))\(below.count > 5 ? ", and \(below.count - 5) more" : "")"
      )
      lines.append("  open one      llm-mock-tui \(below[0].path)")
    }
    lines.append(
      "  record one    llm-mock run --mode record --fixture tests/fixtures/first -- python app.py"
    )
    return lines.joined(separator: "\n")
  }
}
