import LLMMockCore

/// Lays out a source as the rows of a tab.
package enum DetailLayout {
  /// The rows of a tab, none of them wider than `width` where text is wrapped.
  ///
  /// - Parameters:
  ///   - wraps: whether long lines of text go on in the next row rather than past the edge.
  ///   - toggled: the nodes that are open where by default they are closed, or the other way.
  ///   - unfoldsAll: whether everything is open by default.
  ///   - now: seconds since 1970, to tell how long ago something was; nil tells it not.
  package static func rows(
    of source: DetailSource,
    tab: DetailTab,
    width: Int,
    wraps: Bool = true,
    toggled: Set<Int> = [],
    unfoldsAll: Bool = false,
    now: Int? = nil
  ) -> [DetailRow] {
    var writer = RowWriter(
      width: width,
      wraps: wraps,
      toggled: toggled,
      unfoldsAll: unfoldsAll
    )
    append(source, tab: tab, now: now, to: &writer)
    return writer.rows
  }

  /// The rows of any text: cut between words, tokens for what may not be drawn.
  package static func rows(
    ofText text: String,
    width: Int,
    wraps: Bool = true,
    style: Style = .text
  ) -> [DetailRow] {
    var writer = RowWriter(width: width, wraps: wraps, toggled: [], unfoldsAll: true)
    writer.text(text, style: style)
    return writer.rows
  }

  static func append(
    _ source: DetailSource,
    tab: DetailTab,
    now: Int?,
    to writer: inout RowWriter
  ) {
    switch source.subject {
    case .unreadable(let file):
      if tab == .raw {
        RawRows(bytes: file.bytes, linesBefore: file.linesBefore).append(to: &writer)
      } else {
        ProblemRows(file: file).append(to: &writer)
      }
    case .interaction(let call):
      switch tab {
      case .overview: OverviewRows(call: call, path: source.path, now: now).append(to: &writer)
      case .request: BodyRows(call: call).appendRequest(to: &writer)
      case .response: BodyRows(call: call).appendResponse(to: &writer)
      case .stream: StreamRows(call: call).append(to: &writer)
      case .raw: RawRows(bytes: call.bytes, linesBefore: call.linesBefore).append(to: &writer)
      }
    }
  }
}
