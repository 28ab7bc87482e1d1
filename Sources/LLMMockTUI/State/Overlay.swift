import LLMMockCore

/// What lies over the panes.
package enum Overlay: Hashable, Sendable {
  case help(Help)
  case confirm(Confirm)
  case prompt(Prompt)
  case menu(Menu)
  /// Rows to read or choose from: the log, the history.
  case sheet(Sheet)
}

extension Overlay {
  /// The interactions that an answer would change.
  var interactions: [InteractionID] {
    switch self {
    case .confirm(let confirm):
      switch confirm.action {
      case .deleteInteractions(let ids), .withoutHistory(.deleteInteractions(let ids)): ids
      case .withoutHistory(.nameInteraction(let id, _)): [id]
      case .deleteFiles, .withoutHistory, .discard, .startRerecord, .accept, .reject, .quit: []
      }
    case .prompt(let prompt):
      if case .nameInteraction(let id) = prompt.purpose { [id] } else { [] }
    case .help, .menu, .sheet: []
    }
  }
}

/// All commands, filtered by typing; Enter runs one.
package struct Help: Hashable, Sendable {
  package var place: Place
  package var filter = TextField()
  package var cursor = ListCursor()
}

/// A question that must be answered with `y`, never with the key that asked it.
package struct Confirm: Hashable, Sendable {
  package var title: String
  package var question: String
  /// What it is about, one row each.
  package var items: [String]
  /// What to know before saying yes.
  package var notes: [String]
  package var verb: String
  package var action: Action
  /// Whether long items go on in the next row: nothing of them may be missing.
  package var wrapsItems = false
  /// How many of its rows are scrolled away, where the window is too small for all.
  package var top = 0
  /// Whether the button that does it is focused; Cancel is at first.
  package var isYesFocused = false

  package enum Action: Hashable, Sendable {
    case deleteInteractions([InteractionID])
    case deleteFiles([EntryID])
    case discard([ReviewTarget])
    /// Begin the plan with that number.
    case startRerecord(Int)
    case accept([String])
    case reject([String])
    case quit
    /// Do it although it can't be undone.
    case withoutHistory(Effect.Change)
  }
}

/// A name being typed.
package struct Prompt: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case renameFile(EntryID)
    case nameInteraction(InteractionID)
    case addFile(folder: EntryID)
    case openFolder
    /// The message of a commit.
    case commit
  }

  package var purpose: Purpose
  package var title: String
  /// Stands above the field: the folder of the name.
  package var context: String
  package var field: TextField
  /// Stands behind the field and is kept: `.json`.
  package var suffix: String
  package var check = Check.waiting
  /// Things to know: where the old name is mentioned.
  package var notes: [String] = []
  package var generation = 0

  package enum Check: Hashable, Sendable {
    case waiting
    case fine(String)
    case wrong(String)
  }

  package var text: String { field.text + suffix }

  /// What is to be typed.
  var wanted: String {
    switch purpose {
    case .commit: "a message"
    case .openFolder: "a path"
    case .renameFile, .nameInteraction, .addFile: "a name"
    }
  }

  /// Whether nothing typed means something: an interaction may have no name.
  var mayBeEmpty: Bool {
    if case .nameInteraction = purpose { true } else { false }
  }
}

/// A few choices, each with a key.
package struct Menu: Hashable, Sendable {
  package struct Item: Hashable, Sendable {
    package var key: Character
    package var title: String
    package var choice: Choice
  }

  package enum Choice: Hashable, Sendable {
    case copy(CopyKind)
    case sortFiles(FileOrder)
    case sortInteractions(InteractionOrder)
    case discard([ReviewTarget])
  }

  package var title: String
  package var items: [Item]
  package var row = 0
}

package enum CopyKind: Hashable, Sendable, CaseIterable {
  case value, path, text, key, request, response, curl
}

/// Rows to read or choose from.
package struct Sheet: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case log
    /// Something to read.
    case text
    /// Enter restores a change.
    case history([HistoryItem])
  }

  package var purpose: Purpose
  package var title: String
  package var rows: [String]
  package var cursor = ListCursor()
}

/// One change in the history.
package struct HistoryItem: Hashable, Sendable {
  package var id: String
  /// When, as the user reads it.
  package var time: String
  package var title: String
  package var isUndone: Bool

  package init(id: String, time: String, title: String, isUndone: Bool) {
    self.id = id
    self.time = time
    self.title = title
    self.isUndone = isUndone
  }
}
