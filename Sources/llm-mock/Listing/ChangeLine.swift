import LLMMockCore
import LLMMockWorkspace

/// A change as `undo --list` shows it.
enum ChangeLine {
  /// `2026-11-23 14:05  Deleted chat/greeting.json`, with a word for what is not in force; the clock
  /// is so many seconds ahead of UTC.
  static func text(_ change: Change, timeZone: Int) -> String {
    let time = CalendarTime(seconds: seconds(change.time) + timeZone).text
    let note =
      switch change.state {
      case .done: ""
      case .undone, .dropped, .restored: "  (taken back)"
      case .halfDone: "  (interrupted; undo takes back the part that was done)"
      }
    return "\(time)  \(change.title)\(note)"
  }

  static func json(_ change: Change) -> [UInt8] {
    var line = JSONLine()
    line.object { line in
      line.member("id", change.id)
      line.member("time", CalendarTime(seconds: seconds(change.time)).iso + "Z")
      line.member("title", change.title)
      line.member("state", change.state.rawValue)
      line.key("paths")
      line.array(change.paths) { line, path in
        line.string(String(decoding: path.bytes, as: UTF8.self))
      }
      line.member("size", change.size)
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }

  private static func seconds(_ time: UnixTime) -> Int {
    Int((Double(time.milliseconds) / 1000).rounded(.down))
  }
}
