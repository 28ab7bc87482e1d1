internal import LLMMockCore
internal import SystemPackage

extension HistoryRecord {
  /// Reads a whole record, its paths relative to a folder; an error is a ``HistoryDamage``.
  init(_ file: [UInt8], relativeTo folder: FilePath) throws {
    let line = try HistoryLine(file)
    let bytes = file[line.end...]
    guard line.root["size"]?.int == bytes.count,
      let digest = line.root["sha256"]?.string,
      ContentDigest(of: Array(bytes)).hexadecimal == digest
    else { throw HistoryDamage("the bytes it keeps are incomplete or changed") }
    var rest = bytes
    let header = try line.header()
    guard let steps = line.root["operations"] else { throw HistoryDamage("it has no operations") }
    let operations = try steps.elements.map {
      try Self.operation($0, bytes: &rest, relativeTo: folder)
    }
    self.init(
      title: header.title,
      time: header.time,
      base: header.base,
      drops: header.drops,
      restores: header.restores,
      operations: operations
    )
  }

  private static func operation(
    _ value: JSONValue,
    bytes: inout ArraySlice<UInt8>,
    relativeTo folder: FilePath
  ) throws -> ChangeOperation {
    func path(_ key: String) throws -> FilePath {
      // Lexically: links on the way are looked at when the path is used.
      folder.pushing(try HistoryLine.path(value[key])).lexicallyNormalized()
    }
    func contents() throws -> [UInt8] { try take(value["size"]?.int, from: &bytes) }
    var permissions: FilePermissions? {
      value["permissions"]?.int.map {
        FilePermissions(rawValue: CModeT(truncatingIfNeeded: $0 & 0o777))
      }
    }
    switch value["do"]?.string {
    case "edit":
      guard let before = (value["before"]?.string).flatMap({ ContentDigest(hexadecimal: $0) }),
        let after = (value["after"]?.string).flatMap({ ContentDigest(hexadecimal: $0) }),
        let splices = value["splices"]
      else { throw HistoryDamage("an edit lacks its digests or splices") }
      let edit = TextEdit(splices: try splices.elements.map { try splice($0, bytes: &bytes) })
      return .edit(try path("path"), before: before, after: after, edit)
    case "delete": return .deleteFile(try path("path"), try contents(), permissions)
    case "create": return .createFile(try path("path"), try contents(), permissions)
    case "delete link":
      return .deleteLink(try path("path"), target: try HistoryLine.path(value["target"]))
    case "create link":
      return .createLink(try path("path"), target: try HistoryLine.path(value["target"]))
    case "rename": return .rename(try path("path"), to: try path("to"))
    default: throw HistoryDamage("it has an operation this program does not know")
    }
  }

  private static func splice(_ value: JSONValue, bytes: inout ArraySlice<UInt8>) throws -> Splice {
    let numbers = value.elements.map { $0.int ?? -1 }
    // No file is that long; a larger offset would overflow where it is added up.
    guard numbers.count == 3, 0..<(1 << 48) ~= numbers[0] else {
      throw HistoryDamage("a splice is not three numbers")
    }
    return Splice(
      offset: numbers[0],
      removed: try take(numbers[1], from: &bytes),
      inserted: try take(numbers[2], from: &bytes)
    )
  }

  private static func take(_ count: Int?, from bytes: inout ArraySlice<UInt8>) throws -> [UInt8] {
    guard let count, 0...bytes.count ~= count else {
      throw HistoryDamage("it keeps fewer bytes than it says")
    }
    defer { bytes = bytes.dropFirst(count) }
    return Array(bytes.prefix(count))
  }
}

/// The first line of a record, checked against the second.
struct HistoryLine {
  let root: JSONValue
  /// Where the third part of the record begins.
  let end: Int

  /// Reads it from a record, or from as much of its beginning as holds both lines.
  init(_ file: [UInt8]) throws {
    let lines = file.split(
      separator: UInt8(ascii: "\n"),
      maxSplits: 2,
      omittingEmptySubsequences: false
    )
    guard lines.count == 3 else { throw HistoryDamage("its beginning is incomplete") }
    guard ContentDigest(of: Array(lines[0])).hexadecimal.utf8.elementsEqual(lines[1]) else {
      throw HistoryDamage("its beginning was changed")
    }
    end = lines[2].startIndex
    do {
      root = try JSONTree(Array(lines[0])).root
    } catch {
      throw HistoryDamage("its beginning is not JSON: \(error.message)")
    }
    guard let version = root["version"]?.int, version == HistoryRecord.version else {
      throw HistoryDamage("it was written by a version this program does not know")
    }
  }

  func header() throws -> HistoryHeader {
    guard let title = root["title"]?.string, let time = root["time"]?.int else {
      throw HistoryDamage("it lacks a title or a time")
    }
    return HistoryHeader(
      title: title,
      time: UnixTime(milliseconds: time),
      base: try root["base"].map { try Self.path($0) },
      drops: root["drops"].map { $0.elements.compactMap(\.int) } ?? [],
      restores: root["restores"]?.int,
      paths: try (root["operations"]?.elements).map { steps in
        try steps.flatMap { step in
          try [step["path"], step["to"]].compactMap { try $0.map { try Self.path($0) } }
        }
      } ?? []
    )
  }

  /// Reads a path; any bytes but those no path can hold.
  static func path(_ value: JSONValue?) throws -> FilePath {
    let bytes: [UInt8]? =
      if let text = value?.string {
        Array(text.utf8)
      } else {
        value.map { $0.elements.map { UInt8(exactly: $0.int ?? -1) ?? 0 } }
      }
    guard let bytes, !bytes.isEmpty, let path = FilePath(bytes: bytes) else {
      throw HistoryDamage("a path is missing or can't be one")
    }
    return path
  }
}
