/// The ways to look at an interaction.
package enum DetailTab: Int, CaseIterable, Hashable, Sendable {
  case overview, request, response, stream, raw

  package var title: String {
    switch self {
    case .overview: "Overview"
    case .request: "Request"
    case .response: "Response"
    case .stream: "Stream"
    case .raw: "Raw"
    }
  }

  /// The title where there is little room.
  package var shortTitle: String {
    switch self {
    case .overview: "Over"
    case .request: "Req"
    case .response: "Resp"
    case .stream: "SSE"
    case .raw: "Raw"
    }
  }
}
