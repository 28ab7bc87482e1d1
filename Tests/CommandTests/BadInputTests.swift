import LLMMockCore
import SystemPackage
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What every command says about what it can't use.
struct BadInputTests {
  private static let conflict = """
    {
      "version": "2.0",
    <<<<<<< HEAD
      "provider": "openai",
    =======
      "provider": "anthropic",
    >>>>>>> branch
      "interactions": []
    }
    """

  @Test(arguments: [
    ("summarise", "summarise does not exist. Did you mean summarize.json?", 2),
    ("broken", "broken.json: line 1, column 17: expected ',' or '}' after a value", 3),
    ("cut", "cut.json: line 1, column 19: the file ends inside an array", 3),
    ("lfs", "lfs.json: a Git LFS pointer, not the file itself: run `git lfs pull`", 3),
    (
      "conflict",
      "conflict.json: line 3, column 1: git conflict markers: resolve the conflict first", 3
    ),
    ("version", "version.json: version \"9.0\" is not known (this program reads 1.x and 2.x)", 3),
    ("object", "object.json: \"interactions\" is an object, expected an array", 3),
    ("zero", "zero.json: the file is empty", 3),
    ("utf16", "utf16.json: line 1, column 1: UTF-16 text, expected UTF-8", 3),
    ("other", "other.json: not a fixture: it has no \"interactions\"", 3),
    ("folder", "folder is a folder, and this command takes a fixture", 2),
  ])
  func `a file that is none is told in one sentence`(name: String, sentence: String, status: Int32)
    throws
  {
    let sandbox = try Sandbox()
    try sandbox.write("summarize.json", Sample.summarize)
    try sandbox.write("broken.json", #"{"version": "2" 0"}"#)
    try sandbox.write("cut.json", #"{"interactions": ["#)
    try sandbox.write("lfs.json", "version https://git-lfs.github.com/spec/v1\noid sha256:12\n")
    try sandbox.write("conflict.json", Self.conflict)
    try sandbox.write("version.json", #"{"version": "9.0", "interactions": []}"#)
    try sandbox.write("object.json", #"{"interactions": {}}"#)
    try sandbox.write("zero.json", "")
    try sandbox.write("utf16.json", [0xFF, 0xFE, 0x7B, 0x00])
    try sandbox.write("other.json", "{}")
    try sandbox.makeFolder("folder")
    let stderr = "llm-mock: \(sentence)\n"
    try sandbox.run(["show", name, "@1"]).expect(stderr: stderr, status: status)
    try sandbox.run(["clear", name, "--hash", "@1"]).expect(stderr: stderr, status: status)
    try sandbox.run(["rename", name, "--hash", "@1", "--name", "x"]).expect(
      stderr: stderr,
      status: status
    )
    if name != "folder" { try sandbox.run(["list", name]).expect(stderr: stderr, status: status) }
  }

  @Test(arguments: [
    ("@0", "there is no @0: the fixture has 2 interactions"),
    ("@3", "there is no @3: the fixture has 2 interactions"),
    ("ffff", "no interaction has a hash that begins with ffff"),
    ("a3f2/2", "there is no a3f2/2: 1 interaction has that hash"),
    ("a3f", "a3f is no interaction: write @N, at least 4 digits of its hash, HASH/K, or its name"),
    (
      "x\u{1B}[2J",
      "x<ESC>[2J is no interaction: write @N, at least 4 digits of its hash, HASH/K, or its name"
    ),
  ])
  func `a word that names no interaction is wrong use`(word: String, sentence: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.summarize)
    let stderr = "llm-mock: a.json: \(sentence)\n"
    try sandbox.run(["show", "a", word]).expect(stderr: stderr, status: 2)
    try sandbox.run(["clear", "a", "--hash", word]).expect(stderr: stderr, status: 2)
    try sandbox.run(["rename", "a", "--hash", word, "--name", "x"]).expect(
      stderr: stderr,
      status: 2
    )
    #expect(try sandbox.read("a.json") == Sample.summarize)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func `a file that may not be read is told`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/a.json", Sample.summarize)
    try FileSystem.disk.setPermissions(sandbox.folder.pushing("f/a.json"), [])
    try sandbox.run("list f/a").expect(stderr: "llm-mock: f/a.json: permission denied\n", status: 3)
    #expect(try sandbox.run("list f").status == 3)
    #expect(try sandbox.run("show f/a @1").status == 3)
  }

  @Test func `names may be any bytes, and are shown with tokens`() throws {
    let sandbox = try Sandbox()
    let name = Array("a\u{1B}\n".utf8) + [0xFF] + Array(".json".utf8)
    let shown = "a<ESC><LF><0xFF>"
    try sandbox.write(try #require(FilePath(bytes: name)), Sample.summarize)
    func run(_ words: [UInt8]...) throws -> Outcome { try sandbox.run(bytes: words) }
    let head = try run(Array("list".utf8), name).stdout.split(separator: "\n").first
    #expect(head == "Fixture : \(shown).json")
    // Without its ending too.
    #expect(try run(Array("show".utf8), Array(name.dropLast(5)), Array("@1".utf8)).status == 0)
    #expect(
      try run(Array("rename".utf8), name, Array("b".utf8) + [0xFE]).stdout
        == "Renamed \(shown).json to b<0xFE>.json\nTo take it back: llm-mock undo\n"
    )
    #expect(try sandbox.run("undo").stdout == "Took back: Renamed \(shown).json to b<0xFE>.json\n")
    #expect(
      try run(Array("clear".utf8), name).stdout
        == "Deleted \(shown).json\nTo take it back: llm-mock undo\n"
    )
    try run(Array("list".utf8), [0xFF]).expect(
      stderr: "llm-mock: <0xFF> does not exist.\n",
      status: 2
    )
  }
}
