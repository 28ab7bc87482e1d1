/// A JSON number by its value, so that `1`, `1.0` and `10e-1` are one, at any size and precision.
///
/// A `Double` would take 2^53 and 2^53 + 1 for the same number.
enum ExactNumber {
  /// Appends a text that two numbers share exactly when their values are equal.
  ///
  /// It is the significant digits and an exponent of ten: `-12e3` for `-12000.0`. A number whose
  /// exponent does not fit an `Int` keeps its own spelling.
  static func append(_ number: ArraySlice<UInt8>, to result: inout [UInt8]) {
    var digits: [UInt8] = []
    var exponent = 0
    var isNegative = false
    var isFraction = false
    var index = number.startIndex
    scan: while index < number.endIndex {
      let byte = number[index]
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        let text = String(decoding: number[number.index(after: index)...], as: UTF8.self)
        guard let written = Int(text), abs(written) < 1 << 40 else {
          result += number
          return
        }
        exponent += written
        break scan
      default:
        if isFraction { exponent -= 1 }
        if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte) }
      }
      index += 1
    }
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    guard !digits.isEmpty else {
      // Zero has no sign as a value.
      result.append(UInt8(ascii: "0"))
      return
    }
    if isNegative { result.append(UInt8(ascii: "-")) }
    result += digits
    if exponent != 0 {
      result.append(UInt8(ascii: "e"))
      result += String(exponent).utf8
    }
  }

  static func areEqual(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
    if one.elementsEqual(other) { return true }
    var texts: ([UInt8], [UInt8]) = ([], [])
    append(one, to: &texts.0)
    append(other, to: &texts.1)
    return texts.0 == texts.1
  }
}
