import Testing

/// A text as Python's `gzip`, `zlib` and `brotli` encode it.
struct Encoded: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]

  init(_ name: String, hex: String) {
    self.name = name
    let digits = hex.compactMap(\.hexDigitValue)
    bytes = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  var testDescription: String { "\(name), \(bytes.count) bytes" }

  static let text = #"{"model":"m","text":""# + String(repeating: "abc", count: 20) + #""}"#

  static let gzip = Encoded(
    "gzip",
    hex: """
      1f8b0800000000000203ab56cacd4f49cd51b252ca55d2512a49ad280132139392c9464ab5005bf79c9a53000000
      """
  )
  static let brotli = Encoded(
    "br",
    hex: "1b5200f81d0976ec841bc7e04e2d2236b6b7c2da9245a70f36e08039d0221be50e40011786d0bd12c1475303"
  )
  static let bareDeflate = Encoded(
    "deflate",
    hex: "ab56cacd4f49cd51b252ca55d2512a49ad280132139392c9464ab500"
  )

  static let all = [
    gzip, brotli, bareDeflate,
    Encoded("X-GZIP", hex: gzip.hex + "0000000000"),
    // Two members, one after the other.
    Encoded(
      "gzip",
      hex: """
        1f8b0800000000000203ab56cacd4f49cd51b252ca55d2512a49ad28013213939221080037d6e1bb1e0000001f\
        8b08000000000002034b4c4a4e241129d50200a4d8e0aa35000000
        """
    ),
    Encoded(
      "deflate",
      hex: "789cab56cacd4f49cd51b252ca55d2512a49ad280132139392c9464ab500bbab1de4"
    ),
    Encoded(
      "identity, gzip,, br",
      hex: """
        8b16801f8b0800000000000203ab56cacd4f49cd51b252ca55d2512a49ad280132139392c9464ab5005bf79c9a\
        5300000003
        """
    ),
  ]

  /// A mebibyte of zeros.
  static let brotliBomb = Encoded("br", hex: "5bffff8f7f02201e0b0472ef1f00")
  /// Sixteen mebibytes of zeros, encoded twice.
  static let gzipBomb = Encoded(
    "gzip, gzip",
    hex: """
      1f8b0800000000000203eddaad0dc2601486d1fe201a04e011740c0c82902050986ac21038441324861548a86605\
      9882b00341a009a51f43209a73d4abaf7c7247fb2c0a92f4718de3669487cff9997523000000a0e5cafb2e0d3120\
      caebdb7c59000000006db7eef73abf28f05e0da7ce01000000ad574dc67968018357bd99251e25000000e00f2ec5\
      e2b83d3523fe020e73c8b6c83f0000
      """
  )

  private var hex: String {
    bytes.map { (String($0, radix: 16).count == 1 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
