extension Provider {
  package static let gemini = Provider(
    name: "gemini",
    host: "generativelanguage.googleapis.com",
    baseURLVariables: ["GOOGLE_GEMINI_BASE_URL"],
    basePath: "",
    keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    errorEnvelope: .google,
    endpoints: [
      Endpoint(
        modelMethod: "generateContent",
        streaming: "streamGenerateContent",
        path: "/v1beta/models/",
        dialect: .generateContent
      ),
      Endpoint(modelMethod: "embedContent", path: "/v1beta/models/", dialect: .geminiEmbeddings),
      Endpoint(
        modelMethod: "batchEmbedContents",
        path: "/v1beta/models/",
        dialect: .geminiEmbeddings
      ),
      Endpoint(modelMethod: "countTokens", path: "/v1beta/models/", dialect: .generateContent),
    ]
  )
}
