/// Where the parts of the screen stand.
///
/// The update uses it too: what a page is, and what a click hits, depends on it.
package struct Layout: Hashable, Sendable {
  package enum Mode: Hashable, Sendable {
    /// Files over Interactions on the left, Detail on the right, a header line.
    case wide
    /// The same without the header.
    case medium
    /// As medium, but the left column shows only the focused list.
    case accordion
    /// One pane at a time, without frames.
    case narrow
    /// Too small for anything but a message.
    case tiny
  }

  package var mode: Mode
  /// The frames around the panes; empty where a pane is not shown.
  ///
  /// In narrow mode the pane itself.
  package var files: Rect
  package var interactions: Rect
  package var detail: Rect
  /// On a screen of a list and a diff: the frames around them; empty where one is not shown.
  package var list: Rect
  package var diff: Rect
  package var header: Int?
  package var status: Int
  package var hints: Int

  package init(size: Size, focus: Place, zoom: State.Zoom) {
    let nothing = Rect(column: 0, row: 0, width: 0, height: 0)
    files = nothing
    interactions = nothing
    detail = nothing
    list = nothing
    diff = nothing
    header = nil
    status = size.height - 2
    hints = size.height - 1
    switch (size.width, size.height) {
    case (..<30, _), (_, ..<8): mode = .tiny
    case (..<72, _), (_, ..<12): mode = .narrow
    case (_, ..<20): mode = .accordion
    case (..<100, _): mode = .medium
    default: mode = .wide
    }
    switch mode {
    case .tiny:
      return
    case .narrow:
      let pane = Rect(column: 0, row: 2, width: size.width, height: size.height - 4)
      header = 0
      switch focus {
      case .files: files = pane
      case .interactions: interactions = pane
      default: detail = pane
      }
      return
    case .wide: header = 0
    case .medium, .accordion: break
    }

    let top = header == nil ? 0 : 1
    let height = size.height - 2 - top
    let full = Rect(column: 0, row: top, width: size.width, height: height)
    let left = leftWidth(size: size, focus: focus, zoom: zoom)
    if zoom == .full {
      switch focus {
      case .files: files = full
      case .interactions: interactions = full
      default: detail = full
      }
      return
    }
    detail = Rect(column: left, row: top, width: size.width - left, height: height)
    if mode == .accordion {
      let list = Rect(column: 0, row: top, width: left, height: height - 1)
      if focus == .files {
        files = list
        interactions = Rect(column: 0, row: top + height - 1, width: left, height: 1)
      } else {
        files = Rect(column: 0, row: top, width: left, height: 1)
        interactions = Rect(column: 0, row: top + 1, width: left, height: height - 1)
      }
      return
    }
    let filesHeight = max(5, height * 45 / 100)
    files = Rect(column: 0, row: top, width: left, height: filesHeight)
    interactions = Rect(
      column: 0,
      row: top + filesHeight,
      width: left,
      height: height - filesHeight
    )
  }

  package init(_ state: State) {
    self.init(size: state.size, focus: state.focus, zoom: state.zoom)
    guard state.focus.isScreen, mode != .tiny else { return }
    files = Rect(column: 0, row: 0, width: 0, height: 0)
    interactions = files
    detail = files
    layOutScreen(state)
  }

  /// A list beside a diff.
  ///
  /// Where both versions stand side by side the diff takes a medium window alone while it has the
  /// keys.
  private mutating func layOutScreen(_ state: State) {
    let size = state.size
    header = 0
    if mode == .narrow {
      let pane = Rect(column: 0, row: 2, width: size.width, height: size.height - 4)
      if state.diff.isFocused { diff = pane } else { list = pane }
      return
    }
    let full = Rect(column: 0, row: 1, width: size.width, height: size.height - 3)
    let isMedium = size.width < 100
    let isAlone =
      state.focus == .comparison || state.zoom == .full
      || isMedium && state.diff.isFocused && state.diff.look.isSplit
    if isAlone {
      if state.diff.isFocused { diff = full } else { list = full }
      return
    }
    let width =
      state.focus == .review ? (isMedium ? 26 : 36) : isMedium ? 28 : min(46, size.width * 2 / 5)
    list = Rect(column: 0, row: full.row, width: width, height: full.height)
    diff = Rect(
      column: width,
      row: full.row,
      width: size.width - width,
      height: full.height
    )
  }

  /// The rows of a screen's list.
  package var insideScreenList: Rect {
    mode == .narrow ? list : list.inset(columns: 1, rows: 1)
  }

  /// The rows of a screen's diff, below the titles of its two versions.
  package var insideDiff: Rect {
    mode == .narrow ? diff : diff.inset(columns: 1, rows: 1)
  }

  /// The width the rows of a diff are made for, with a cell for the mark of the selected change.
  package var diffWidth: Int { max(10, insideDiff.width - 2) }

  private func leftWidth(size: Size, focus: Place, zoom: State.Zoom) -> Int {
    switch (zoom, focus) {
    case (.half, .detail): return 24
    case (.half, _): return size.width / 2
    default: return mode == .wide ? min(60, size.width * 2 / 5) : max(30, size.width * 2 / 5)
    }
  }

  /// The frame of a pane.
  package func frame(of place: Place) -> Rect {
    switch place {
    case .files: files
    case .interactions: interactions
    case .detail: detail
    default: list
    }
  }

  /// The rows and columns inside a pane's frame.
  package func inside(_ place: Place) -> Rect {
    let frame = frame(of: place)
    return mode == .narrow ? frame : frame.inset(columns: 1, rows: 1)
  }

  /// The width the rows of the detail pane are made for, with a margin on each side.
  package var detailWidth: Int { max(1, inside(.detail).width - 3) }

  /// The pane at a cell; nil for the lines around them.
  package func place(at position: Position) -> Place? {
    Place.panes.first { frame(of: $0).contains(position) }
  }
}
