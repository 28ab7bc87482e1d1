/// When something was recorded, from the ISO 8601 text in a file.
struct RecordedTime {
  /// Seconds since 1970 in UTC.
  var seconds: Int
  /// The date and the minute as they stand in the file.
  var text: String

  /// - Returns: nil when the text is no date with a time.
  init?(_ iso: String) {
    let bytes = Array(iso.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ 0x30...0x39 ~= $0 }) else {
        return nil
      }
      return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    func byte(_ index: Int, is character: UInt8) -> Bool {
      index < bytes.count && bytes[index] == character
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16),
      byte(4, is: UInt8(ascii: "-")), byte(7, is: UInt8(ascii: "-")),
      byte(10, is: UInt8(ascii: "T")) || byte(10, is: UInt8(ascii: " ")),
      byte(13, is: UInt8(ascii: ":")), 1...12 ~= month, 1...31 ~= day, hour < 25, minute < 60
    else { return nil }
    var index = 16
    var second = 0
    if byte(index, is: UInt8(ascii: ":")), let value = number(17..<19) {
      second = value
      index = 19
      if byte(index, is: UInt8(ascii: ".")) {
        index += 1
        while index < bytes.count, 0x30...0x39 ~= bytes[index] { index += 1 }
      }
    }
    var offset = 0
    if byte(index, is: UInt8(ascii: "+")) || byte(index, is: UInt8(ascii: "-")),
      let hours = number(index + 1..<index + 3)
    {
      let place = byte(index + 3, is: UInt8(ascii: ":")) ? index + 4 : index + 3
      offset = hours * 3600 + (number(place..<place + 2) ?? 0) * 60
      if byte(index, is: UInt8(ascii: "-")) { offset = -offset }
    }
    seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    text = "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(5))"
  }

  /// How long ago that was, in one unit; nil for a time to come.
  func age(at now: Int) -> String? {
    let seconds = now - seconds
    func ago(_ count: Int, _ unit: String) -> String {
      "\(count) \(unit)\(count == 1 ? "" : "s") ago"
    }
    switch seconds {
    case ..<(-60): return nil
    case ..<60: return "just now"
    case ..<3_600: return ago(seconds / 60, "minute")
    case ..<86_400: return ago(seconds / 3_600, "hour")
    case ..<(60 * 86_400): return ago(seconds / 86_400, "day")
    case ..<(730 * 86_400): return ago(seconds / (30 * 86_400 + 37_800), "month")
    default: return ago(seconds / 31_556_952, "year")
    }
  }

  /// Days since 1970-01-01 of a date in the Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // The year begins in March, so that the leap day is its last.
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
