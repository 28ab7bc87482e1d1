/// A pattern of names as git reads it, over bytes.
///
/// `*` is any text without a slash, `?` one byte but a slash, `[a-z]` one of a set. `**` stands for
/// any number of folders where it fills the place between two slashes; elsewhere it means `*`.
struct Glob: Hashable, Sendable {
  private enum Token: Hashable, Sendable {
    case byte(UInt8)
    case anyByte
    /// An index into `sets`.
    case oneOf(Int)
    case star
    /// Any text, slashes included.
    case everything
    /// Nothing, or any text that ends with a slash.
    case folders
  }

  private var tokens: [Token] = []
  private var sets: [ByteSet] = []

  /// Reads a pattern; nil when it can match nothing, as with a set that is never closed.
  init?(_ pattern: some Collection<UInt8>) {
    let pattern = Array(pattern)
    var index = 0
    while index < pattern.count {
      let byte = pattern[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\"):
        guard index < pattern.count else { return nil }
        tokens.append(.byte(pattern[index]))
        index += 1
      case UInt8(ascii: "?"):
        tokens.append(.anyByte)
      case UInt8(ascii: "*"):
        index = Self.appendStars(at: index - 1, of: pattern, to: &tokens)
      case UInt8(ascii: "["):
        guard let (set, end) = ByteSet.read(pattern, from: index) else { return nil }
        tokens.append(.oneOf(sets.count))
        sets.append(set)
        index = end
      default:
        tokens.append(.byte(byte))
      }
    }
  }

  /// Reads a run of stars and returns where it ends.
  private static func appendStars(
    at start: Int,
    of pattern: [UInt8],
    to tokens: inout [Token]
  ) -> Int {
    let slash = UInt8(ascii: "/")
    var end = start
    while end < pattern.count, pattern[end] == UInt8(ascii: "*") { end += 1 }
    let rest = pattern[end...]
    let fillsPlace =
      (start == 0 || pattern[start - 1] == slash)
      && (rest.isEmpty || rest.first == slash || rest.starts(with: [UInt8(ascii: "\\"), slash]))
    if end - start < 2 || !fillsPlace {
      tokens.append(.star)
      return end
    }
    if rest.first == slash {
      tokens.append(.folders)
      return end + 1
    }
    tokens.append(.everything)
    return end
  }

  /// The byte with which every text ends that matches; zero when there are several.
  var lastByte: UInt8 {
    guard case .byte(let byte) = tokens.last else { return 0 }
    return byte
  }

  /// True when the whole text matches.
  ///
  /// Takes at most the product of both lengths: only the last star and the last `**` before it
  /// are ever tried again, since earlier ones can't do better.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    var token = 0
    var place = 0
    var star: (token: Int, place: Int)?
    var wide: (token: Int, place: Int)?
    while true {
      if token == tokens.count {
        if place == text.count { return true }
      } else {
        switch tokens[token] {
        case .star:
          token += 1
          star = (token, place)
          continue
        case .everything, .folders:
          token += 1
          wide = (token, place)
          star = nil
          continue
        case let single:
          if place < text.count, matches(text[place], single) {
            token += 1
            place += 1
            continue
          }
        }
      }
      if let last = star, last.place < text.count, text[last.place] != slash {
        star = (last.token, last.place + 1)
        (token, place) = (last.token, last.place + 1)
      } else if let last = wide, last.place < text.count {
        var next = last.place
        if tokens[last.token - 1] == .folders {
          while next < text.count, text[next] != slash { next += 1 }
          if next == text.count { return false }
        }
        star = nil
        wide = (last.token, next + 1)
        (token, place) = (last.token, next + 1)
      } else {
        return false
      }
    }
  }

  private func matches(_ byte: UInt8, _ token: Token) -> Bool {
    switch token {
    case .byte(let expected): byte == expected
    case .anyByte: byte != UInt8(ascii: "/")
    case .oneOf(let set): byte != UInt8(ascii: "/") && sets[set].contains(byte)
    case .star, .everything, .folders: false
    }
  }
}
