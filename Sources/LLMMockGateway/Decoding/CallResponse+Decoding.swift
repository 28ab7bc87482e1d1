internal import HTTPTypes
package import LLMMockExchange

extension CallResponse {
  /// The same answer without content encoding, for a server that encodes though nobody asked.
  ///
  /// A body in chunks stays one: what a chunk decodes to is there when the chunk is.
  ///
  /// - Parameter limit: how many bytes the body may have once decoded.
  package func decoded(limit: Int) throws(ContentDecodingError) -> CallResponse {
    guard let value = head.headerFields[.contentEncoding] else { return self }
    var result = self
    result.head.headerFields[.contentEncoding] = nil
    let codings = try ContentCoding.list(in: value)
    if codings.isEmpty { return result }
    if let bytes = body.bytes {
      let decoded = try ContentDecoder.decode(bytes, codings: codings, limit: limit)
      result.body = CallBody(decoded)
    } else {
      result.body = CallBody(DecodedChunks(body: body, codings: codings, limit: limit))
    }
    return result
  }
}

private struct DecodedChunks: AsyncSequence, Sendable {
  let body: CallBody
  let codings: [ContentCoding]
  let limit: Int

  func makeAsyncIterator() -> Iterator {
    Iterator(chunks: body.makeAsyncIterator(), decoder: ContentDecoder(codings, limit: limit))
  }

  struct Iterator: AsyncIteratorProtocol {
    var chunks: CallBody.AsyncIterator
    let decoder: ContentDecoder

    mutating func next() async throws -> [UInt8]? {
      guard let chunk = try await chunks.next() else {
        try decoder.finish()
        return nil
      }
      return try decoder.decode(chunk)
    }
  }
}
