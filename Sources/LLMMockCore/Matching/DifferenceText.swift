/// A difference for a reader: the place, and a window of both values around what differs first.
package struct DifferenceText: Hashable, Sendable {
  /// As a JSON pointer, with tokens for what must not be drawn.
  package var path: String
  package var recorded: String
  package var incoming: String

  /// Cells of a window.
  private static let width = 60
  /// Cells of a window that stand before the first difference.
  private static let lead = 20

  package init(_ difference: RequestDifference) {
    path = VisibleText.of(difference.path.isEmpty ? "/" : difference.path)
    let (old, new) = (
      Self.characters(of: difference.recorded), Self.characters(of: difference.incoming)
    )
    let common = zip(old.scalars, new.scalars).prefix { $0 == $1 }.count
    recorded = Self.window(old, from: common)
    incoming = Self.window(new, from: common)
  }

  private struct Value {
    var scalars: [Unicode.Scalar]
    var isText: Bool
  }

  /// How many characters of a value are looked at: differences behind are rare, values long.
  private static let limit = 1 << 20

  private static func characters(of value: JSONValue?) -> Value {
    guard let value else { return Value(scalars: Array("(absent)".unicodeScalars), isText: false) }
    if let string = value.string {
      return Value(scalars: Array(string.unicodeScalars.prefix(limit)), isText: true)
    }
    let text = ReadableJSON.compact(value, elidingBeyond: 1_000)
    return Value(scalars: Array(text.unicodeScalars.prefix(limit)), isText: false)
  }

  private static func window(_ value: Value, from difference: Int) -> String {
    let scalars = value.scalars
    // Where all of it fits, all of it is shown.
    let whole = visible(scalars[...])
    if CharacterWidth.of(whole) <= width { return value.isText ? "\"\(whole)\"" : whole }
    var start = min(max(0, difference - lead), max(0, scalars.count - lead))
    if start < 4 { start = 0 }
    var text = start > 0 ? "..." : ""
    let rest = visible(scalars[start...].prefix(width))
    let room = width - text.count
    if start + width < scalars.count || CharacterWidth.of(rest) > room {
      text += CharacterWidth.truncate(rest + "   ", to: room, ellipsis: "...")
    } else {
      text += rest
    }
    return value.isText ? "\"\(text)\"" : text
  }

  /// Line breaks as spaces: each value stands on one line.
  private static func visible(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in scalars.prefix(4 * width) {
      text.unicodeScalars.append(scalar == "\n" || scalar == "\r" || scalar == "\t" ? " " : scalar)
    }
    return VisibleText.of(text)
  }
}
