/// JSON for people: without the white space of the file, or laid out anew.
///
/// Numbers and the order of members stay as they are. Escapes of printable characters are undone
/// (`\u00e9` is `é`), those of control characters stay. Works on the text, so any depth will do.
package enum ReadableJSON {
  /// One line, no white space between tokens.
  ///
  /// Strings without a space and longer than `limit` bytes become a note of their size; nil keeps
  /// all.
  package static func compact(_ value: JSONValue, elidingBeyond limit: Int? = nil) -> String {
    var writer = Writer(indentation: nil, limit: limit)
    writer.write(value.text)
    return writer.text
  }

  /// One member or element a line, indented by two spaces a level, at most twelve levels; empty
  /// containers stay on theirs.
  package static func pretty(_ value: JSONValue, elidingBeyond limit: Int? = nil) -> String {
    var writer = Writer(indentation: 2, limit: limit)
    writer.write(value.text)
    return writer.text
  }

  /// A text laid out if it is JSON, else as it is.
  package static func pretty(_ text: String) -> String {
    guard let first = text.utf8.first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return text }
    do {
      return pretty(try JSONTree(text).root)
    } catch {
      // A model may have been cut off while it wrote this.
      return text
    }
  }

  private struct Writer {
    let indentation: Int?
    let limit: Int?
    private var result: [UInt8] = []
    private var depth = 0

    init(indentation: Int?, limit: Int?) {
      self.indentation = indentation
      self.limit = limit
    }

    var text: String { String(decoding: result, as: UTF8.self) }

    mutating func write(_ text: ArraySlice<UInt8>) {
      result.reserveCapacity(min(text.count, 1 << 16))
      var index = text.startIndex
      while index < text.endIndex {
        let byte = text[index]
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D:
          index += 1
        case UInt8(ascii: "\""):
          let end = endOfString(in: text, from: index)
          string(text[index..<end])
          index = end
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          result.append(byte)
          index += 1
          depth += 1
          while index < text.endIndex, text[index] <= 0x20 { index += 1 }
          if index < text.endIndex, text[index] != byte + 2 { lineBreak() }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if let last = result.last, last != byte - 2 { lineBreak() }
          result.append(byte)
          index += 1
        case UInt8(ascii: ","):
          result.append(byte)
          lineBreak()
          index += 1
        case UInt8(ascii: ":"):
          result.append(byte)
          if indentation != nil { result.append(0x20) }
          index += 1
        default:
          result.append(byte)
          index += 1
        }
      }
    }

    private mutating func lineBreak() {
      guard let indentation else { return }
      result.append(0x0A)
      // Spaces of deep texts would outgrow them, and push them out of every window.
      result.append(contentsOf: repeatElement(0x20, count: min(depth, 12) * indentation))
    }

    private func endOfString(in text: ArraySlice<UInt8>, from start: Int) -> Int {
      var index = start + 1
      while index < text.endIndex {
        switch text[index] {
        case UInt8(ascii: "\\"): index += 2
        case UInt8(ascii: "\""): return index + 1
        default: index += 1
        }
      }
      return text.endIndex
    }

    private mutating func string(_ quoted: ArraySlice<UInt8>) {
      if let limit, quoted.count > limit, !quoted.contains(0x20) {
        result.append(contentsOf: "\"(\(ByteCount.text(quoted.count - 2)))\"".utf8)
        return
      }
      guard quoted.contains(UInt8(ascii: "\\")) else {
        result.append(contentsOf: quoted)
        return
      }
      result.append(UInt8(ascii: "\""))
      for scalar in JSONString(quoted: quoted).decoded.unicodeScalars { append(scalar) }
      result.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x20...0x21, 0x23...0x5B, 0x5D...0x7E:
        result.append(UInt8(scalar.value))
      case 0x7F...:
        result.append(contentsOf: UTF8.encode(scalar) ?? .init())
      default:
        CanonicalJSON.append(scalar.value, to: &result, escapingNonASCII: false)
      }
    }
  }
}
