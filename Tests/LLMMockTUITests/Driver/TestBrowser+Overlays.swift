import LLMMockTUI

extension TestBrowser {
  /// The question on top; nil when there is none.
  var confirm: Confirm? {
    if case .confirm(let confirm) = state.overlays.last { confirm } else { nil }
  }

  var prompt: Prompt? {
    if case .prompt(let prompt) = state.overlays.last { prompt } else { nil }
  }

  var menu: Menu? {
    if case .menu(let menu) = state.overlays.last { menu } else { nil }
  }

  var sheet: Sheet? {
    if case .sheet(let sheet) = state.overlays.last { sheet } else { nil }
  }

  var help: Help? {
    if case .help(let help) = state.overlays.last { help } else { nil }
  }

  /// What stands in the line being typed; nil when there is none.
  var fieldText: String? { state.field?.field.text }
}
