/// What a key, a line of the help or the command line can do.
package enum Command: String, CaseIterable, Hashable, Sendable {
  case down, up, first, last, halfDown, halfUp, pageDown, pageUp, scrollLeft, scrollRight
  case focusFiles, focusInteractions, focusDetail, nextPane, previousPane
  case previousTab, nextTab, zoomIn, zoomOut
  case find, filter, nextMatch, previousMatch
  case copy, copyPath, edit, page
  case undo, redo, wrap, help, commandLine, log, rescan, suspend
  case back, quit, quitNow, cancel
  case open, close, detailDown, detailUp
  case mark, range, rangeDown, rangeUp, markAll
  case delete, rename, addFile, sort
  case flat, collapseAll, expandAll, showOthers, openFolder
  case fold, nextInteraction, previousInteraction

  /// What the help says it does.
  package var title: String {
    switch self {
    case .down: "move down"
    case .up: "move up"
    case .first: "to the top"
    case .last: "to the bottom"
    case .halfDown: "half a page down"
    case .halfUp: "half a page up"
    case .pageDown: "a page down"
    case .pageUp: "a page up"
    case .scrollLeft: "scroll left"
    case .scrollRight: "scroll right"
    case .focusFiles: "go to Files"
    case .focusInteractions: "go to Interactions"
    case .focusDetail: "go to Detail"
    case .nextPane: "next pane"
    case .previousPane: "previous pane"
    case .previousTab: "previous tab"
    case .nextTab: "next tab"
    case .zoomIn: "make the pane larger"
    case .zoomOut: "make the pane smaller"
    case .find: "filter a list, search a text"
    case .filter: "filter by model, status, text, …"
    case .nextMatch: "next match or problem"
    case .previousMatch: "previous match or problem"
    case .copy: "copy menu"
    case .copyPath: "copy the file's path"
    case .edit: "edit in $EDITOR at this line"
    case .page: "read in $PAGER"
    case .undo: "undo the last change"
    case .redo: "redo"
    case .wrap: "wrap long lines"
    case .help: "help for this place"
    case .commandLine: "command line"
    case .log: "log of what was done"
    case .rescan: "redraw and rescan"
    case .suspend: "suspend"
    case .back: "leave the innermost thing"
    case .quit: "close what is open; quit"
    case .quitNow: "quit now"
    case .cancel: "cancel; quit when idle"
    case .open: "open"
    case .close: "collapse, back"
    case .detailDown: "scroll Detail down"
    case .detailUp: "scroll Detail up"
    case .mark: "mark, unmark"
    case .range: "select a range"
    case .rangeDown: "range down"
    case .rangeUp: "range up"
    case .markAll: "mark all shown"
    case .delete: "delete (asks first)"
    case .rename: "rename"
    case .addFile: "add an empty fixture file"
    case .sort: "sort menu"
    case .flat: "tree or flat list"
    case .collapseAll: "collapse all folders"
    case .expandAll: "expand all folders"
    case .showOthers: "show files that are no fixtures"
    case .openFolder: "open another folder"
    case .fold: "fold or unfold"
    case .nextInteraction: "next interaction"
    case .previousInteraction: "previous interaction"
    }
  }

  /// One or two words for the hint line; nil for what it never names.
  package var hint: String? {
    switch self {
    case .open: "open"
    case .close: "back"
    case .mark: "mark"
    case .delete: "delete"
    case .rename: "rename"
    case .edit: "edit"
    case .copy: "copy"
    case .page: "pager"
    case .find: "filter"
    case .filter: "by field"
    case .undo: "undo"
    case .help: "help"
    case .quit: "quit"
    case .fold: "fold"
    case .nextTab: "tabs"
    case .nextInteraction: "next call"
    case .nextMatch: "next"
    case .addFile: "add"
    case .openFolder: "open folder"
    case .rescan: "rescan"
    case .commandLine: "command"
    case .showOthers: "other files"
    default: nil
    }
  }
}
