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
  case review, compare, rerecord, discardMenu, pending, missed
  case splitDiff, lessContext, moreContext, volatileFields, diffPart
  case stageFile, reviewed, hideReviewed, commit, commitInEditor
  case accept, reject, skip, acceptAll, rejectAll, keepVolatile, pauseQueue

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
    case .review: "changes: review against HEAD"
    case .compare: "compare two marked ones, or this one with HEAD"
    case .rerecord: "record again (shows the plan first)"
    case .discardMenu: "discard menu: put back as in HEAD"
    case .pending: "results that wait for a decision"
    case .missed: "requests that were missed"
    case .splitDiff: "side by side or under each other"
    case .lessContext: "less around a change"
    case .moreContext: "more around a change"
    case .volatileFields: "show or hide volatile fields"
    case .diffPart: "request, response, or both"
    case .stageFile: "stage, unstage the whole file"
    case .reviewed: "reviewed, not reviewed; to the next"
    case .hideReviewed: "hide or show reviewed ones"
    case .commit: "commit what is staged"
    case .commitInEditor: "commit with $EDITOR"
    case .accept: "accept: write exactly the bytes shown"
    case .reject: "reject: drop the new result"
    case .skip: "skip: it keeps waiting"
    case .acceptAll: "accept all (asks first)"
    case .rejectAll: "reject all (asks first)"
    case .keepVolatile: "keep the recorded ids and times, or take the new"
    case .pauseQueue: "pause, go on"
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
    case .review: "changes"
    case .compare: "compare"
    case .rerecord: "re-record"
    case .splitDiff: "layout"
    case .diffPart: "part"
    case .stageFile: "file"
    case .reviewed: "reviewed"
    case .commit: "commit"
    case .accept: "accept"
    case .reject: "reject"
    case .skip: "skip"
    case .acceptAll: "all"
    case .keepVolatile: "keep ids"
    case .pauseQueue: "pause"
    case .pending: "results"
    case .missed: "missed"
    case .back: "back"
    default: nil
    }
  }
}

extension Command {
  /// What it does in a place, where that is not what it does elsewhere.
  package func title(in place: Place) -> String {
    switch (place, self) {
    case (.review, .mark): "stage, unstage"
    case (.review, .delete): "discard: put back as in HEAD (asks first)"
    case (.review, .open), (.queue, .open), (.misses, .open): "go to the diff; unfold"
    case (.review, .nextTab): "next file"
    case (.review, .previousTab): "previous file"
    case (.queue, .rerecord): "send it once more"
    case (.misses, .rerecord): "record it (shows the plan first)"
    case (.misses, .delete): "drop it from the list"
    case (_, .nextMatch) where place.isScreen: "next change"
    case (_, .previousMatch) where place.isScreen: "previous change"
    case (_, .copy) where place.isScreen: "copy the difference"
    default: title
    }
  }

  /// How many rows it moves by, in a list of which a page has so many.
  func step(page: Int) -> Int {
    // More than any list has, and still far from overflow.
    let all = Int.max / 4
    return switch self {
    case .down: 1
    case .up: -1
    case .halfDown: max(1, page / 2)
    case .halfUp: -max(1, page / 2)
    case .pageDown: page
    case .pageUp: -page
    case .first: -all
    default: all
    }
  }

  /// Whether it does the same on every screen.
  var isEverywhere: Bool {
    switch self {
    case .undo, .redo, .help, .commandLine, .log, .rescan, .suspend, .quitNow, .cancel: true
    default: false
    }
  }
}
