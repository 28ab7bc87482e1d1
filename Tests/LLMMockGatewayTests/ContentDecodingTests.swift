import HTTPTypes
import LLMMockExchange
import LLMMockGateway
import Testing

struct ContentDecodingTests {
  private func answer(_ coding: String, _ body: CallBody) -> CallResponse {
    let fields: HTTPFields = [.contentEncoding: coding, .contentType: "text/plain"]
    return CallResponse(HTTPResponse(status: .ok, headerFields: fields), body: body)
  }

  @Test(arguments: Encoded.all)
  func `an encoded answer becomes a plain one`(_ encoded: Encoded) async throws {
    let whole = try answer(encoded.name, CallBody(encoded.bytes)).decoded(limit: 1000)
    #expect(whole.head.headerFields == [.contentType: "text/plain"])
    #expect(whole.body.bytes == Array(Encoded.text.utf8))

    // One byte at a time.
    let bytes = AsyncStream { source in
      for byte in encoded.bytes { source.yield([byte]) }
      source.finish()
    }
    let streamed = try answer(encoded.name, CallBody(bytes)).decoded(limit: 1000)
    #expect(streamed.body.bytes == nil)
    #expect(try await streamed.body.collected() == Array(Encoded.text.utf8))
  }

  @Test
  func `an answer without encoding stays as it is`() throws {
    let plain = CallResponse(HTTPResponse(status: .ok), body: CallBody([1, 2]))
    #expect(try plain.decoded(limit: 1).body.bytes == [1, 2])
    #expect(try answer("identity", CallBody([1, 2])).decoded(limit: 1).body.bytes == [1, 2])
    #expect(try answer("gzip", CallBody([])).decoded(limit: 1).body.bytes == [])
  }

  @Test(arguments: [
    ("zstd", [], ContentDecodingError.unknown("zstd")),
    ("gzip", Array(Encoded.gzip.bytes.dropLast()), .incomplete(.gzip)),
    ("br", Array(Encoded.brotli.bytes.dropLast(3)), .incomplete(.brotli)),
    ("deflate", Array(Encoded.bareDeflate.bytes.dropLast(3)), .incomplete(.deflate)),
    ("gzip", Encoded.gzip.bytes + [1, 2], .malformed(.gzip)),
    ("br", Encoded.brotli.bytes + [1], .malformed(.brotli)),
    ("deflate", Encoded.bareDeflate.bytes + [1], .malformed(.deflate)),
    ("gzip", Encoded.brotli.bytes, .malformed(.gzip)),
    ("gzip, gzip", Encoded.gzipBomb.bytes, .tooLong(limit: 1000)),
    ("br", Encoded.brotliBomb.bytes, .tooLong(limit: 1000)),
    ("gzip,br,gzip,br", [], .tooMany),
  ])
  func `an answer that is not what it says is an error`(
    coding: String,
    bytes: [UInt8],
    error: ContentDecodingError
  ) async throws {
    #expect(throws: error) { try answer(coding, CallBody(bytes)).decoded(limit: 1000) }
    await #expect(throws: error) {
      let chunks = AsyncStream { source in
        source.yield(bytes)
        source.finish()
      }
      _ = try await answer(coding, CallBody(chunks)).decoded(limit: 1000).body.collected()
    }
  }

  @Test
  func `an answer of exactly the limit is decoded`() throws {
    let count = Encoded.text.utf8.count
    #expect(
      try answer("gzip", CallBody(Encoded.gzip.bytes)).decoded(limit: count).body.bytes != nil
    )
    #expect(throws: ContentDecodingError.tooLong(limit: count - 1)) {
      try answer("gzip", CallBody(Encoded.gzip.bytes)).decoded(limit: count - 1)
    }
  }
}
