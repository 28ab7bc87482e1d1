import CNcurses
import LLMMockTUI

/// Whether to use colours.
package enum ColorChoice: String, CaseIterable, Hashable, Sendable {
  /// If the terminal has them and `NO_COLOR` is empty.
  case auto
  /// If the terminal has them.
  case always
  case never
}

/// What each style looks like on this terminal, as ncurses wants it.
@MainActor
struct Palette {
  /// The attributes and the colour pair of a cell.
  struct Look {
    var attributes: attr_t
    var pair: Int32
  }

  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  let tier: ColorTier
  private let hasStandardColors: Bool
  /// How many colours can be told by number.
  private let count: Int32
  private var pairs: [Colors: Int32] = [:]
  private var looks: [Look] = []

  /// Starts ncurses' colours where they are wanted and there are any.
  init(_ choice: ColorChoice, environment: [String: String]) {
    let refused =
      switch choice {
      case .auto: environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      case .always: false
      case .never: true
      }
    // start_color answers OK on terminals without colours, where defining pairs may crash.
    guard !refused, has_colors(), start_color() != ERR, llmmock_colors() >= 8 else {
      tier = .none
      hasStandardColors = false
      count = 0
      return
    }
    // A terminal of millions takes every number from 8 on for red, green and blue.
    count = llmmock_colors() > 256 ? 8 : llmmock_colors()
    tier = count == 256 ? .indexed : .named
    hasStandardColors = use_default_colors() != ERR
  }

  /// Takes another theme's colours.
  mutating func use(_ theme: Theme) {
    looks = Role.allCases.flatMap { role in
      (0..<16).map { emphasis in
        look(of: theme.appearance(of: Style(role, Emphasis(rawValue: emphasis)), in: tier))
      }
    }
  }

  subscript(style: Style) -> Look {
    let index = Int(style.role.rawValue) * 16 + Int(style.emphasis.rawValue & 15)
    return index < looks.count ? looks[index] : Look(attributes: 0, pair: 0)
  }

  private mutating func look(of appearance: Appearance) -> Look {
    var emphasis = appearance.emphasis
    var pair: Int32 = 0
    if tier != .none {
      let foreground = number(of: appearance.foreground)
      // The bright half of 16 colours, on a terminal of 8.
      if case .palette(8...15) = appearance.foreground, count < 16 {
        emphasis.insert(.bold)
      }
      pair = self.pair(
        of: Colors(foreground: foreground, background: number(of: appearance.background))
      )
    }
    let attributes = llmmock_attributes(
      emphasis.contains(.bold),
      emphasis.contains(.underline),
      emphasis.contains(.reverse),
      emphasis.contains(.dim)
    )
    return Look(attributes: attributes, pair: pair)
  }

  /// ncurses' number of a colour; -1 is the user's own.
  private func number(of color: Color) -> Int32 {
    switch color {
    case .standard: -1
    case .palette(let index):
      Int32(index) < count ? Int32(index) : Int32(index % 8)
    }
  }

  private mutating func pair(of colors: Colors) -> Int32 {
    if colors.foreground == -1, colors.background == -1 { return 0 }
    if let pair = pairs[colors] { return pair }
    let pair = Int32(pairs.count + 1)
    // Without the user's own colours, white on black is what pair 0 shows.
    let foreground = colors.foreground == -1 && !hasStandardColors ? COLOR_WHITE : colors.foreground
    let background = colors.background == -1 && !hasStandardColors ? COLOR_BLACK : colors.background
    // Too many colours for this terminal: what can't be defined looks like ordinary text.
    guard pair < llmmock_color_pairs(), llmmock_define_pair(pair, foreground, background) else {
      return 0
    }
    pairs[colors] = pair
    return pair
  }
}
