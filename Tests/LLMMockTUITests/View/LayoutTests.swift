@testable import LLMMockTUI
import Testing

struct LayoutTests {
  @Test(arguments: [
    (100, 20, Layout.Mode.wide), (200, 60, .wide), (99, 20, .medium), (72, 20, .medium),
    (72, 60, .medium), (120, 19, .accordion), (72, 12, .accordion), (71, 60, .narrow),
    (120, 11, .narrow), (30, 8, .narrow), (29, 60, .tiny), (200, 7, .tiny), (1, 1, .tiny),
  ])
  func `the window decides on the layout`(width: Int, height: Int, mode: Layout.Mode) {
    let size = Size(width: width, height: height)
    #expect(Layout(size: size, focus: .files, zoom: .normal).mode == mode)
  }

  private static let sizes: [Size] = stride(from: 1, through: 201, by: 8).flatMap { width in
    stride(from: 1, through: 61, by: 4).map { Size(width: width, height: $0) }
  }

  @Test(arguments: Place.panes, [State.Zoom.normal, .half, .full])
  func `panes fill the window and do not overlap`(focus: Place, zoom: State.Zoom) {
    for size in Self.sizes {
      let layout = Layout(size: size, focus: focus, zoom: zoom)
      if layout.mode == .tiny { continue }
      var seen = Array(repeating: 0, count: size.width * size.height)
      for place in Place.panes {
        let frame = layout.frame(of: place)
        for row in frame.row..<max(frame.row, frame.endRow) {
          for column in frame.column..<max(frame.column, frame.endColumn) {
            seen[row * size.width + column] += 1
          }
        }
      }
      // The lines above and below belong to no pane.
      let top = layout.mode == .narrow ? 2 : layout.header == nil ? 0 : 1
      let inside = seen[(top * size.width)..<(layout.status * size.width)]
      #expect(inside.allSatisfy { $0 == 1 }, "\(size)")
      #expect(seen.reduce(0, +) == inside.count, "\(size)")
      #expect(!layout.frame(of: focus).isEmpty)
      #expect(layout.hints == size.height - 1)
    }
  }

  @Test func `a cell belongs to the pane that is drawn there`() {
    let layout = Layout(size: Size(width: 120, height: 36), focus: .files, zoom: .normal)
    #expect(layout.place(at: Position(column: 5, row: 5)) == .files)
    #expect(layout.place(at: Position(column: 5, row: 30)) == .interactions)
    #expect(layout.place(at: Position(column: 100, row: 20)) == .detail)
    #expect(layout.place(at: Position(column: 5, row: 0)) == nil)
    #expect(layout.place(at: Position(column: 5, row: 35)) == nil)
    #expect(layout.place(at: Position(column: -1, row: 200)) == nil)
  }

  @Test func `questions and their buttons stay in the window`() {
    let confirm = Confirm(
      title: "Delete",
      question: "Delete \(String(repeating: "many ", count: 30))?",
      items: (1...100).map { "#\($0) \(String(repeating: "word ", count: $0))" },
      notes: ["One note.", String(repeating: "A longer one. ", count: 9)],
      verb: "Delete",
      action: .deleteFiles([])
    )
    for size in Self.sizes where size.width >= 30 && size.height >= 8 {
      let layout = OverlayLayout(confirm: confirm, size: size)
      for rect in [layout.frame, layout.content, layout.buttons.yes, layout.buttons.cancel] {
        #expect(rect.column >= 0 && rect.endColumn <= size.width, "\(size)")
        #expect(rect.row >= 0 && rect.endRow <= size.height, "\(size)")
      }
      #expect(layout.buttons.yes.endColumn <= layout.buttons.cancel.column)
      #expect(layout.buttons.yes.row < layout.frame.endRow)
    }
  }

  @Test(arguments: [
    ("", 5, [""]), ("one two", 20, ["one two"]), ("one two", 5, ["one", "two"]),
    ("onetwothree", 5, ["onetwothree"]), ("日本 語", 4, ["日本", "語"]),
  ])
  func `sentences are cut at spaces`(text: String, width: Int, rows: [String]) {
    #expect(OverlayLayout.wrap(text, width) == rows)
  }

  @Test func `a cursor that is scrolled stays in sight`() {
    for count in [0, 1, 3, 10, 50] {
      for height in [0, 1, 2, 5, 12] {
        var cursor = ListCursor()
        for step in [1, 3, 100, -1, -3, 7, -100, 2, 2, 50, -1] {
          cursor.scroll(by: step, count: count, height: height)
          let before = cursor
          cursor.scrollIntoView(count: count, height: height)
          #expect(cursor == before, "\(count) rows in \(height), \(step)")
          #expect(cursor.row >= 0 && cursor.row < max(1, count))
        }
      }
    }
  }
}
