/// Sizes of files as people read them.
package enum ByteCount {
  /// `812 B`, `4 kB`, `1.2 MB`: powers of 1,000, one digit after the point below 10 from MB on.
  package static func text(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    if bytes < 999_500 { return "\((bytes + 500) / 1000) kB" }
    for (unit, size) in [("MB", 1_000_000), ("GB", 1_000_000_000)] {
      let tenths = (bytes + size / 20) / (size / 10)
      if tenths < 100 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
      if tenths < 9995 || unit == "GB" { return "\((tenths + 5) / 10) \(unit)" }
    }
    return "\(bytes) B"
  }
}
