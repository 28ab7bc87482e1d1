import HTTPTypes
import Testing

@testable import LLMMockCore

struct SecretsTests {
  private func secrets(
    headers: [(String, String)] = [],
    path: String = "/v1/messages",
    body: String = "{}"
  ) throws -> Secrets {
    var head = HTTPRequest(method: .post, scheme: "https", authority: "x", path: path)
    for (name, value) in headers {
      head.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    return Secrets(of: head, request: try JSONTree(body).root)
  }

  @Test(arguments: [
    ("authorization", "Bearer sk-12345678"), ("x-api-key", "sk-12345678"),
    ("api-key", "sk-12345678"), ("x-goog-api-key", "sk-12345678"),
    ("cookie", "theme=dark; session=sk-12345678"), ("proxy-authorization", "Basic sk-12345678"),
    ("x-amz-security-token", "sk-12345678"), ("ocp-apim-subscription-key", "sk-12345678"),
  ])
  func `the value of a credential header is replaced wherever it stands`(
    name: String,
    value: String
  ) throws {
    let secrets = try secrets(headers: [(name, value)])
    #expect(
      secrets.redacting("it was sk-12345678, sk-12345678") == "it was [redacted], [redacted]"
    )
  }

  @Test(arguments: ["key", "api_key", "access_token", "sig", "subscription-key"])
  func `so is that of a parameter, also percent-encoded`(name: String) throws {
    let secrets = try secrets(path: "/v1/x?alt=sse&\(name)=secret%2Fvalue")
    #expect(secrets.redacting("secret/value") == "[redacted]")
    #expect(secrets.redacting("secret%2Fvalue") == "[redacted]")
    #expect(secrets.redacting(#"secret\/value"#) == "[redacted]")
  }

  @Test func `other headers and parameters are no secrets`() throws {
    let secrets = try secrets(
      headers: [("user-agent", "my-client-1.0"), ("content-type", "application/json")],
      path: "/v1/x?api-version=2024-10-21&alt=sse"
    )
    let text = "my-client-1.0 application/json 2024-10-21"
    #expect(secrets.redacting(text) == text)
  }

  @Test func `a key that is a common word stays in texts`() throws {
    let secrets = try secrets(headers: [("authorization", "Bearer ollama")])
    #expect(secrets.redacting("ollama runs models") == "ollama runs models")
  }

  @Test func `credentials of tools are replaced in the request and in answers`() throws {
    let body = #"""
      {"mcp_servers": [{"url": "u", "authorization_token": "mcp-secret"}], "tools":
      [{"authorization": "x"}, {"headers": {"a": "tool-secret"}, "name": "n"}], "messages": []}
      """#
    let request = try JSONTree(body).root
    let secrets = try secrets(body: body)
    let redacted = try secrets.redacting(request: request)
    #expect(redacted["mcp_servers"]?.elements.first { _ in true }?["url"]?.string == "u")
    let text = String(decoding: redacted.tree.bytes, as: UTF8.self)
    #expect(!text.contains("secret"))
    #expect(text.contains(#""authorization": "[redacted]""#))
    #expect(text.contains(#""headers": "[redacted]", "name": "n""#))
    #expect(secrets.redacting("echo mcp-secret tool-secret") == "echo [redacted] [redacted]")
  }

  @Test func `ids of organisation and project leave errors`() throws {
    let secrets = try secrets()
    let error = "in organization org-AbCdEf1234567890 on proj_a1b2c3d4e5f6, an org-wide limit"
    #expect(
      String(decoding: secrets.redacting(error: Array(error.utf8)), as: UTF8.self)
        == "in organization [redacted] on [redacted], an org-wide limit"
    )
  }
}
