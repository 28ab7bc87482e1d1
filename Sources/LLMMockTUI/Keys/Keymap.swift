/// Where a key is pressed.
package enum Place: Hashable, Sendable, CaseIterable {
  case files, interactions, detail
  case review, queue, misses, comparison

  /// The panes of the browser itself.
  package static let panes: [Place] = [.files, .interactions, .detail]

  /// Whether it is a screen of its own: a list beside a diff.
  package var isScreen: Bool { !Self.panes.contains(self) }

  package var title: String {
    switch self {
    case .files: "Files"
    case .interactions: "Interactions"
    case .detail: "Detail"
    case .review: "Review"
    case .queue: "Results"
    case .misses: "Missed"
    case .comparison: "Comparison"
    }
  }
}

/// Which keys do what, and where.
package enum Keymap {
  package struct Binding: Hashable, Sendable {
    package var keys: [Key]
    package var command: Command
    package var places: Set<Place>
  }

  private static let lists: Set<Place> = [.files, .interactions]
  private static let panes = Set(Place.panes)
  private static let diffs: Set<Place> = [.review, .queue, .misses, .comparison]
  private static let diffLists: Set<Place> = [.review, .queue, .misses]
  private static let everywhere = Set(Place.allCases)

  /// In the order in which the help lists them.
  package static let bindings: [Binding] = [
    // Lists
    bind([.enter, .character("l"), .right], .open, lists),
    bind([.character("h"), .left], .close, lists),
    bind([.character(" ")], .mark, lists),
    bind([.character("v")], .range, lists),
    bind([.shiftDown], .rangeDown, lists),
    bind([.shiftUp], .rangeUp, lists),
    bind([.character("*")], .markAll, lists),
    bind([.character("r")], .rerecord, panes),
    bind([.character("c")], .review, panes),
    bind([.character("C")], .compare, panes),
    bind([.character("d")], .delete, panes),
    bind([.character("D")], .discardMenu, panes),
    bind([.character("R")], .rename, panes),
    bind([.character("P")], .pending, panes),
    bind([.character("M")], .missed, panes),
    bind([.character("a")], .addFile, lists),
    bind([.character("s")], .sort, lists),
    bind([.character("J")], .detailDown, lists),
    bind([.character("K")], .detailUp, lists),
    bind([.character("`")], .flat, lists),
    bind([.character("-")], .collapseAll, lists),
    bind([.character("=")], .expandAll, lists),
    bind([.character("i")], .showOthers, lists),
    bind([.character("O")], .openFolder, lists),
    // Detail
    bind([.character(" ")], .fold, [.detail]),
    bind([.enter, .character("l"), .right], .open, [.detail]),
    bind([.character("h"), .left], .close, [.detail]),
    bind([.character("J")], .nextInteraction, [.detail]),
    bind([.character("K")], .previousInteraction, [.detail]),
    // Review
    bind([.character(" ")], .mark, [.review]),
    bind([.character("a")], .stageFile, [.review]),
    bind([.character("d")], .delete, [.review]),
    bind([.character("D")], .discardMenu, [.review]),
    bind([.character("m")], .reviewed, [.review]),
    bind([.character("M")], .hideReviewed, [.review]),
    bind([.character("c")], .commit, [.review]),
    bind([.character("C")], .commitInEditor, [.review]),
    bind([.character("r")], .rerecord, diffs),
    bind([.character("-")], .collapseAll, [.review]),
    bind([.character("=")], .expandAll, [.review]),
    // Results
    bind([.character("a")], .accept, [.queue]),
    bind([.character("d")], .reject, [.queue]),
    bind([.character("s")], .skip, [.queue]),
    bind([.character("A")], .acceptAll, [.queue]),
    bind([.character("D")], .rejectAll, [.queue]),
    bind([.character("i")], .keepVolatile, [.queue]),
    bind([.character("p")], .pauseQueue, [.queue]),
    bind([.character(" ")], .mark, [.queue]),
    // Missed
    bind([.character("d")], .delete, [.misses]),
    // Diffs
    bind([.enter, .character("l"), .right], .open, diffs),
    bind([.character("h"), .left], .close, diffs),
    bind([.character("J")], .nextInteraction, diffs),
    bind([.character("K")], .previousInteraction, diffs),
    bind([.character("|")], .splitDiff, diffs),
    bind([.character("{")], .lessContext, diffs),
    bind([.character("}")], .moreContext, diffs),
    bind([.control("w")], .volatileFields, diffs),
    bind([.character("t")], .diffPart, diffs),
    bind([.character("v")], .range, diffLists),
    bind([.shiftDown], .rangeDown, diffLists),
    bind([.shiftUp], .rangeUp, diffLists),
    // Everywhere
    bind([.character("e")], .edit),
    bind([.character("y")], .copy),
    bind([.control("o")], .copyPath, panes),
    bind([.character("o")], .page, panes),
    bind([.character("/")], .find),
    bind([.character("f")], .filter, panes),
    bind([.character("n")], .nextMatch),
    bind([.character("N")], .previousMatch),
    bind([.character("z"), .character("u")], .undo),
    bind([.character("Z")], .redo),
    bind([.character("j"), .down], .down),
    bind([.character("k"), .up], .up),
    bind([.character("g"), .home, .character("<")], .first),
    bind([.character("G"), .end, .character(">")], .last),
    bind([.control("d")], .halfDown),
    bind([.control("u")], .halfUp),
    bind([.control("f"), .pageDown], .pageDown),
    bind([.control("b"), .pageUp], .pageUp),
    bind([.character("H")], .scrollLeft),
    bind([.character("L")], .scrollRight),
    bind([.character("1")], .focusFiles),
    bind([.character("2")], .focusInteractions),
    bind([.character("3"), .character("0")], .focusDetail),
    bind([.tab], .nextPane),
    bind([.backTab], .previousPane),
    bind([.character("[")], .previousTab),
    bind([.character("]")], .nextTab),
    bind([.character("+")], .zoomIn),
    bind([.character("_")], .zoomOut),
    bind([.character("w")], .wrap),
    bind([.character("?"), .function(1)], .help),
    bind([.character(":")], .commandLine),
    bind([.character("@")], .log),
    bind([.control("l"), .function(5)], .rescan),
    bind([.control("z")], .suspend),
    bind([.escape], .back),
    bind([.character("q")], .quit),
    bind([.character("Q")], .quitNow),
    bind([.control("c")], .cancel),
  ]

  private static func bind(
    _ keys: [Key],
    _ command: Command,
    _ places: Set<Place> = everywhere
  ) -> Binding {
    Binding(keys: keys, command: command, places: places)
  }

  private static let table: [Place: [Key: Command]] = {
    var table: [Place: [Key: Command]] = [:]
    for binding in bindings {
      for place in binding.places {
        for key in binding.keys { table[place, default: [:]][key] = binding.command }
      }
    }
    return table
  }()

  /// What a key does there; nil when it is not bound.
  package static func command(for key: Key, at place: Place) -> Command? {
    table[place]?[key]
  }

  /// Whether a key does something in any place.
  package static func isBound(_ key: Key) -> Bool {
    table.values.contains { $0[key] != nil }
  }

  /// The first key of a command there, as a user reads it.
  package static func key(for command: Command, at place: Place) -> String? {
    bindings.first { $0.command == command && $0.places.contains(place) }?.keys.first?.name
  }
}

extension Key {
  /// The key's name in hints and the help.
  package var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .control(let character): "Ctrl-\(character.uppercased())"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .shiftUp: "Shift-Up"
    case .shiftDown: "Shift-Down"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .enter: "enter"
    case .escape: "esc"
    case .tab: "tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .function(let number): "F\(number)"
    }
  }
}
