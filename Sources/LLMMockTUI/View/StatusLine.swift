import LLMMockCore

extension State {
  /// What stands at the right of the status line: what is going on, or that the folder is watched.
  func statusNote(_ layout: Layout) -> Segment {
    if let job {
      return Segment(
        " \(job)\(isUnicode ? Glyphs.unicode.ellipsis : Glyphs.ascii.ellipsis) ",
        Style(.accent)
      )
    }
    if queue.listing.isRunning, focus != .queue {
      return Segment(" recording \(queue.listing.done)/\(queue.listing.total) ", Style(.accent))
    }
    if layout.mode == .medium || layout.mode == .accordion, !focus.isScreen, let gitStanding {
      return Segment("\(gitStanding) ", .muted)
    }
    return Segment(layout.mode == .narrow ? "" : isWatching ? "watching " : " ", .muted)
  }

  /// What git says of the folder in a few words; nil outside of git.
  var gitStanding: String? {
    git == .listed && !review.standing.isEmpty ? review.standing : nil
  }

  /// The columns of the button that takes back what the toast tells; nil when there is none.
  func undoButton(_ layout: Layout) -> Range<Int>? {
    guard field == nil, let toast, toast.offersUndo else { return nil }
    let line = ToastLine(toast, width: toastWidth(layout), isUnicode: isUnicode)
    return line.button.map { 1 + $0.lowerBound..<1 + $0.upperBound }
  }

  /// The cells that a toast may take.
  func toastWidth(_ layout: Layout) -> Int {
    max(0, size.width - CharacterWidth.of(statusNote(layout).text) - 2)
  }
}

/// A toast as it is drawn in a row: its sentence, cut to leave room for its button.
struct ToastLine {
  static let undo = "[ z undo ]"

  var text: String
  /// The columns of the button, from the first of the text.
  var button: Range<Int>?

  init(_ toast: Toast, width: Int, isUnicode: Bool) {
    let glyphs = isUnicode ? Glyphs.unicode : Glyphs.ascii
    let gap = 2
    let room = width - (toast.offersUndo ? gap + Self.undo.count : 0)
    let mark = toast.kind == .failed ? "\(glyphs.problem) " : ""
    text = CharacterWidth.truncate(
      mark + VisibleText.of(toast.text),
      to: max(0, room),
      ellipsis: glyphs.ellipsis
    )
    if toast.offersUndo {
      let start = CharacterWidth.of(text) + gap
      button = start..<start + Self.undo.count
    }
  }
}
