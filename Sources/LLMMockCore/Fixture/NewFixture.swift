/// The text of fixtures that are new.
package enum NewFixture {
  /// A fixture without interactions, laid out like Python's `indent=2`, with a final newline.
  package static func text(provider: String) -> [UInt8] {
    let name = String(decoding: JSONString.quote(provider, as: .ascii), as: UTF8.self)
    let text = """
      {
        "version": "\(FixtureVersion.current)",
        "provider": \(name),
        "interactions": []
      }

      """
    return Array(text.utf8)
  }
}
