/// Takes content encodings off a body, chunk by chunk.
///
/// What a chunk decodes to is returned at once, so that an event that has arrived can be passed on.
package final class ContentDecoder {
  /// One coding; a class because the C libraries keep pointers into their state.
  protocol Layer: AnyObject {
    /// Returns what the bytes add, at most `room` bytes of it.
    func decode(_ bytes: [UInt8], room: Int) throws(Failure) -> [UInt8]
    /// Whether the encoded data is complete.
    var isComplete: Bool { get }
  }

  enum Failure: Error {
    case malformed, noRoom
  }

  private let layers: [(coding: ContentCoding, layer: any Layer)]
  private let limit: Int
  private var length = 0
  private var hasBegun = false

  /// Creates a decoder for one body.
  ///
  /// - Parameters:
  ///   - codings: in the order in which they were applied.
  ///   - limit: how many bytes the body may have once decoded; no layer may have more.
  package init(_ codings: [ContentCoding], limit: Int) {
    layers = codings.reversed().map { coding in
      switch coding {
      case .gzip: (coding, Inflater(gzip: true))
      case .deflate: (coding, Inflater(gzip: false))
      case .brotli: (coding, BrotliDecoder())
      }
    }
    self.limit = limit
  }

  /// Returns what the bytes decode to, which may be nothing yet.
  package func decode(_ bytes: [UInt8]) throws(ContentDecodingError) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    hasBegun = true
    var bytes = bytes
    for (coding, layer) in layers {
      do {
        bytes = try layer.decode(bytes, room: limit - length)
      } catch {
        switch error {
        case .malformed: throw .malformed(coding)
        case .noRoom: throw .tooLong(limit: limit)
        }
      }
    }
    guard bytes.count <= limit - length else { throw .tooLong(limit: limit) }
    length += bytes.count
    return bytes
  }

  /// Checks that nothing is missing; a body without any bytes is complete.
  package func finish() throws(ContentDecodingError) {
    guard hasBegun else { return }
    for (coding, layer) in layers where !layer.isComplete { throw .incomplete(coding) }
  }

  /// Decodes a body that is there as a whole.
  package static func decode(
    _ bytes: [UInt8],
    codings: [ContentCoding],
    limit: Int
  ) throws(ContentDecodingError) -> [UInt8] {
    let decoder = ContentDecoder(codings, limit: limit)
    let result = try decoder.decode(bytes)
    try decoder.finish()
    return result
  }
}
