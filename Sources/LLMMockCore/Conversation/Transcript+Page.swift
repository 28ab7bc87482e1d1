extension Transcript {
  /// Lines with a column for who speaks.
  struct Page {
    let width: Int?
    private(set) var lines: [String] = []

    init(width: Int?) {
      self.width = width
    }

    /// Text that may be drawn, its line breaks as LF.
    ///
    /// A tab becomes four spaces: it is common in program text, and a token in its place would hide
    /// what it is there for.
    static func visible(_ text: String) -> String {
      let bytes = Array(text.utf8)
      if bytes.allSatisfy({ $0 == 0x0A || $0 >= 0x20 && $0 < 0x7F }) { return text }
      // Line by line, since most lines have nothing to replace.
      return bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        .map { line in
          VisibleText.of(bytes: line.last == 0x0D ? line.dropLast() : line, tab: "    ")
        }
        .joined(separator: "\n")
    }

    mutating func title(_ title: String, count: Int? = nil, _ unit: String = "") {
      if !lines.isEmpty { lines.append("") }
      let note = count.map { " (\($0) \(unit)\($0 == 1 ? "" : "s"))" } ?? ""
      lines.append(title + note)
    }

    /// Adds a text beside its label, in a column of its own.
    ///
    /// The label is empty for a text that continues what is above it.
    mutating func add(label: String, _ text: String, labelWidth: Int = 11, indent: Int = 2) {
      let margin = String(repeating: " ", count: indent)
      let column = indent + labelWidth
      // Beside a label there must be room for a few words.
      if let width, width < column + 24 {
        if !label.isEmpty { lines.append(margin + label) }
        let room = max(width - indent - 2, 8)
        for line in TextWrapping.lines(of: text, width: room) { append(margin + "  " + line) }
        return
      }
      let gap = String(repeating: " ", count: max(labelWidth - CharacterWidth.of(label), 1))
      var head = margin + label + gap
      let room = width.map { max($0 - max(column, CharacterWidth.of(head)), 8) }
      for line in TextWrapping.lines(of: text, width: room) {
        append(head + line)
        head = String(repeating: " ", count: column)
      }
    }

    private mutating func append(_ line: String) {
      let end = line.unicodeScalars.lastIndex { $0 != " " }
      lines.append(end.map { String(line.unicodeScalars[...$0]) } ?? "")
    }
  }
}
