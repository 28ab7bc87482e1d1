package import SystemPackage

/// The names of fixtures.
package enum FixtureName {
  /// The file that a name means: `.json` is appended when it does not end in it.
  ///
  /// `claude-3.5` is `claude-3.5.json`.
  package static func file(_ name: FilePath) -> FilePath {
    guard let last = name.lastComponent, !last.bytes.suffix(5).elementsEqual(".json".utf8),
      let file = FilePath.Component(bytes: last.bytes + ".json".utf8)
    else { return name }
    return name.removingLastComponent().appending(file)
  }
}
