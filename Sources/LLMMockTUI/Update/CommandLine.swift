import LLMMockCore

/// What can be typed after `:`.
enum CommandLine {
  static let words = [
    "trash", "undo", "redo", "open ", "theme ", "set ", "rename", "delete", "add", "log", "help",
    "rescan", "sort", "review", "pending", "misses", "commit", "discard", "rerecord", "compare",
    "quit",
  ]
  static let settings = ["mouse", "nomouse", "wrap", "nowrap", "others", "noothers"]

  /// The text completed as far as only one thing can be meant.
  static func complete(_ text: String) -> String {
    let (prefix, choices): (String, [String]) =
      if text.hasPrefix("theme ") {
        ("theme ", Theme.all.map(\.name))
      } else if text.hasPrefix("set ") {
        ("set ", settings)
      } else {
        ("", words)
      }
    let typed = String(text.dropFirst(prefix.count))
    let fitting = choices.filter { $0.hasPrefix(typed) }
    guard var common = fitting.first else { return text }
    for choice in fitting {
      common = String(zip(common, choice).prefix { $0 == $1 }.map(\.0))
    }
    return prefix + common
  }
}

extension State {
  mutating func run(commandLine text: String) -> [Effect] {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let word = parts.first else { return [] }
    let argument = parts.count > 1 ? parts[1] : ""
    switch word {
    case "q", "quit", "q!", "x", "wq": return [.quit]
    case "trash", "history": return [.loadHistory]
    case "undo": return run(.undo)
    case "redo": return run(.redo)
    case "log": return run(.log)
    case "help", "h": return run(.help)
    case "rescan": return run(.rescan)
    case "sort": return run(.sort)
    case "rename": return run(.rename)
    case "delete": return run(.delete)
    case "add": return run(.addFile)
    case "review", "changes": return focus == .review ? [] : openReview()
    case "pending", "results": return focus == .queue ? [] : openQueue()
    case "misses", "missed": return focus == .misses ? [] : openMisses()
    case "compare": return focus.isScreen ? run(.back) : run(.compare)
    case "rerecord": return run(.rerecord)
    case "discard": return run(.discardMenu)
    case "commit":
      let effects = focus == .review ? [] : openReview()
      return effects + run(.commit)
    case "open", "o":
      return argument.isEmpty ? run(.openFolder) : [.openFolder(argument)]
    case "theme":
      guard let theme = Theme.all.first(where: { $0.name == argument }) else {
        let names = Theme.all.map(\.name).joined(separator: ", ")
        return say("There are the themes \(names)", .hint)
      }
      self.theme = theme
      return []
    case "set": return set(argument)
    default:
      if let position = Int(word) { return jump(toPosition: position) }
      return say(":\(VisibleText.of(word)) is not a command; ? lists what there is", .hint)
    }
  }

  private mutating func set(_ setting: String) -> [Effect] {
    switch setting {
    case "mouse", "nomouse":
      usesMouse = setting == "mouse"
      return [.setMouse(usesMouse)]
    case "wrap", "nowrap":
      detail.wraps = setting == "wrap"
      return reshapeDetail()
    case "others", "noothers":
      showsOthers = setting == "others"
      return [.list(files.order, showsOthers: showsOthers)] + filesChanged()
    default:
      return say("set takes \(CommandLine.settings.joined(separator: ", "))", .hint)
    }
  }

  /// To the interaction with that number, as `:7`.
  private mutating func jump(toPosition position: Int) -> [Effect] {
    guard position >= 1, position <= interactionRowCount else {
      return say("There are \(counted(interactionRowCount, "interaction")) here", .hint)
    }
    focus = .interactions
    interactions.cursor.row = position - 1
    return interactionSelectionChanged()
  }
}
