/// The text in quotation marks as an error may show it: short, visible, of printable ASCII.
///
/// It comes from whoever sent the request, and ends up in terminals.
func quoted(_ text: some StringProtocol) -> String {
  var result = "\""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < 80 else {
      result += "..."
      break
    }
    switch scalar {
    case "\"", "\\": result += "\\" + String(scalar)
    case " "..."~": result.unicodeScalars.append(scalar)
    default: result += "\\u{" + String(scalar.value, radix: 16) + "}"
    }
    count += 1
  }
  return result + "\""
}

/// A number of bytes as a sentence says it.
func byteCount(_ count: Int) -> String {
  let mebibyte = 1 << 20
  return count >= mebibyte && count % mebibyte == 0 ? "\(count / mebibyte) MiB" : "\(count) bytes"
}

extension String {
  /// The string without spaces and tabs around it.
  var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return rest.count == count ? self : String(rest)
  }
}
