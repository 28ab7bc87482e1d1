/// Writes the lines of one section of an ``InteractionDiff`` after the other.
struct DiffWriter {
  typealias Line = InteractionDiff.Line
  typealias Text = InteractionDiff.Text

  /// Where a value stands on both sides.
  struct Place {
    var old: String
    var new: String
    /// The keys that lead to it, by which it may be volatile.
    var keys: [String]

    static let root = Place(old: "", new: "", keys: [])

    func member(_ key: String) -> Place {
      Place(
        old: JSONPointer.appending(key, to: old),
        new: JSONPointer.appending(key, to: new),
        keys: keys + [key]
      )
    }

    func element(_ oldIndex: Int?, _ newIndex: Int?) -> Place {
      let (one, other) = (oldIndex ?? newIndex ?? 0, newIndex ?? oldIndex ?? 0)
      return Place(old: "\(old)/\(one)", new: "\(new)/\(other)", keys: keys + [String(other)])
    }
  }

  let options: InteractionDiff.Options
  private(set) var sections: [InteractionDiff.Section] = []
  private(set) var changeCount = 0
  private(set) var hidden: [String] = []
  private(set) var notes: [String] = []
  private(set) var values: [InteractionDiff.Value] = []
  private var lines: [Line] = []
  /// Whether what is being written is volatile and shown only because it was asked for.
  var isVolatile = false
  /// How many changes there were before the answer.
  var changesBeforeAnswer = 0

  init(_ options: InteractionDiff.Options) {
    self.options = options
  }

  /// Writes a section; nothing when it gets no lines.
  mutating func section(
    _ title: String,
    _ part: InteractionDiff.Part,
    _ content: (inout DiffWriter) -> Void
  ) {
    if let only = options.part, only != part { return }
    lines = []
    content(&self)
    guard !lines.isEmpty else { return }
    // What goes on in the same section was only interrupted by other parts of the file.
    if let last = sections.indices.last, sections[last].title == title {
      sections[last].lines += lines
    } else {
      sections.append(InteractionDiff.Section(title: title, part: part, lines: lines))
    }
    lines = []
  }

  mutating func add(_ line: Line) {
    lines.append(line)
  }

  var lineCount: Int { lines.count }

  mutating func removeLastLine() {
    lines.removeLast()
  }

  /// Begins a change and returns its number.
  mutating func newChange() -> Int {
    changeCount += 1
    return changeCount - 1
  }

  mutating func note(_ sentence: String) {
    if !notes.contains(sentence) { notes.append(sentence) }
  }

  /// Writes a sentence among the lines that tells a difference.
  mutating func note(_ sentence: String, label: String, _ place: Place, indent: Int) {
    add(
      Line(
        kind: .note,
        path: place.new,
        label: label,
        indent: indent,
        new: Text(.literal, VisibleText.of(sentence)),
        change: newChange()
      )
    )
  }

  mutating func hide(_ label: String) {
    if !hidden.contains(label) { hidden.append(label) }
  }

  mutating func value(_ place: Place, _ old: JSONValue?, _ new: JSONValue?) {
    guard options.keepsValues else { return }
    values.append(
      InteractionDiff.Value(
        path: new == nil ? place.old : place.new,
        old: old.map { String(decoding: LayoutWriter.compact($0), as: UTF8.self) },
        new: new.map { String(decoding: LayoutWriter.compact($0), as: UTF8.self) },
        isVolatile: isVolatile
      )
    )
  }

  /// What a hidden field is called: its key, with that of what it belongs to where others have the
  /// same.
  static func label(ofHidden keys: [String]) -> String {
    var names = keys.filter { Int($0) == nil }[...]
    if names.first == "stream_events" {
      names = names.dropFirst(2)
      if names.count > 1, names.first == "message" || names.first == "response" {
        names = names.dropFirst()
      }
    } else if names.count > 1 {
      names = names.dropFirst()
    }
    guard let last = names.last else { return label(of: keys.joined(separator: ".")) }
    guard names.count > 1, last == "id" || last == "signature" else { return label(of: last) }
    return label(of: "\(names[names.endIndex - 2]).\(last)")
  }
}
