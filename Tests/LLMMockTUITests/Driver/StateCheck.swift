import LLMMockCore
@testable import LLMMockTUI

/// What holds whatever keys were pressed.
enum StateCheck {
  /// What does not hold; `isIdle` says that nothing that was asked for is still to come.
  static func problems(_ state: State, isIdle: Bool) -> [String] {
    let check = Check(state: state, layout: Layout(state))
    check.files(isIdle)
    check.interactions(isIdle)
    check.detail(isIdle)
    check.overlays()
    return check.report.problems
  }

  private final class Report {
    var problems: [String] = []
  }

  private struct Check {
    let state: State
    let layout: Layout
    let report = Report()

    func require(_ holds: Bool, _ what: @autoclosure () -> String) {
      if !holds { report.problems.append(what()) }
    }

    func cursor(_ cursor: ListCursor, count: Int, height: Int, in pane: String) {
      require(
        cursor.row >= 0 && cursor.row < max(1, count),
        "\(pane): row \(cursor.row) of \(count)"
      )
      require(
        cursor.top >= 0 && cursor.top < max(1, count),
        "\(pane): top \(cursor.top) of \(count)"
      )
      guard height > 0 else { return }
      require(
        cursor.top <= max(0, count - height),
        "\(pane): \(count) rows in \(height) begin at \(cursor.top)"
      )
      require(
        count == 0 || cursor.row >= cursor.top && cursor.row < cursor.top + height,
        "\(pane): row \(cursor.row) is not in sight (\(cursor.top), \(height))"
      )
    }

    func files(_ isIdle: Bool) {
      let files = state.files
      cursor(
        files.cursor,
        count: files.rows.count,
        height: layout.inside(.files).height,
        in: "files"
      )
      require(
        zip(files.rows, files.rows.dropFirst()).allSatisfy { $0 < $1 },
        "files: rows not in order"
      )
      require(
        files.rows.last.map { $0 < state.listing.entries.count } ?? true,
        "files: a row is not in the listing"
      )
      require(
        files.anchor.map { files.rows.indices.contains($0) } ?? true,
        "files: the range begins nowhere"
      )
      require(files.scrolled >= 0, "files: scrolled \(files.scrolled)")
      for id in files.marks {
        require(
          state.listing.entry(id).map { !$0.isFolder } ?? false,
          "files: \(id.shown) is marked"
        )
      }
      guard isIdle else { return }
      require(files.selected == state.selectedEntry?.id, "files: another row is selected")
    }

    func interactions(_ isIdle: Bool) {
      let interactions = state.interactions
      let count = state.interactionRowCount
      require(
        interactions.anchor.map { $0 >= 0 && $0 < count } ?? true,
        "interactions: the range begins nowhere"
      )
      require(interactions.scrolled >= 0, "interactions: scrolled \(interactions.scrolled)")
      require(
        (interactions.matches == nil) == interactions.query.isEmpty || !isIdle,
        "interactions: matches without a query, or none with one"
      )
      for id in interactions.marks {
        require(state.listing.summary(of: id) != nil, "interactions: \(id) is marked")
      }
      guard isIdle else { return }
      cursor(
        interactions.cursor,
        count: count,
        height: layout.interactionRows.height,
        in: "interactions"
      )
      require(
        interactions.selected == state.interaction(inRow: interactions.cursor.row),
        "interactions: row \(interactions.cursor.row) is not what is selected"
      )
      require(
        interactions.selected.map { state.listing.summary(of: $0) != nil } ?? (count == 0),
        "interactions: what is selected is not there"
      )
      require(!interactions.isSearching, "interactions: still searching")
    }

    func detail(_ isIdle: Bool) {
      let detail = state.detail
      cursor(
        detail.cursor,
        count: detail.rows.count,
        height: layout.inside(.detail).height,
        in: "detail"
      )
      require(detail.scrolled >= 0, "detail: scrolled \(detail.scrolled)")
      require(
        zip(detail.found, detail.found.dropFirst()).allSatisfy { $0 < $1 },
        "detail: found rows not in order"
      )
      guard isIdle else { return }
      require(detail.shown?.subject == detail.subject, "detail: shows something else")
      require(
        detail.found.last.map { $0 < detail.rows.count } ?? true,
        "detail: found a row too many"
      )
      switch detail.subject {
      case .interaction(let id):
        require(state.listing.summary(of: id) != nil, "detail: \(id) is not there")
      case .problem(let id):
        require(
          state.listing.entry(id)?.content?.problem != nil,
          "detail: \(id.shown) has no problem"
        )
      case nil:
        require(state.interactionRowCount == 0, "detail: shows none of the interactions")
      }
      if let shown = detail.shown {
        require(shown.tab == detail.tab, "detail: another tab is shown")
        require(
          layout.detail.isEmpty || shown.width == layout.detailWidth,
          "detail: rows of width \(shown.width) in \(layout.detailWidth)"
        )
      }
    }

    func overlays() {
      for overlay in state.overlays {
        switch overlay {
        case .help(let help):
          let count = HelpRow.rows(of: help).filter(\.isCommand).count
          require(help.cursor.row >= 0 && help.cursor.row < max(1, count), "help: no such row")
        case .menu(let menu):
          require(menu.items.indices.contains(menu.row), "menu: no such row")
        case .sheet(let sheet):
          require(
            sheet.cursor.row >= 0 && sheet.cursor.row < max(1, sheet.rows.count),
            "sheet: no such row"
          )
        case .confirm(let confirm): require(!confirm.question.isEmpty, "confirm: asks nothing")
        case .prompt(let prompt): require(!prompt.title.isEmpty, "prompt: no title")
        }
      }
      require(state.toast?.text.isEmpty != true, "toast: says nothing")
    }
  }
}
