import LLMMockCore
import SystemPackage
import Testing

struct FilePathTests {
  @Test(
    arguments: [
      ("/a/b/c", "/a/b", "c"), ("/a/b", "/a/b", ""), ("/a/x", "/a/b/c", "../../x"),
      ("/", "/a", ".."), ("/ab", "/a", "../ab"),
    ] as [(FilePath, FilePath, FilePath)]
  )
  func `a path is told from a folder`(path: FilePath, folder: FilePath, expected: FilePath) {
    #expect(path.relative(to: folder) == expected)
    #expect(folder.pushing(expected).lexicallyNormalized() == path)
  }

  @Test func `a path is bytes, whatever they are`() throws {
    let bytes: [UInt8] = [0x2F, 0xFF, 0x0A, 0x2F, 0x1B]
    let path = try #require(FilePath(bytes: bytes))
    #expect(path.bytes == bytes)
    #expect(path.visible == "/<0xFF><LF>/<ESC>")
    #expect(path.folder.bytes == Array(bytes[..<3]))
    #expect(FilePath(bytes: [0x61, 0]) == nil)
    #expect(FilePath("a").folder == ".")
  }

  @Test func `a digest is told by its digits`() throws {
    let digest = ContentDigest(of: Array("abc".utf8))
    let digits = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(digest.hexadecimal == digits)
    #expect(ContentDigest(hexadecimal: digits) == digest)
    #expect(ContentDigest(hexadecimal: String(digits.dropLast())) == nil)
    #expect(ContentDigest(hexadecimal: digits.replacing("f", with: "g")) == nil)
  }

  @Test(
    arguments: [
      (".a.json.0123456789abcdef.llm-mock", true), (".b.json.0123456789abcdef.llm-mock", false),
      (".a.json.0123456789abcdeg.llm-mock", false), ("a.json.0123456789abcdef.llm-mock", false),
      (".a.json.llm-mock", false), (".llm-mock", false), ("a.json", false),
    ])
  func `a temporary file is known by its name`(name: String, isOne: Bool) throws {
    let name = try #require(FilePath.Component(name))
    #expect(TemporaryName.isOne(name, for: "a.json") == isOne)
  }
}
