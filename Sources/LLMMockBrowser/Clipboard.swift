#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Puts text on the user's clipboard with a program made for that.
enum Clipboard {
  /// Programs in the order they are tried, each with the variable that says it can work.
  private static let tools: [(name: String, arguments: [String], variable: String?)] = [
    ("wl-copy", [], "WAYLAND_DISPLAY"),
    ("xclip", ["-selection", "clipboard"], "DISPLAY"),
    ("xsel", ["--clipboard", "--input"], "DISPLAY"),
    ("pbcopy", [], nil),
  ]

  /// The name of the program that took the text; nil when there is none or it failed.
  static func put(_ bytes: [UInt8], environment: [String: String]) -> String? {
    for tool in tools {
      if let variable = tool.variable, environment[variable, default: ""].isEmpty { continue }
      guard let path = find(tool.name, in: environment["PATH"] ?? "") else { continue }
      if run(path, tool.arguments, input: bytes) { return tool.name }
    }
    return nil
  }

  private static func find(_ name: String, in path: String) -> String? {
    path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  private static func run(_ path: String, _ arguments: [String], input: [UInt8]) -> Bool {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return false }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    // What it prints would be drawn over the screen.
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, path, &actions, nil, &words, environ)
    close(ends[0])
    guard code == 0 else {
      close(ends[1])
      return false
    }
    var rest = input[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    close(ends[1])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status == 0 && rest.isEmpty
  }
}
