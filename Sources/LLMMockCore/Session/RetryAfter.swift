import HTTPTypes

/// When an API asks to come again.
enum RetryAfter {
  /// The pause an answer asks for, in milliseconds; nil when it asks for none that can be read.
  ///
  /// - Parameter now: seconds since 1970, UTC.
  static func milliseconds(_ fields: HTTPFields, now: Int) -> Int? {
    // OpenAI's own, which is finer.
    if let value = field("retry-after-ms", fields), let pause = number(value, times: 1) {
      return pause
    }
    guard let value = field("retry-after", fields) else { return nil }
    if let pause = number(value, times: 1000) { return pause }
    return date(value).map { max(0, min($0 - now, 1 << 40) * 1000) }
  }

  private static func field(_ name: String, _ fields: HTTPFields) -> String? {
    HTTPField.Name(name).flatMap { fields[$0] }
  }

  private static func number(_ text: String, times factor: Double) -> Int? {
    guard let number = Double(text), number >= 0, number < 1e12 else { return nil }
    return Int((number * factor).rounded(.up))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`
  /// (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7); nil for the obsolete forms.
  private static func date(_ text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
      let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
      1...31 ~= day, 1970...9999 ~= year
    else { return nil }
    let time = words[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, 0...23 ~= time[0], 0...59 ~= time[1], 0...60 ~= time[2] else {
      return nil
    }
    let days = CalendarTime.days(year: year, month: month + 1, day: day)
    return days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
  }
}
