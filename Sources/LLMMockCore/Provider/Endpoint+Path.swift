extension Endpoint {
  /// The endpoint a path ends in.
  ///
  /// Scheme, host, prefix and query do not count; of several that match, the longest counts. A path
  /// that ends in none is an endpoint of its own.
  ///
  /// ```
  /// Endpoint.of(path: "/openai/deployments/mini/chat/completions?api-version=1").name
  /// // "chat/completions"
  /// ```
  package static func of(path: String) -> Endpoint {
    let path = withoutQuery(path)
    if let (model, method) = modelMethod(in: path) {
      if let endpoint = modelMethods[method] { return endpoint.with(model: model) }
    }
    // The longest name first.
    let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for count in stride(from: min(segments.count, mostSegments), through: 1, by: -1) {
      let start = segments[segments.count - count].startIndex
      if let endpoint = byName[String(path[start...])] { return endpoint }
    }
    return Endpoint(generic: path)
  }

  /// Those whose path names no model, by what it ends in.
  private static let byName: [String: Endpoint] = Dictionary(
    Provider.all.flatMap(\.endpoints).filter { !$0.isModelMethod }.map { ($0.name, $0) }
  ) { first, _ in first }

  private static let mostSegments =
    byName.keys.map { $0.utf8.count { $0 == UInt8(ascii: "/") } + 1 }.max() ?? 1

  /// Methods of models, by their names; those that ask for a stream too.
  private static let modelMethods: [String: Endpoint] = Dictionary(
    Provider.all.flatMap(\.endpoints).filter(\.isModelMethod).flatMap { endpoint in
      [endpoint.name, endpoint.streamingName].compactMap { $0 }.map { ($0, endpoint) }
    }
  ) { first, _ in first }

  /// Whether a path asks for a stream, as Gemini's do; elsewhere the body does.
  package static func asksForStream(path: String) -> Bool {
    guard let (_, method) = modelMethod(in: withoutQuery(path)) else { return false }
    return modelMethods[method]?.streamingName == method
  }

  /// Why a path may not stand in a fixture, as a phrase that continues "the endpoint"; nil when it
  /// may.
  ///
  /// A fixture may come from anyone, and a key is sent to what its path is appended to. So it must
  /// be a plain path from the API's root, which no client and no server reads as another host or
  /// another folder.
  package static func problem(inStoredPath path: String) -> String? {
    guard path.utf8.first == UInt8(ascii: "/") else { return "does not begin with '/'" }
    let bytes = decodingDotsAndControls(path)
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F })
      || path.unicodeScalars.contains(where: { 0x80...0x9F ~= $0.value })
    {
      return "holds a control character"
    }
    if bytes.contains(UInt8(ascii: "\\")) { return "holds a backslash" }
    // Not in the bytes after decoding: `%40` stands in model names and names no host.
    if path.utf8.contains(UInt8(ascii: "@")) { return "holds '@'" }
    for (byte, next) in zip(bytes, bytes.dropFirst()) where byte == next {
      if byte == UInt8(ascii: "/") { return "holds '//'" }
      if byte == UInt8(ascii: ".") { return "holds '..'" }
    }
    return nil
  }

  /// The model and the method of `…/MODEL:METHOD`; nil for any other path.
  private static func modelMethod(in path: String) -> (model: String, method: String)? {
    let last = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.index(after: $0)...] }
    var segment = last ?? path[...]
    guard segment.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "%") })
    else { return nil }
    // Some clients escape the colon.
    if !segment.utf8.contains(UInt8(ascii: ":")) {
      for escaped in ["%3A", "%3a"] {
        guard let range = segment.firstRange(of: escaped) else { continue }
        segment = "\(segment[..<range.lowerBound]):\(segment[range.upperBound...])"
      }
    }
    guard let colon = segment.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let model = segment[..<colon]
    let method = segment[segment.index(after: colon)...]
    return model.isEmpty || method.isEmpty ? nil : (String(model), String(method))
  }

  /// A path without query, fragment, and trailing slash.
  private static func withoutQuery(_ path: String) -> String {
    var bytes = path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
    return String(Substring(bytes))
  }

  /// The bytes of a path, with `%2E`, `%5C` and escaped control characters as what they stand for.
  private static func decodingDotsAndControls(_ path: String) -> [UInt8] {
    let bytes = Array(path.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = hexadecimalDigit(bytes[index + 1]), let low = hexadecimalDigit(bytes[index + 2])
      {
        let byte = UInt8(high << 4 | low)
        if byte < 0x20 || [0x2E, 0x5C, 0x7F].contains(byte) {
          result.append(byte)
          index += 3
          continue
        }
      }
      result.append(bytes[index])
      index += 1
    }
    return result
  }
}
