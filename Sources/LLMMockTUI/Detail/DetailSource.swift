package import LLMMockCore

/// What the detail pane shows: one interaction, or a file that cannot be read.
///
/// Made once, away from the screen, then laid out for any width by ``DetailLayout``. Rows carry
/// nodes, numbers that mean something to the tab they are in: the number of a JSON value in the
/// interaction's text (plus ``derivedBase`` for values of a message assembled from a stream), a
/// line number in Raw, a negative number for a part of the Overview.
package final class DetailSource: Sendable {
  enum Subject: Sendable {
    case interaction(RecordedCall)
    case unreadable(UnreadableFile)
  }

  let subject: Subject
  /// The file as the user knows it.
  package let path: String

  /// Added to the nodes of values that stand in no place of their own in the file.
  static let derivedBase = 1 << 40

  /// Reads one interaction.
  ///
  /// Nothing in it is an error: what is wrong with it is shown.
  ///
  /// - Parameters:
  ///   - path: the file as the user knows it.
  ///   - position: from 1.
  ///   - bytes: the interaction's JSON.
  ///   - fixtureProvider: the provider that the file names.
  ///   - linesBefore: line feeds in the file before the interaction's first byte.
  package init(
    path: String,
    position: Int,
    bytes: [UInt8],
    summary: InteractionSummary,
    fixtureProvider: String?,
    linesBefore: Int
  ) {
    self.path = path
    subject = .interaction(
      RecordedCall(
        position: position,
        bytes: bytes,
        summary: summary,
        fixtureProvider: fixtureProvider,
        linesBefore: linesBefore
      )
    )
  }

  private init(path: String, subject: Subject) {
    self.path = path
    self.subject = subject
  }

  /// A file that cannot be shown as a fixture.
  package static func problem(_ file: UnreadableFile) -> DetailSource {
    DetailSource(path: file.path, subject: .unreadable(file))
  }

  /// A tab with how many things are in it, where that is worth telling.
  package struct Tab: Hashable, Sendable {
    package var tab: DetailTab
    package var count: Int?
  }

  /// The tabs that apply, in order.
  package var tabs: [Tab] {
    switch subject {
    case .unreadable(let file):
      return file.bytes.isEmpty
        ? [Tab(tab: .overview)] : [Tab(tab: .overview), Tab(tab: .raw)]
    case .interaction(let call):
      var tabs = [Tab(tab: .overview)]
      if call.request != nil { tabs.append(Tab(tab: .request)) }
      if call.hasResponse { tabs.append(Tab(tab: .response)) }
      if !call.events.isEmpty { tabs.append(Tab(tab: .stream, count: call.events.count)) }
      tabs.append(Tab(tab: .raw))
      return tabs
    }
  }
}
