import LLMMockInterception
import Testing

struct UpstreamBaseTests {
  @Test(arguments: [
    ("https://api.openai.com/v1", "/v1/models", "https://api.openai.com/v1/models"),
    ("https://api.openai.com", "/v1/models", "https://api.openai.com/v1/models"),
    ("https://api.openai.com/", "/v1/models", "https://api.openai.com/v1/models"),
    ("https://openrouter.ai/api/v1/", "/v1/models", "https://openrouter.ai/api/v1/models"),
    ("https://openrouter.ai/api/v1", "/models", "https://openrouter.ai/api/v1/models"),
    ("https://x.test/openai/v1", "/openai/v1/models", "https://x.test/openai/v1/models"),
    ("https://x.test/v1beta", "/v1beta/m:stream?alt=sse", "https://x.test/v1beta/m:stream?alt=sse"),
    ("https://x.test/v1", "/v1beta/models", "https://x.test/v1/v1beta/models"),
    ("https://x.test/chat", "/chat/completions", "https://x.test/chat/chat/completions"),
    ("https://x.test/v1/v1", "/v1/models", "https://x.test/v1/v1/models"),
    ("https://x.test/v1", "/v1", "https://x.test/v1"),
    ("https://x.test", "/", "https://x.test/"),
    ("https://x.test", "", "https://x.test/"),
    ("https://x.test", "?a=b", "https://x.test/?a=b"),
    ("HTTP://127.0.0.1:8080", "/v1/a?q=/v1/", "http://127.0.0.1:8080/v1/a?q=/v1/"),
    ("http://[::1]:8080/v1", "/v1/a", "http://[::1]:8080/v1/a"),
    ("https://x.test", "@evil.test/a", "https://x.test/@evil.test/a"),
    ("https://x.test", "//evil.test/a", "https://x.test/evil.test/a"),
    ("https://x.test", "/a#b", "https://x.test/a%23b"),
  ])
  func `a base and a path make one URL`(base: String, path: String, url: String) throws {
    #expect(try UpstreamBase(base).url(ofPath: path) == url)
  }

  @Test(arguments: [
    ("ftp://x.test", "it must begin with http:// or https://"),
    ("x.test/v1", "it must begin with http:// or https://"),
    ("", "it must begin with http:// or https://"),
    ("https://", "it names no host"),
    ("https:///v1", "it names no host"),
    ("https://me:secret@x.test", "it must not hold a user name or password"),
    ("https://x.test/v1?key=secret", "it must not hold a query"),
    ("https://x.test/v1#a", "it must not hold a fragment"),
    ("https://x.test:99999", "its port is not a number from 1 to 65535"),
    ("https://x test", "it is not a URL"),
  ])
  func `what cannot be a base is an error that does not repeat it`(text: String, reason: String) {
    let error = #expect(throws: UpstreamBase.Invalid.self) { try UpstreamBase(text) }
    #expect(error?.reason == reason)
    #expect(error?.description == "this URL cannot be an upstream: \(reason)")
  }

  @Test(arguments: [
    ("https://x.test:81/v1", "x.test"), ("http://[::1]:81", "[::1]"), ("http://[::1]", "[::1]"),
    ("https://x.test", "x.test"),
  ])
  func `the host has no port`(text: String, host: String) throws {
    #expect(try UpstreamBase(text).host == host)
  }
}
