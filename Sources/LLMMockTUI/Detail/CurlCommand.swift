import LLMMockCore

/// The shell command that sends a recorded request again.
///
/// Every word from the fixture is quoted for a POSIX shell. The host is the provider's own, or
/// comes from the user's environment, never from the fixture; the key is named, never written.
struct CurlCommand {
  let call: RecordedCall

  /// nil when there is no request.
  var text: String? {
    guard let request = call.request else { return nil }
    var words = ["curl"]
    if call.summary.isStreaming { words.append("--no-buffer") }
    // Brackets and braces mean something to curl itself.
    if path.utf8.contains(where: { "[]{}".utf8.contains($0) }) { words.append("--globoff") }
    words.append(url)
    for header in headers { words.append("-H \(header)") }
    words.append("--data-binary @-")
    // Through a pipe: a command's arguments are limited, those of the shell's own printf are not.
    return
      "printf %s \(Self.quote(Self.body(request))) |\n  \(words.joined(separator: " \\\n  "))\n"
  }

  // MARK: Where to

  private var provider: Provider {
    call.providerName.flatMap(Provider.named) ?? .openAICompatible
  }

  private var path: String {
    guard let stored = call.summary.endpoint, Endpoint.problem(inStoredPath: stored) == nil else {
      return call.endpoint.path
    }
    return stored
  }

  private var url: String {
    if call.tree?.root["upstream"] == nil, let host = provider.host {
      return Self.quote("https://\(host)\(path)")
    }
    // Elsewhere than at the provider: where, only the user knows.
    let variable = provider.baseURLVariables.first ?? "OPENAI_BASE_URL"
    let basePath = provider.basePath
    let rest = path.hasPrefix(basePath + "/") ? String(path.dropFirst(basePath.count)) : path
    return "\"${\(variable):?}\"\(Self.quote(rest))"
  }

  private var headers: [String] {
    var headers = [Self.quote("content-type: application/json")]
    let key = provider.keyVariables.first ?? "OPENAI_API_KEY"
    switch provider.name {
    case Provider.anthropic.name:
      headers.append("\"x-api-key: $\(key)\"")
      if stored("anthropic-version") == nil {
        headers.append(Self.quote("anthropic-version: 2023-06-01"))
      }
    case Provider.gemini.name: headers.append("\"x-goog-api-key: $\(key)\"")
    default: headers.append("\"authorization: Bearer $\(key)\"")
    }
    for name in ["anthropic-version", "anthropic-beta", "openai-beta"] {
      if let value = stored(name) { headers.append(Self.quote("\(name): \(value)")) }
    }
    return headers
  }

  /// A request header that fixtures may keep; nil also when its value could do harm.
  private func stored(_ name: String) -> String? {
    guard let headers = call.tree?.root["request_headers"] else { return nil }
    let value = headers.members.first { $0.key.decoded.lowercased() == name }?.value.string
    guard let value, value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
    return value
  }

  // MARK: What

  /// The request without white space between its tokens, and with escapes for what a terminal would
  /// not show as it is: the same value to whoever reads it.
  private static func body(_ request: JSONValue) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(request.text.count)
    request.text.withUnsafeBufferPointer { text in
      var index = 0
      var inString = false
      while index < text.count {
        let byte = text[index]
        if byte >= 0x80 {
          let decoded = CellReader.decode(text, index, text.count)
          append(decoded.scalar, text, index..<index + decoded.length, to: &result)
          index += decoded.length
          continue
        }
        if inString, byte == UInt8(ascii: "\\"), index + 1 < text.count {
          result.append(byte)
          result.append(text[index + 1])
          index += 2
          continue
        }
        if byte == UInt8(ascii: "\"") { inString.toggle() }
        if byte == 0x7F {
          result += "\\u007f".utf8
        } else if inString || byte > 0x20 {
          result.append(byte)
        }
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func append(
    _ scalar: Unicode.Scalar?,
    _ text: UnsafeBufferPointer<UInt8>,
    _ range: Range<Int>,
    to result: inout [UInt8]
  ) {
    if let scalar, let token = VisibleText.token(for: scalar), !token.isEmpty {
      // Quotes around the escape are dropped again.
      result += JSONString.quote(String(scalar), as: .ascii).dropFirst().dropLast()
    } else {
      result += text[range]
    }
  }

  /// A word for a POSIX shell.
  private static func quote(_ word: String) -> String {
    var result = "'"
    for character in word.unicodeScalars {
      if character == "'" {
        result += "'\\''"
      } else {
        result.unicodeScalars.append(character)
      }
    }
    return result + "'"
  }
}

extension DetailSource {
  /// A shell command that sends the request again; nil when there is none.
  ///
  /// It names the variable that holds the key.
  package var curlCommand: String? {
    call.flatMap { CurlCommand(call: $0).text }
  }
}
