extension Provider {
  package static let anthropic = Provider(
    name: "anthropic",
    host: "api.anthropic.com",
    baseURLVariables: ["ANTHROPIC_BASE_URL"],
    basePath: "",
    keyVariables: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"],
    errorEnvelope: .anthropic,
    endpoints: [
      Endpoint(
        "messages",
        path: "/v1/messages",
        key: .conversation,
        dialect: .anthropicMessages,
        isInferred: true
      ),
      Endpoint(
        "messages/count_tokens",
        path: "/v1/messages/count_tokens",
        key: .conversation,
        dialect: .anthropicMessages
      ),
    ]
  )
}
