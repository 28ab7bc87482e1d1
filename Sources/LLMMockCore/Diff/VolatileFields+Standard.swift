extension VolatileFields {
  /// Those of the providers this program knows; none of a request.
  ///
  /// An id in a request is a choice of the caller's: a call's id there must be that of its answer.
  package static let standard = VolatileFields([
    "recorded_at",
    "hash",
    "stream_timing_ms",
    // Answers' headers.
    "headers.request-id",
    "headers.x-request-id",
    "headers.anthropic-ratelimit-*",
    "headers.x-ratelimit-*",
    // The answer as a whole.
    "response.id",
    "response.request_id",
    "response.created",
    "response.created_at",
    "response.completed_at",
    "response.system_fingerprint",
    "response.responseId",
    "response.createTime",
    "response.x_groq.id",
    // Of servers that tell how long they took.
    "response.usage.*_time",
    "response.*_duration",
    // Anthropic.
    "response.content.*.id",
    "response.content.*.tool_use_id",
    "response.content.*.signature",
    "response.container.id",
    "response.container.expires_at",
    // OpenAI's chat completions.
    "response.choices.*.message.tool_calls.*.id",
    "response.choices.*.message.audio.id",
    "response.choices.*.message.audio.expires_at",
    // OpenAI's responses.
    "response.output.*.id",
    "response.output.*.call_id",
    "response.output.*.encrypted_content",
    // Gemini.
    "response.candidates.*.content.parts.*.functionCall.id",
    "response.candidates.*.content.parts.*.thoughtSignature",
    // What only streams have.
    "stream_events.*.data.obfuscation",
    "stream_events.*.data.p",
    "stream_events.*.data.item_id",
    "stream_events.*.data.delta.signature",
  ])
}
