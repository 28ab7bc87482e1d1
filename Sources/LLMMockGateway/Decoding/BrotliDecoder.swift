internal import CCompression

/// Takes off brotli.
final class BrotliDecoder: ContentDecoder.Layer {
  private let state = BrotliDecoderCreateInstance(nil, nil, nil)
  private var block = [UInt8](repeating: 0, count: 1 << 16)
  private(set) var isComplete = false

  deinit { BrotliDecoderDestroyInstance(state) }

  func decode(_ bytes: [UInt8], room: Int) throws(ContentDecoder.Failure) -> [UInt8] {
    guard let state, !isComplete else { throw .malformed }
    return try bytes.withUnsafeBufferPointer { input throws(ContentDecoder.Failure) in
      var next = input.baseAddress
      var available = input.count
      var result: [UInt8] = []
      while true {
        let (status, length) = block.withUnsafeMutableBufferPointer { output in
          var nextOutput = output.baseAddress
          var room = output.count
          let status = BrotliDecoderDecompressStream(
            state,
            &available,
            &next,
            &room,
            &nextOutput,
            nil
          )
          return (status, output.count - room)
        }
        guard length <= room - result.count else { throw .noRoom }
        result += block.prefix(length)
        switch status {
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return result
        case BROTLI_DECODER_RESULT_SUCCESS:
          guard available == 0 else { throw .malformed }
          isComplete = true
          return result
        default: throw .malformed
        }
      }
    }
  }
}
