/// A way in which a body may be encoded, as `content-encoding` names it.
package enum ContentCoding: String, Sendable, CaseIterable {
  case gzip, deflate
  case brotli = "br"

  /// Reads a `content-encoding` value: the codings in the order in which they were applied.
  ///
  /// `identity` and empty elements say nothing and are left out.
  package static func list(in value: String) throws(ContentDecodingError) -> [ContentCoding] {
    var codings: [ContentCoding] = []
    for element in value.utf8.split(separator: UInt8(ascii: ",")) {
      let name = String(Substring(element)).lowercased().trimmed
      switch name {
      case "", "identity": continue
      case "x-gzip": codings.append(.gzip)
      default:
        guard let coding = ContentCoding(rawValue: name) else { throw .unknown(name) }
        codings.append(coding)
      }
      // Nobody means this, and each one multiplies what a few bytes can ask for.
      guard codings.count <= 3 else { throw .tooMany }
    }
    return codings
  }

  /// What a header says that names every coding.
  static let supported = allCases.map(\.rawValue).joined(separator: ", ")
}

/// Why a body could not be decoded.
package enum ContentDecodingError: Error, Hashable, CustomStringConvertible {
  /// Nobody here knows this coding.
  case unknown(String)
  /// More codings on top of each other than anyone uses.
  case tooMany
  /// The bytes are not what the coding says.
  case malformed(ContentCoding)
  /// The bytes end before the encoded data does.
  case incomplete(ContentCoding)
  /// There are more than this many bytes once decoded.
  case tooLong(limit: Int)

  package var description: String {
    switch self {
    case .unknown(let name):
      "the body's content-encoding \(quoted(name)) is not one of \(ContentCoding.supported)"
    case .tooMany:
      "the body has more than three content encodings on top of each other"
    case .malformed(let coding):
      "the body's content-encoding is \(coding.rawValue), but its bytes are not"
    case .incomplete(let coding):
      "the body's \(coding.rawValue) data ends too early"
    case .tooLong(let limit):
      "the body is longer than \(byteCount(limit)) once decoded"
    }
  }
}
