import LLMMockTUI
import Testing

/// Keys written as a user reads them: `j j space d y`, `Ctrl-D`, `Shift-Tab`, `esc`.
enum KeyScript {
  private static let special: [String: Key] = {
    var keys: [Key] = [
      .up, .down, .left, .right, .shiftUp, .shiftDown, .home, .end, .pageUp, .pageDown, .enter,
      .escape, .tab, .backTab, .backspace, .delete, .character(" "),
    ]
    keys += "abcdefghijklmnopqrstuvwxyz".map { .control($0) }
    keys += (1...12).map { .function($0) }
    return Dictionary(uniqueKeysWithValues: keys.map { ($0.name.lowercased(), $0) })
  }()

  /// Every key there is.
  static let all: [Key] = special.values.sorted { $0.name < $1.name } + printable + foreign

  private static let printable = (0x21...0x7E as ClosedRange<UInt8>).map { byte in
    Key.character(Character(Unicode.Scalar(byte)))
  }
  private static let foreign: [Key] = ["é", "日", "👋🏽", "\u{202E}", "\u{7}"].map { .character($0) }

  static func keys(_ script: String) -> [Key] {
    script.split(separator: " ").compactMap { word in
      if word.count == 1, let character = word.first { return .character(character) }
      guard let key = special[word.lowercased()] else {
        Issue.record("There is no key \(word)")
        return nil
      }
      return key
    }
  }
}
