/// A state of the files that git can give back.
package enum GitVersion: Hashable, Sendable, ExpressibleByStringLiteral {
  /// A commit or tree, as a user names it: `HEAD`, `main~2`.
  case revision(String)
  /// What is staged.
  case index

  package init(stringLiteral value: String) { self = .revision(value) }

  package static let head: GitVersion = "HEAD"
}

/// What a version has at a path.
package enum GitContents: Hashable, Sendable {
  /// The file as git would write it to the disk: line ends converted, filters run.
  case bytes([UInt8])
  /// It has no such file.
  case missing
  /// What stands there can't be had; one sentence in lower case.
  case unreadable(String)
}

/// A file that git stores: which contents, and under which name its attributes are looked up.
struct GitBlob: Hashable, Sendable {
  var id: String
  /// From the root.
  var name: [UInt8]
}

extension GitContents {
  /// What there is to say of a file with more bytes than are held in memory.
  static func tooLarge(_ limit: Int) -> GitContents {
    .unreadable("it is larger than \(Program.TooMuchOutput.text(limit))")
  }
}

/// The text that stands for a file whose contents are kept elsewhere by Git LFS.
enum LargeFilePointer {
  static let start = Array("version https://git-lfs.github.com/spec/".utf8)

  static let sentence =
    "it is a Git LFS pointer; the contents are not on this machine (git lfs pull gets them)"

  static func matches(_ bytes: [UInt8]) -> Bool {
    bytes.count < 1024 && bytes.starts(with: start)
  }
}
