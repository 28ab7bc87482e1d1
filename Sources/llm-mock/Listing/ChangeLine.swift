import LLMMockCore
import LLMMockWorkspace

/// A change as `undo --list` shows it.
enum ChangeLine {
  /// `2026-11-23 14:05  Deleted chat/greeting.json`, with a word for what is not in force; the clock
  /// is so many seconds ahead of UTC.
  static func text(_ change: Change, timeZone: Int) -> String {
    let time = CalendarTime(change.time, ahead: timeZone).text
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
      line.member("time", CalendarTime(change.time, ahead: 0).iso)
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
}

/// A moment as a date and a time of day.
struct CalendarTime {
  private var date: String
  private var clock: (hour: Int, minute: Int, second: Int)

  /// The moment on a clock that is so many seconds ahead of UTC.
  init(_ time: UnixTime, ahead seconds: Int) {
    let total = Int((Double(time.milliseconds) / 1000).rounded(.down)) + seconds
    let days = Int((Double(total) / 86_400).rounded(.down))
    let rest = total - days * 86_400
    date = Self.date(days)
    clock = (rest / 3600, rest / 60 % 60, rest % 60)
  }

  /// `2026-11-23 14:05`.
  var text: String { "\(date) \(Self.two(clock.hour)):\(Self.two(clock.minute))" }

  /// `2026-11-23T14:05:09Z`, of a moment in UTC.
  var iso: String {
    "\(date)T\(Self.two(clock.hour)):\(Self.two(clock.minute)):\(Self.two(clock.second))Z"
  }

  /// The date so many days after 1970-01-01.
  private static func date(_ days: Int) -> String {
    // Years that begin in March have the leap day last, so that months have fixed places
    // (https://howardhinnant.github.io/date_algorithms.html).
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    return "\(year)-\(two(month < 10 ? month + 3 : month - 9))-\(two(day))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
