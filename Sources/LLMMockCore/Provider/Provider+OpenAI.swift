extension Provider {
  package static let openAI = Provider(
    name: "openai",
    host: "api.openai.com",
    baseURLVariables: ["OPENAI_BASE_URL", "OPENAI_API_BASE"],
    basePath: "/v1",
    keyVariables: ["OPENAI_API_KEY"],
    errorEnvelope: .openAI,
    endpoints: [
      Endpoint(
        "chat/completions",
        path: "/v1/chat/completions",
        key: .conversation,
        dialect: .chatCompletions,
        isInferred: true
      ),
      Endpoint("responses", path: "/v1/responses", key: .wholeBody, dialect: .responses),
      Endpoint("embeddings", path: "/v1/embeddings", key: .wholeBody, dialect: .embeddings),
      Endpoint("completions", path: "/v1/completions", key: .wholeBody, dialect: .completions),
    ]
  )
}
