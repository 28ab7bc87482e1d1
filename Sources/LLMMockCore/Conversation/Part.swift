/// A piece of a ``Turn``.
package enum Part: Hashable, Sendable {
  case text(String)
  case thinking(String)
  /// Thinking that the provider keeps to itself: encrypted, or left out.
  case redactedThinking
  case refusal(String)
  case toolCall(ToolCall)
  case toolResult(ToolResult)
  case image(Media)
  case audio(Media)
  case document(Media)
  /// Anything else: what it calls itself, and its JSON with long binary text left out.
  case other(type: String, json: String)
}

/// The model asks for a tool, or tells which hosted tool it used.
package struct ToolCall: Hashable, Sendable {
  package var id: String?
  package var name: String
  /// What the model wrote: usually JSON, possibly cut off, possibly program text.
  package var arguments: String

  package init(id: String? = nil, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}

/// What a tool gave back.
package struct ToolResult: Hashable, Sendable {
  package var id: String?
  /// The tool's name; where only the call has it, it is taken from there.
  package var name: String?
  package var parts: [Part]
  package var isError: Bool

  package init(id: String? = nil, name: String? = nil, parts: [Part], isError: Bool = false) {
    self.id = id
    self.name = name
    self.parts = parts
    self.isError = isError
  }
}

/// An image, a sound or a file, told by what is known about it.
package struct Media: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    /// In the request itself; the size is what its base64 text decodes to.
    case inline(byteCount: Int)
    case url(String)
    /// Uploaded before, known by the provider's id.
    case file(id: String)
    case unknown
  }

  package var name: String?
  /// Such as `image/png`, or a format's bare name where that is all there is.
  package var mediaType: String?
  package var source: Source

  package init(name: String? = nil, mediaType: String? = nil, source: Source) {
    self.name = name
    self.mediaType = mediaType
    self.source = source
  }
}
