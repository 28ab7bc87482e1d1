import Foundation
import LLMMockCore
import SystemPackage
import Testing

/// `list --json`.
struct ListJSONTests {
  /// The objects of a run's lines.
  private func objects(_ outcome: Outcome) throws -> [NSDictionary] {
    try outcome.stdout.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary)
    }
  }

  @Test func `a fixture is one line`() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      "f/a.json",
      Sample.fixture(
        Sample.interaction(
          more:
            #""name": "é", "endpoint": "/v1/messages?beta=true", "status": 201, "streaming": true"#
        ),
        Sample.interaction(Sample.hashes[1], text: ###"a\u001b\u009b\u202e\ud83d\ude00\"\\##[x"###)
      )
    )
    try sandbox.run("list f/a --json").expect(
      stdout: """
        {"path": "f/a.json", "provider": "anthropic", "version": "2.0", "size": 1090, "interactions": [\
        {"position": 1, "hash": "\(Sample.hashes[0])", "name": "é", "endpoint": "/v1/messages?beta=true", \
        "model": "m", "streaming": true, "status": 201, "recorded_at": "2026-04-23T10:00:00+00:00", \
        "preview": "Hello"}, \
        {"position": 2, "hash": "\(Sample.hashes[1])", "name": null, "endpoint": null, "model": "m", \
        "streaming": false, "status": 200, "recorded_at": "2026-04-23T10:00:00+00:00", \
        "preview": "a\\u001b\\u009b\\u202e😀\\"\\\\#\\u0023[x"}]}

        """
    )
  }

  @Test func `a folder is a line for each fixture and each file that can't be read`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/a.json", Sample.empty)
    try sandbox.write("f/b.json", "{\n  1}")
    try sandbox.write("f/c.json", "version https://git-lfs.github.com/spec/v1\n")
    try sandbox.write("f/other.json", "{}")
    let outcome = try sandbox.run("list f --json")
    #expect(outcome.status == 3)
    #expect(
      try objects(outcome) == [
        [
          "path": "f/a.json", "provider": "anthropic", "version": "2.0", "size": 72,
          "interactions": [],
        ],
        [
          "path": "f/b.json",
          "error": ["line": 2, "column": 3, "message": "expected a key in double quotes or '}'"],
        ],
        [
          "path": "f/c.json",
          "error": [
            "line": NSNull(), "column": NSNull(),
            "message": "a Git LFS pointer, not the file itself: run `git lfs pull`",
          ],
        ],
      ]
    )
  }

  @Test func `an unreadable fixture is a line and a complaint`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("b.json", "{")
    try sandbox.run("list b --json").expect(
      stdout: """
        {"path": "b.json", "error": {"line": 1, "column": 2, "message": "the file ends inside an object"}}

        """,
      stderr: "llm-mock: b.json: line 1, column 2: the file ends inside an object\n",
      status: 3
    )
  }

  @Test func `a name that is not UTF-8 has its bytes too`() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      try #require(FilePath(bytes: [0x66, 0xFF] + Array(".json".utf8))),
      Sample.empty
    )
    let object = try #require(try objects(try sandbox.run("list . --json")).first)
    #expect(object["path"] as? String == "f\u{FFFD}.json")
    #expect(object["path_base64"] as? String == "Zv8uanNvbg==")
  }
}
