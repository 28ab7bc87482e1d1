/// Reads the contents of messages, as chat completions and responses write them.
enum OpenAIContent {
  static func parts(of content: JSONValue) -> [Part] {
    switch content.kind {
    case .string: Part.nonEmpty(content.string)
    case .array: content.elements.flatMap { parts(ofPart: $0) }
    case .object:
      // An answer to a JSON schema, which Cloudflare does not put into a string.
      content["type"] == nil && content["text"] == nil && content["content"] == nil
        ? [.text(ReadableJSON.compact(content))] : parts(ofPart: content)
    case .null: []
    default: [.unknown(content)]
    }
  }

  private static func parts(ofPart part: JSONValue) -> [Part] {
    if part.kind == .string { return Part.nonEmpty(part.string) }
    let type = part.string(of: "type") ?? ""
    switch type {
    case "text", "input_text", "output_text", "reasoning_text", "summary_text", "":
      if let text = part["text"], text.kind == .string { return Part.nonEmpty(text.string) }
      // Some clients put whole messages where parts belong.
      if let content = part["content"], content.kind == .string {
        return Part.nonEmpty(content.string)
      }
      return [.unknown(part)]
    case "refusal":
      return Part.nonEmpty(part["refusal"]?.string, Part.refusal)
    case "thinking":
      // Mistral: a list of texts.
      let texts = part["thinking"]?.oneOrMany.compactMap { $0.string ?? $0.string(of: "text") }
      return Part.nonEmpty(texts?.joined(), Part.thinking)
    case "image_url", "input_image":
      return [.image(media(part, url: part["image_url"]))]
    case "input_audio":
      let audio = part["input_audio"] ?? part
      return [
        .audio(
          Media(
            mediaType: audio.string(of: "format"),
            source: .inline(byteCount: audio["data"]?.base64Count ?? 0)
          )
        )
      ]
    case "file":
      let file = part["file"] ?? part
      return [.document(media(file, url: file.first(of: "file_data", "file_url", "url")))]
    case "input_file":
      return [.document(media(part, url: part.first(of: "file_data", "file_url")))]
    case "document_url", "file_url", "video_url":
      return [.document(media(part, url: part[type]))]
    default:
      return AnthropicReader.parts(ofBlock: part, isNested: true)
    }
  }

  /// What a part tells of a file whose URL is a string, or an object that has one.
  private static func media(_ part: JSONValue, url: JSONValue?) -> Media {
    let name = part.first(of: "filename", "file_name", "document_name").flatMap(\.string)
    let target = url?["url"] ?? url
    if let target, target.kind == .string { return Media(name: name, url: target) }
    return Media(
      name: name,
      source: part.string(of: "file_id").map(Media.Source.file(id:)) ?? .unknown
    )
  }
}
