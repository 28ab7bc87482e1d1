/// How many colours a terminal offers.
package enum ColorTier: Hashable, Sendable {
  /// None, or `NO_COLOR`: emphasis alone.
  case none
  /// The 8 named colours.
  case named
  /// The palette of 256.
  case indexed
}

/// A colour of the terminal's palette.
package enum Color: Hashable, Sendable {
  /// The user's own foreground or background.
  case standard
  /// 0 to 7 are the named colours, 8 to 15 their bright forms, 16 to 255 the palette.
  case palette(UInt8)
}

/// What a cell looks like on a terminal.
package struct Appearance: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var emphasis: Emphasis

  package init(
    _ foreground: Color = .standard,
    on background: Color = .standard,
    _ emphasis: Emphasis = []
  ) {
    self.foreground = foreground
    self.background = background
    self.emphasis = emphasis
  }
}

/// What each role looks like, in three tiers of colours.
package struct Theme: Hashable, Sendable {
  package var name: String
  private var indexed: [Role: Appearance]
  private var named: [Role: Appearance]

  package init(name: String, indexed: [Role: Appearance], named: [Role: Appearance]) {
    self.name = name
    self.indexed = indexed
    self.named = named
  }

  package func appearance(of style: Style, in tier: ColorTier) -> Appearance {
    let appearance: Appearance =
      switch tier {
      case .none: Self.colorless[style.role] ?? Appearance()
      case .named: named[style.role] ?? Appearance()
      case .indexed: indexed[style.role] ?? Appearance()
      }
    var result = appearance
    result.emphasis.formUnion(style.emphasis)
    return result
  }

  /// Without colours a few roles keep an emphasis, so that nothing is told by colour alone.
  private static let colorless: [Role: Appearance] = [
    .muted: Appearance(.standard, on: .standard, .dim),
    .title: Appearance(.standard, on: .standard, .bold),
    .focus: Appearance(.standard, on: .standard, .bold),
    .accent: Appearance(.standard, on: .standard, .bold),
    .marked: Appearance(.standard, on: .standard, .bold),
    .match: Appearance(.standard, on: .standard, [.bold, .underline]),
    .danger: Appearance(.standard, on: .standard, .bold),
    .warning: Appearance(.standard, on: .standard, .bold),
    .token: Appearance(.standard, on: .standard, .underline),
    .addedWord: Appearance(.standard, on: .standard, [.bold, .underline]),
    .removedWord: Appearance(.standard, on: .standard, [.bold, .underline]),
  ]
}

extension Theme {
  /// The user's own background and the 8 named colours, so it suits dark and light terminals.
  package static let standard = Theme(
    name: "standard",
    indexed: standardRoles,
    named: standardRoles
  )

  /// Softer colours of the 256 palette for a dark background.
  package static let dark = Theme(
    name: "dark",
    indexed: [
      .muted: Appearance(.palette(245)),
      .border: Appearance(.palette(240)),
      .focus: Appearance(.palette(75), on: .standard, .bold),
      .title: Appearance(.palette(253), on: .standard, .bold),
      .accent: Appearance(.palette(75), on: .standard, .bold),
      .key: Appearance(.palette(110)),
      .string: Appearance(.palette(151)),
      .number: Appearance(.palette(216)),
      .literal: Appearance(.palette(176)),
      .user: Appearance(.palette(117), on: .standard, .bold),
      .assistant: Appearance(.palette(150), on: .standard, .bold),
      .system: Appearance(.palette(180), on: .standard, .bold),
      .tool: Appearance(.palette(176), on: .standard, .bold),
      .token: Appearance(.palette(180), on: .palette(236)),
      .folder: Appearance(.palette(110), on: .standard, .bold),
      .marked: Appearance(.palette(222), on: .standard, .bold),
      .match: Appearance(.palette(16), on: .palette(222)),
      .added: Appearance(.palette(114)),
      .addedWord: Appearance(.palette(157), on: .palette(22), .bold),
      .removed: Appearance(.palette(203)),
      .removedWord: Appearance(.palette(217), on: .palette(52), .bold),
      .success: Appearance(.palette(114)),
      .warning: Appearance(.palette(221)),
      .danger: Appearance(.palette(203)),
    ],
    named: standardRoles
  )

  /// Darker colours of the 256 palette for a light background.
  package static let light = Theme(
    name: "light",
    indexed: [
      .muted: Appearance(.palette(243)),
      .border: Appearance(.palette(250)),
      .focus: Appearance(.palette(25), on: .standard, .bold),
      .title: Appearance(.palette(234), on: .standard, .bold),
      .accent: Appearance(.palette(25), on: .standard, .bold),
      .key: Appearance(.palette(24)),
      .string: Appearance(.palette(22)),
      .number: Appearance(.palette(130)),
      .literal: Appearance(.palette(90)),
      .user: Appearance(.palette(25), on: .standard, .bold),
      .assistant: Appearance(.palette(28), on: .standard, .bold),
      .system: Appearance(.palette(94), on: .standard, .bold),
      .tool: Appearance(.palette(90), on: .standard, .bold),
      .token: Appearance(.palette(94), on: .palette(254)),
      .folder: Appearance(.palette(24), on: .standard, .bold),
      .marked: Appearance(.palette(130), on: .standard, .bold),
      .match: Appearance(.palette(16), on: .palette(222)),
      .added: Appearance(.palette(28)),
      .addedWord: Appearance(.palette(22), on: .palette(157), .bold),
      .removed: Appearance(.palette(160)),
      .removedWord: Appearance(.palette(88), on: .palette(224), .bold),
      .success: Appearance(.palette(28)),
      .warning: Appearance(.palette(130)),
      .danger: Appearance(.palette(160)),
    ],
    named: standardRoles
  )

  package static let all: [Theme] = [.standard, .dark, .light]

  private static let standardRoles: [Role: Appearance] = [
    .muted: Appearance(.standard, on: .standard, .dim),
    .border: Appearance(.standard, on: .standard, .dim),
    .focus: Appearance(.palette(6), on: .standard, .bold),
    .title: Appearance(.standard, on: .standard, .bold),
    .accent: Appearance(.palette(6), on: .standard, .bold),
    .key: Appearance(.palette(4)),
    .string: Appearance(.palette(2)),
    .number: Appearance(.palette(3)),
    .literal: Appearance(.palette(5)),
    .user: Appearance(.palette(6), on: .standard, .bold),
    .assistant: Appearance(.palette(2), on: .standard, .bold),
    .system: Appearance(.palette(3), on: .standard, .bold),
    .tool: Appearance(.palette(5), on: .standard, .bold),
    .token: Appearance(.palette(3), on: .standard, .underline),
    .folder: Appearance(.palette(4), on: .standard, .bold),
    .marked: Appearance(.palette(3), on: .standard, .bold),
    .match: Appearance(.palette(0), on: .palette(3)),
    .added: Appearance(.palette(2)),
    .addedWord: Appearance(.palette(2), on: .standard, [.bold, .underline]),
    .removed: Appearance(.palette(1)),
    .removedWord: Appearance(.palette(1), on: .standard, [.bold, .underline]),
    .success: Appearance(.palette(2)),
    .warning: Appearance(.palette(3)),
    .danger: Appearance(.palette(1)),
  ]
}
