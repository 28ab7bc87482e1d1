/// The characters a screen is drawn with, for terminals with and without UTF-8.
struct Glyphs: Sendable {
  var horizontal: Character
  var vertical: Character
  var topLeft: Character
  var topRight: Character
  var bottomLeft: Character
  var bottomRight: Character
  var ellipsis: String
  var open: String
  var closed: String
  var focus: String
  var selected: String
  var mark: String
  var stream: String
  var problem: String
  var dash: String
  var bar: String
  var arrow: String
  var staged: String
  var partlyStaged: String
  var reviewed: String
  /// Stands beside the rows of the change one is in.
  var change: String
  /// An interaction whose request was fed by an answer that has changed since.
  var stale: String

  static let unicode = Glyphs(
    horizontal: "─",
    vertical: "│",
    topLeft: "╭",
    topRight: "╮",
    bottomLeft: "╰",
    bottomRight: "╯",
    ellipsis: "…",
    open: "▾",
    closed: "▸",
    focus: "●",
    selected: ">",
    mark: "*",
    stream: "≈",
    problem: "!",
    dash: "–",
    bar: "▌",
    arrow: "→",
    staged: "●",
    partlyStaged: "◐",
    reviewed: "✓",
    change: "▎",
    stale: "↻"
  )

  static let ascii = Glyphs(
    horizontal: "-",
    vertical: "|",
    topLeft: "+",
    topRight: "+",
    bottomLeft: "+",
    bottomRight: "+",
    ellipsis: "~",
    open: "v",
    closed: ">",
    focus: "*",
    selected: ">",
    mark: "*",
    stream: "~",
    problem: "!",
    dash: "-",
    bar: "|",
    arrow: "->",
    staged: "S",
    partlyStaged: "s",
    reviewed: "x",
    change: "|",
    stale: "%"
  )
}
