import LLMMockCore
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A program of the user's choice and how to call it.
struct ForegroundCommand {
  /// The program and its arguments, as bytes: a path need not be UTF-8.
  var words: [[UInt8]]
  /// What to call it in a sentence.
  var name: String
  /// The environment variable that chooses it.
  var variable: String

  /// Runs the user's own words through a shell, which splits them as he expects, with the path as
  /// an argument of its own that no shell reads.
  init(_ program: String, variable: String, arguments: [[UInt8]]) {
    words = ["sh", "-c", "\(program) \"$@\"", "sh"].map { Array($0.utf8) } + arguments
    name = program.split(separator: " ").first.map(String.init) ?? program
    self.variable = variable
  }

  /// The path in a form that no program takes for an option.
  static func argument(_ path: FilePath) -> [UInt8] {
    let bytes = path.bytes
    return bytes.first == UInt8(ascii: "-") ? Array("./".utf8) + bytes : bytes
  }
}

/// The user's editor.
struct Editor {
  var environment: [String: String]

  func command(for path: FilePath, line: Int?) -> ForegroundCommand {
    let candidates = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self)
    let program = candidates.first { !$0.isEmpty } ?? "vi"
    let name =
      program.split(separator: " ").first?.split(separator: "/").last.map(String.init) ?? ""
    let file = ForegroundCommand.argument(path)
    return ForegroundCommand(
      program,
      variable: "EDITOR",
      arguments: Self.arguments(name, file: file, line: line)
    )
  }

  /// How editors are told the line.
  private static func arguments(_ name: String, file: [UInt8], line: Int?) -> [[UInt8]] {
    guard let line, line > 1 else { return [file] }
    switch name {
    case "code", "codium", "cursor", "windsurf":
      return [Array("--goto".utf8), file + ":\(line)".utf8]
    case "hx", "helix", "subl", "zed": return [file + ":\(line)".utf8]
    case "vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "kak", "micro", "joe",
      "jed", "ne", "mg", "mcedit", "gvim", "ed":
      return [Array("+\(line)".utf8), file]
    default: return [file]
    }
  }
}

/// The user's pager.
struct Pager {
  var environment: [String: String]

  func command(for path: FilePath) -> ForegroundCommand {
    let program = environment["PAGER"].flatMap { $0.isEmpty ? nil : $0 } ?? "less"
    return ForegroundCommand(
      program,
      variable: "PAGER",
      arguments: [ForegroundCommand.argument(path)]
    )
  }
}

/// A text in a file that only this user may read, for as long as a pager shows it.
struct TemporaryText {
  let path: FilePath

  /// - Parameter folder: where temporary files go; nil is `/tmp`.
  init(_ text: [UInt8], folder: String?) throws {
    let base = folder.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(base)/llm-mock-XXXXXX".utf8CString)
    let descriptor = FileDescriptor(rawValue: mkstemp(&template))
    guard descriptor.rawValue >= 0 else { throw Errno(rawValue: errno) }
    path = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
    }
    try descriptor.closeAfter { _ = try descriptor.writeAll(text) }
  }

  func remove() {
    _ = path.withPlatformString { unlink($0) }
  }
}
