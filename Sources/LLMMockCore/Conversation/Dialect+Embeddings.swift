extension Dialect {
  /// OpenAI's embeddings.
  static let embeddings = Dialect(
    utterances: { request in
      // `prompt` is Ollama's word.
      PlainReader.utterances(request.first(of: "input", "prompt"))
    },
    tools: { _ in [] },
    structure: ["model", "input", "prompt"],
    answer: { PlainReader.embeddings(in: $0) },
    assemble: { _ in nil },
    recognises: { response in
      response["object"]?.equals("list") == true
        && response["data"]?.elements.first { _ in true }?["embedding"] != nil
    }
  )

  /// Gemini's `embedContent` and `batchEmbedContents`.
  static let geminiEmbeddings = Dialect(
    utterances: { request in
      let requests = request["requests"].map { Array($0.elements) } ?? [request]
      return requests.compactMap { request in
        request.present("content").map {
          Utterance(.user, $0, reader: GeminiReader.parts(ofContent:))
        }
      }
    },
    tools: { _ in [] },
    structure: ["model", "content", "requests"],
    answer: { PlainReader.embeddings(in: $0) },
    assemble: { _ in nil },
    recognises: { _ in false }
  )

  /// OpenAI's completions, which continue a text.
  static let completions = Dialect(
    utterances: { request in
      PlainReader.utterances(request.present("prompt"))
    },
    tools: { _ in [] },
    structure: ["model", "prompt", "stream", "stream_options"],
    answer: { ChatReader.answer(of: $0) },
    assemble: { ChatAssembly.completion(of: $0) },
    recognises: { $0["object"]?.equals("text_completion") ?? false }
  )
}

enum PlainReader {
  static func utterances(_ input: JSONValue?) -> [Dialect.Utterance] {
    input.map { [Dialect.Utterance(.user, $0, reader: parts(of:))] } ?? []
  }

  /// A text, several, a text as tokens, or several of these.
  static func parts(of input: JSONValue) -> [Part] {
    switch input.kind {
    case .string: return Part.nonEmpty(input.string)
    case .array:
      let first = input.elements.first { _ in true }
      return first?.kind == .number ? [tokens(input)] : input.elements.flatMap(part)
    case .null: return []
    default: return [.unknown(input)]
    }
  }

  private static func part(_ element: JSONValue) -> [Part] {
    switch element.kind {
    case .string: Part.nonEmpty(element.string)
    case .array: [tokens(element)]
    default: [.unknown(element)]
    }
  }

  private static func tokens(_ value: JSONValue) -> Part {
    .other(type: "tokens", json: ReadableJSON.compact(value))
  }

  static func embeddings(in response: JSONValue) -> Answer {
    var answer = Answer(
      usage: ChatReader.usage(response["usage"]),
      model: response.string(of: "model"),
      id: response.string(of: "id"),
      error: Answer.failure(in: response)
    )
    if let usage = response["usageMetadata"] {
      answer.usage.input = usage["promptTokenCount"]?.int
      answer.usage.total = usage["totalTokenCount"]?.int
    }
    let single = response.present("embedding").map { [$0] }
    let all = response.first(of: "data", "embeddings").map { Array($0.elements) } ?? single ?? []
    if let first = all.first {
      answer.embeddings = Answer.Embeddings(count: all.count, dimensions: dimensions(of: first))
    }
    return answer
  }

  /// The numbers stand in a list, or as four bytes each in base64.
  private static func dimensions(of embedding: JSONValue) -> Int? {
    let values = embedding.first(of: "embedding", "values") ?? embedding
    switch values.kind {
    case .array: return values.count
    case .string: return values.base64Count / 4
    default: return nil
    }
  }
}
