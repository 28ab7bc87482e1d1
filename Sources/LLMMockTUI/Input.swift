/// A key as the user means it.
///
/// Keys that plain terminals cannot tell apart have one case: Ctrl-I is ``tab``, Ctrl-M ``enter``,
/// Ctrl-[ ``escape``.
package enum Key: Hashable, Sendable {
  /// A printable character, with Shift already applied.
  case character(Character)
  /// Ctrl and a letter, in lower case.
  case control(Character)
  case up, down, left, right
  case shiftUp, shiftDown
  case home, end, pageUp, pageDown
  case enter, escape, tab, backTab, backspace, delete
  case function(Int)
}

/// What the mouse did.
package struct Mouse: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case pressed, released, dragged, wheelUp, wheelDown
  }

  package var action: Action
  package var position: Position

  package init(_ action: Action, at position: Position) {
    self.action = action
    self.position = position
  }
}

/// What arrives from the terminal.
package enum Input: Hashable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// Text pasted in one go (bracketed paste).
  case pasted(String)
  case resized(Size)
  case focusGained
  case focusLost
}
