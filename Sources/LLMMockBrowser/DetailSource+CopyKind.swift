import LLMMockTUI

extension DetailSource {
  /// What a choice of the copy menu means, and what to call it; nil when there is no such thing.
  func text(of kind: CopyKind, _ tab: DetailTab, node: Int?) -> (text: String, name: String)? {
    let found: (String?, String) =
      switch kind {
      case .value: (valueText(of: node, in: tab), node == nil ? "the interaction" : "the value")
      case .path: (jsonPath(of: node, in: tab), "the path")
      case .text: (unescapedText(of: node, in: tab), "the text")
      case .key: (key(of: node, in: tab), "the key")
      case .request: (requestJSON, "the request")
      case .response: (responseJSON, "the response")
      case .curl: (curlCommand, "the cURL command")
      }
    return found.0.map { ($0, found.1) }
  }
}
