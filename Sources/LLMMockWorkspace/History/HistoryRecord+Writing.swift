internal import LLMMockCore
internal import SystemPackage

// A record is a file of three parts, so that a list of changes can be read without the bytes they
// keep, and damage shows:
//
//   one line of JSON: title, time, operations with paths, offsets and sizes
//   one line: the SHA-256 of the first line, 64 digits
//   the bytes of all operations, one after the other; the first line has their size and SHA-256

extension HistoryRecord {
  static let version = 1

  /// The bytes of the file, its paths relative to a folder.
  func encoded(relativeTo folder: FilePath) -> [UInt8] {
    var bytes: [UInt8] = []
    let steps = operations.map { Self.encode($0, relativeTo: folder, bytes: &bytes) }
    var members = [
      ("version", "\(Self.version)"),
      ("title", Self.quote(title)),
      ("time", "\(time.milliseconds)"),
    ]
    if let base { members.append(("base", Self.encode(base))) }
    if !drops.isEmpty { members.append(("drops", "\(drops)")) }
    if let restores { members.append(("restores", "\(restores)")) }
    members.append(("size", "\(bytes.count)"))
    members.append(("sha256", Self.quote(ContentDigest(of: bytes).hexadecimal)))
    members.append(("operations", "[\(steps.joined(separator: ", "))]"))
    let line = Array(Self.object(members).utf8)
    let newline = UInt8(ascii: "\n")
    return line + [newline] + ContentDigest(of: line).hexadecimal.utf8 + [newline] + bytes
  }

  private static func encode(
    _ operation: ChangeOperation,
    relativeTo folder: FilePath,
    bytes: inout [UInt8]
  ) -> String {
    func path(_ path: FilePath) -> String { encode(path.relative(to: folder) ?? path) }
    switch operation {
    case .edit(let file, let before, let after, let edit):
      var splices: [String] = []
      for splice in edit.splices {
        splices.append("[\(splice.offset), \(splice.removed.count), \(splice.inserted.count)]")
        bytes += splice.removed
        bytes += splice.inserted
      }
      return object([
        ("do", quote("edit")), ("path", path(file)), ("before", quote(before.hexadecimal)),
        ("after", quote(after.hexadecimal)), ("splices", "[\(splices.joined(separator: ", "))]"),
      ])
    case .deleteFile(let file, let contents, let permissions),
      .createFile(let file, let contents, let permissions):
      bytes += contents
      let isDeletion = if case .deleteFile = operation { true } else { false }
      var members = [
        ("do", quote(isDeletion ? "delete" : "create")), ("path", path(file)),
        ("size", "\(contents.count)"),
      ]
      if let permissions { members.append(("permissions", "\(permissions.rawValue)")) }
      return object(members)
    case .deleteLink(let link, let target):
      return object([
        ("do", quote("delete link")), ("path", path(link)), ("target", encode(target)),
      ])
    case .createLink(let link, let target):
      return object([
        ("do", quote("create link")), ("path", path(link)), ("target", encode(target)),
      ])
    case .rename(let from, let to):
      return object([("do", quote("rename")), ("path", path(from)), ("to", path(to))])
    }
  }

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  private static func quote(_ text: String) -> String {
    String(decoding: JSONString.quote(text, as: .unicode), as: UTF8.self)
  }

  /// A string where the path is UTF-8, else an array of its bytes.
  private static func encode(_ path: FilePath) -> String {
    let bytes = path.bytes
    let text = String(decoding: bytes, as: UTF8.self)
    return text.utf8.elementsEqual(bytes) ? quote(text) : "\(bytes)"
  }
}
