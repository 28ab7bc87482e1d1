/// What a request lets the provider do by itself, which may cost or reach further than the answer.
package enum HostedTools {
  /// As a person is told: `web_search`, `mcp https://tools.example.com`; visible text.
  package static func names(in request: JSONValue, _ endpoint: Endpoint) -> [String] {
    var names: [String] = []
    func add(_ name: String) {
      let shown = CharacterWidth.truncate(VisibleText.of(name), to: 80, ellipsis: "...")
      if !names.contains(shown) { names.append(shown) }
    }
    // Known by their address, which says more than a label.
    var labels: Set<String> = ["mcp"]
    for tool in request["tools"]?.oneOrMany ?? [] {
      guard let url = tool.string(of: "server_url") else { continue }
      add("mcp \(place(url))")
      if let label = tool.string(of: "server_label") { labels.insert(label) }
    }
    for server in request["mcp_servers"]?.oneOrMany ?? [] {
      guard let url = server.string(of: "url") else { continue }
      add("mcp \(place(url))")
      if let label = server.string(of: "name") { labels.insert(label) }
    }
    for tool in endpoint.dialect.tools(request) where tool.isHosted && !labels.contains(tool.name) {
      add(tool.name)
    }
    if request.present("web_search_options") != nil { add("web_search") }
    return names
  }

  /// A URL without its query, which may hold a key.
  private static func place(_ url: String) -> String {
    QueryText.path(of: url)
  }
}
