import LLMMockCore
import Testing

struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("世界?>", "5LiW55WMPz4="),
  ])
  func `bytes are encoded with padding`(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    let decoded = Array(encoded.utf8).withUnsafeBufferPointer { Base64.decode($0) }
    #expect(decoded == Array(text.utf8))
  }
}
