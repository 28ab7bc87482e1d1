package import LLMMockCore
package import SystemPackage

/// Interactions of one file, as the caller saw it.
package struct ChosenInteractions: Sendable {
  package var path: FilePath
  /// Counted from 0.
  package var indices: Set<Int>
  /// The file the places were counted in; nil when the caller just read it.
  package var expecting: FileVersion?

  package init(path: FilePath, indices: Set<Int>, expecting: FileVersion?) {
    self.path = path
    self.indices = indices
    self.expecting = expecting
  }
}

extension Workspace {
  /// Deletes interactions of files, all or none.
  ///
  /// A file may keep none; it stays a fixture.
  ///
  /// - Throws: also ``FixtureFileError`` with the code `editDoesNotFit` when a file can't be read as
  ///   a fixture any more.
  @discardableResult
  package func deleteInteractions(
    _ chosen: [ChosenInteractions],
    withoutHistory: Bool = false
  ) throws -> Change? {
    let count = chosen.reduce(0) { $0 + $1.indices.count }
    let what = count == 1 ? "1 interaction" : "\(count) interactions"
    var place = "\(chosen.count) files"
    if chosen.count == 1 {
      let numbers = chosen[0].indices.sorted().map { "#\($0 + 1)" }
      let shown = numbers.count <= 4 ? " (\(numbers.joined(separator: ", ")))" : ""
      place = "\(visible(chosen[0].path))\(shown)"
    }
    let edits = chosen.map { chosen in
      FileEdit(chosen.path, expecting: chosen.expecting) { bytes in
        let document = try Self.document(bytes, at: chosen.path)
        guard chosen.indices.allSatisfy(document.interactions.indices.contains) else {
          throw FixtureFileError(.changedOnDisk, chosen.path, "it has fewer interactions now")
        }
        let edit = document.deleting(chosen.indices)
        try Self.check(
          edit,
          of: document,
          leaves: document.interactions.count - chosen.indices.count,
          at: chosen.path
        )
        return edit
      }
    }
    return try self.edit(
      title: "Deleted \(what) from \(place)",
      edits,
      withoutHistory: withoutHistory
    )
  }

  /// Names an interaction, or takes its name away when `name` is empty.
  ///
  /// - Returns: nil when it has that name already.
  @discardableResult
  package func nameInteraction(
    _ chosen: ChosenInteractions,
    _ name: String,
    withoutHistory: Bool = false
  ) throws -> Change? {
    guard let index = chosen.indices.first else { return nil }
    let title =
      name.isEmpty
      ? "Took the name of #\(index + 1) in \(visible(chosen.path)) away"
      : "Named #\(index + 1) in \(visible(chosen.path)) \"\(VisibleText.of(name))\""
    let edit = FileEdit(chosen.path, expecting: chosen.expecting) { bytes in
      let document = try Self.document(bytes, at: chosen.path)
      guard document.interactions.indices.contains(index) else {
        throw FixtureFileError(.changedOnDisk, chosen.path, "it has fewer interactions now")
      }
      do throws(FixtureProblem) {
        let edit = try document.naming(index, name)
        try Self.check(edit, of: document, leaves: document.interactions.count, at: chosen.path)
        return edit
      } catch {
        throw FixtureFileError(.editDoesNotFit, chosen.path, error.message)
      }
    }
    return try self.edit(title: title, [edit], withoutHistory: withoutHistory)
  }

  /// Makes a fixture without interactions.
  @discardableResult
  package func createFixture(_ path: FilePath, provider: String) throws -> Change {
    try createFile(path, NewFixture.text(provider: provider))
  }

  static func document(_ bytes: [UInt8], at path: FilePath) throws -> FixtureDocument {
    do throws(FixtureProblem) {
      return try FixtureDocument(bytes)
    } catch {
      throw FixtureFileError(.editDoesNotFit, path, error.description)
    }
  }

  /// The last look before a file is written: what comes out must be a fixture with as many
  /// interactions as are meant to stay.
  static func check(
    _ edit: TextEdit,
    of document: FixtureDocument,
    leaves count: Int,
    at path: FilePath
  ) throws(FixtureProblem) {
    guard let result = edit.applied(to: document.bytes),
      try FixtureDocument(result).interactions.count == count
    else { throw FixtureProblem("the change would not leave a fixture; nothing was written") }
  }
}
