internal import LLMMockCore
package import SystemPackage

extension GitRepository {
  /// A file that is not as a revision has it; paths from the root, nil where there is none.
  package struct ChangedPath: Hashable, Sendable {
    package var old: FilePath?
    package var new: FilePath?
  }

  /// The files below a folder that are not as a revision has them, in git's order.
  ///
  /// Against HEAD those that git does not know are among them.
  package func changes(
    since revision: String,
    below folder: FilePath
  ) throws -> [ChangedPath] {
    if revision == "HEAD" {
      return try status(below: folder).entries.compactMap { entry in
        if entry.isSubmodule { return nil }
        let isNew = entry.kind == .untracked || entry.headMode == nil && entry.kind == .tracked
        let old = isNew ? nil : entry.oldPath ?? entry.path
        return ChangedPath(old: old, new: entry.path)
      }
    }
    guard !revision.isEmpty, !revision.hasPrefix("-"), let relative = relative(folder) else {
      throw GitError(.noSuchRevision, "there is no revision \(VisibleText.of(revision))")
    }
    let words = [
      "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", "--no-textconv",
      "--ignore-submodules=all", revision, "--",
    ].map { Array($0.utf8) }
    let output: [UInt8]
    do {
      output = try run(.reading, words + [relative.isEmpty ? [UInt8(ascii: ".")] : relative.bytes])
        .standardOutput
    } catch let error as GitError where error.code == .failed {
      let isUnknown = error.output.contains {
        $0.contains("bad revision") || $0.contains("unknown revision") || $0.contains("bad object")
      }
      guard isUnknown else { throw error }
      throw GitError(.noSuchRevision, "there is no revision \(VisibleText.of(revision))")
    }
    return Self.changedPaths(output)
  }

  /// Reads `--name-status -z`: a letter and a path, or after `R` and `C` two.
  private static func changedPaths(_ output: [UInt8]) -> [ChangedPath] {
    var fields = output.split(separator: 0).makeIterator()
    var changes: [ChangedPath] = []
    func path(_ field: ArraySlice<UInt8>?) -> FilePath? {
      field.flatMap { FilePath(bytes: Array($0)) }
    }
    while let letter = fields.next()?.first {
      let first = path(fields.next())
      switch letter {
      case UInt8(ascii: "R"), UInt8(ascii: "C"):
        changes.append(ChangedPath(old: first, new: path(fields.next())))
      case UInt8(ascii: "A"): changes.append(ChangedPath(old: nil, new: first))
      default: changes.append(ChangedPath(old: first, new: first))
      }
    }
    return changes
  }
}
