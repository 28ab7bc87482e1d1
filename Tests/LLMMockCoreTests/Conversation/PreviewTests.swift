import LLMMockCore
import Testing

struct PreviewTests {
  struct Case {
    var path = "/v1/messages"
    var request: String
    var preview: String
    var last: String
  }

  @Test(arguments: [
    Case(
      request:
        #"{"system":"S","messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C"}]}"#,
      preview: "A",
      last: "C"
    ),
    Case(
      request:
        #"{"messages":[{"role":"user","content":[{"type":"image","source":{}},{"type":"text","text":"What\r\nis\n\nthis?"}]}]}"#,
      preview: "What is  this?",
      last: "What is  this?"
    ),
    Case(
      request:
        #"{"messages":[{"role":"user","content":[{"type":"tool_result","content":"14"},{"type":"image","source":{}}]}]}"#,
      preview: "(tool result)",
      last: "(tool result) 14"
    ),
    Case(
      request: #"{"messages":[{"role":"user","content":[{"type":"image","source":{}}]}]}"#,
      preview: "(image)",
      last: "(image)"
    ),
    Case(request: #"{"messages":[]}"#, preview: "(no text)", last: "(no text)"),
    Case(
      request: #"{"messages":[{"role":"user","content":[{"type":"document","source":{}}]}]}"#,
      preview: "(no text)",
      last: "(document)"
    ),
    Case(request: #"{"system":"S"}"#, preview: "(no text)", last: "S"),
    Case(
      path: "/v1/chat/completions",
      request:
        #"{"messages":[{"role":"system","content":"S"},{"role":"user","content":"A"},{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]},{"role":"tool","content":"14"}]}"#,
      preview: "A",
      last: "(tool result) 14"
    ),
    Case(
      path: "/v1/chat/completions",
      request: #"{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}]}"#,
      preview: "(no text)",
      last: "(calls f)"
    ),
    Case(path: "/v1/responses", request: #"{"input":"A"}"#, preview: "A", last: "A"),
    Case(
      path: "/v1/responses",
      request:
        #"{"input":[{"role":"user","content":"A"},{"type":"function_call_output","output":"14"}]}"#,
      preview: "A",
      last: "(tool result) 14"
    ),
    Case(
      path: "/v1beta/models/g:generateContent",
      request: #"{"contents":[{"parts":[{"text":"A"}]},{"role":"model","parts":[{"text":"B"}]}]}"#,
      preview: "A",
      last: "B"
    ),
    Case(path: "/v1/embeddings", request: #"{"input":["A","B"]}"#, preview: "A", last: "B"),
    Case(path: "/v1/completions", request: #"{"prompt":"A"}"#, preview: "A", last: "A"),
  ])
  func `a preview is what was asked, and the last message what was said last`(
    example: Case
  ) throws {
    let request = try JSONTree(example.request).root
    let endpoint = Endpoint.of(path: example.path)
    #expect(Preview.of(request, endpoint: endpoint) == example.preview)
    #expect(Preview.lastMessage(request, endpoint: endpoint) == example.last)
  }

  @Test func `a preview ends`() throws {
    let text = String(repeating: "é", count: 1_000)
    let request = try JSONTree(#"{"messages":[{"role":"user","content":"\#(text)"}]}"#).root
    let preview = Preview.of(request, endpoint: Endpoint.of(path: "/v1/messages"))
    #expect(preview == String(repeating: "é", count: 400))
  }
}
