extension Provider {
  /// OpenAI's paths on any other host: Azure, OpenRouter, Groq, Ollama and many more.
  package static let openAICompatible = Provider(
    name: "openai-compatible",
    host: nil,
    baseURLVariables: [],
    basePath: "/v1",
    keyVariables: [],
    errorEnvelope: .openAI,
    endpoints: openAI.endpoints
  )
}
