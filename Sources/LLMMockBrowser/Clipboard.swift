import LLMMockWorkspace

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
      guard let path = Program.find(tool.name, in: environment) else { continue }
      let words = tool.arguments.map { Array($0.utf8) }
      do {
        let ending = try Program(path, words, environment: environment).run(input: bytes).ending
        if ending == .exited(0) { return tool.name }
      } catch {
        // It can't be started: the next one may.
        continue
      }
    }
    return nil
  }
}
