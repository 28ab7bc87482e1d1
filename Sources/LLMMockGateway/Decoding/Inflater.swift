internal import CCompression

/// Takes off gzip, or what is called deflate: zlib's format, or as some send it the bare data.
final class Inflater: ContentDecoder.Layer {
  private enum State {
    /// The two bytes that tell zlib's format from bare data are not all there.
    case undecided([UInt8])
    /// In the middle of the data, or of a gzip member.
    case inflating
    /// After the data, or after a gzip member.
    case complete
  }

  private var state: State
  private let isGzip: Bool
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var hasStream = false
  private var block = [UInt8](repeating: 0, count: 1 << 16)

  init(gzip: Bool) {
    isGzip = gzip
    state = .undecided([])
  }

  deinit {
    if hasStream { inflateEnd(stream) }
    stream.deallocate()
  }

  var isComplete: Bool {
    if case .complete = state { true } else { false }
  }

  func decode(_ bytes: [UInt8], room: Int) throws(ContentDecoder.Failure) -> [UInt8] {
    var bytes = bytes
    if case .undecided(let before) = state {
      bytes = before + bytes
      guard bytes.count >= 2 else {
        state = .undecided(bytes)
        return []
      }
      try begin(with: bytes)
    }
    return try bytes.withUnsafeBufferPointer { input throws(ContentDecoder.Failure) in
      try inflateAll(UnsafeMutablePointer(mutating: input.baseAddress), input.count, room: room)
    }
  }

  private func begin(with bytes: [UInt8]) throws(ContentDecoder.Failure) {
    let isZlib = bytes[0] & 0xF == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
    let bare = isZlib ? llmmock_window_zlib : llmmock_window_raw
    let window = isGzip ? llmmock_window_gzip : bare
    guard llmmock_inflate_begin(stream, Int32(window)) == Z_OK else {
      throw .malformed
    }
    hasStream = true
    state = .inflating
  }

  private func inflateAll(
    _ input: UnsafeMutablePointer<UInt8>?,
    _ count: Int,
    room: Int
  ) throws(ContentDecoder.Failure) -> [UInt8] {
    guard count <= UInt32.max else { throw .noRoom }
    stream.pointee.next_in = input
    stream.pointee.avail_in = UInt32(count)
    var result: [UInt8] = []
    while true {
      if case .complete = state {
        guard try nextMember() else { return result }
      }
      let (status, length) = inflateBlock()
      guard length <= room - result.count else { throw .noRoom }
      result += block.prefix(length)
      switch status {
      case Z_STREAM_END: state = .complete
      // Without input and without output there is nothing to do: not an error.
      case Z_BUF_ERROR: return result
      case Z_OK:
        if stream.pointee.avail_in == 0 && length < block.count { return result }
      default: throw .malformed
      }
    }
  }

  private func inflateBlock() -> (status: Int32, length: Int) {
    block.withUnsafeMutableBufferPointer { output in
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      let status = inflate(stream, Z_NO_FLUSH)
      return (status, output.count - Int(stream.pointee.avail_out))
    }
  }

  /// Gzip files may be put one after the other, and zeros may fill up the last block.
  ///
  /// - Returns: whether another member begins; false at the end of the input.
  private func nextMember() throws(ContentDecoder.Failure) -> Bool {
    guard stream.pointee.avail_in > 0 else { return false }
    guard isGzip else { throw .malformed }
    while stream.pointee.avail_in > 0, stream.pointee.next_in?.pointee == 0 {
      stream.pointee.next_in? += 1
      stream.pointee.avail_in -= 1
    }
    guard stream.pointee.avail_in > 0 else { return false }
    guard inflateReset(stream) == Z_OK else { throw .malformed }
    state = .inflating
    return true
  }
}
