import CNcurses
import LLMMockTUI
import Testing

@testable import LLMMockTerminal

private func mouse(_ action: Mouse.Action, _ column: Int, _ row: Int) -> Input {
  .mouse(Mouse(action, at: Position(column: column, row: row)))
}

/// The old form of a report: a code, a column and a row, counted from 0.
private func old(_ code: UInt8, _ column: UInt8, _ row: UInt8) -> Read {
  .bytes(Array("\u{1B}[M".utf8) + [32 + code, 33 + column, 33 + row])
}

struct MouseReportTests {
  @Test(arguments: [
    ("\u{1B}[<0;10;5M", [mouse(.pressed, 9, 4)]),
    (
      "\u{1B}[<0;10;5M\u{1B}[<32;11;5M\u{1B}[<0;11;5m",
      [mouse(.pressed, 9, 4), mouse(.dragged, 10, 4), mouse(.released, 10, 4)]
    ),
    ("\u{1B}[<64;3;4M\u{1B}[<65;3;4M", [mouse(.wheelUp, 2, 3), mouse(.wheelDown, 2, 3)]),
    // Shift, Alt and Ctrl make no difference.
    ("\u{1B}[<28;1;1M", [mouse(.pressed, 0, 0)]),
    ("\u{1B}[<0;1000;500M", [mouse(.pressed, 999, 499)]),
    // Other buttons, a movement without a button, a release without a press.
    ("\u{1B}[<1;2;2M\u{1B}[<2;2;2M\u{1B}[<128;2;2M\u{1B}[<66;2;2M", []),
    ("\u{1B}[<35;2;2M\u{1B}[<32;2;2M\u{1B}[<0;2;2m", []),
    // Nothing that makes sense.
    ("\u{1B}[<0;0;5M\u{1B}[<0;5M\u{1B}[<;;M\u{1B}[<99999999999999999999;1;1M", []),
  ])
  func `numbered reports are read`(sent: String, inputs: [Input]) {
    var decoder = KeyDecoder()
    #expect(decoder.read([.bytes(Array(sent.utf8))]) == inputs)
  }

  @Test func `old reports are read`() {
    var decoder = KeyDecoder()
    let inputs = decoder.read([
      old(0, 9, 4), old(32, 222, 4), old(3, 222, 4), old(3, 1, 1), old(64, 2, 3), old(65, 2, 3),
    ])
    #expect(
      inputs == [
        mouse(.pressed, 9, 4), mouse(.dragged, 222, 4), mouse(.released, 222, 4),
        mouse(.wheelUp, 2, 3), mouse(.wheelDown, 2, 3),
      ]
    )
  }

  @Test func `a column whose byte is Backspace is a column`() {
    var decoder = KeyDecoder()
    let inputs = decoder.read([
      .bytes(Array("\u{1B}[M ".utf8)), .code(KEY_BACKSPACE), .bytes([33]), "x",
    ])
    #expect(inputs == [mouse(.pressed, 94, 0), .key(.character("x"))])
  }

  @Test func `a report within a pasted text is text`() {
    var decoder = KeyDecoder()
    let inputs = decoder.read([
      .code(KeyCode.pasteStarted), "\u{1B}[<0;1;1M", .code(KeyCode.pasteEnded),
    ])
    #expect(inputs == [.pasted("\u{1B}[<0;1;1M")])
  }
}
