import LLMMockCore
import LLMMockTUI
import Testing

struct RawTabTests {
  @Test func `lines carry their numbers in the file`() throws {
    let source = try DetailSource.sample(
      """
      {
        "hash": "HASH",
        "request": {"a": "some text that is long"}
      }
      """
    )
    #expect(
      source.text(.raw, width: 30) == """
        5  {
        6    "hash":
             "2141edb17b22e983fa51087f
             7d4c9f5379cb643b877d0c7a4
             f75be96c17f8ab4",
        7    "request": {"a": "some
             text that is long"}
        8  }
        """
    )
  }

  @Test func `bytes that may not be drawn are tokens`() throws {
    let source = try DetailSource.sample("{\"hash\": \"\u{202E}\",\r\n\t\"request\": {}}")
    #expect(
      source.text(.raw, width: 60) == """
        5  {"hash": "<U+202E>",<CR>
        6      "request": {}}
        """
    )
  }
}

struct ProblemTests {
  private func source(_ text: String, path: String = "tools/broken.json") -> DetailSource {
    let bytes = Array(text.utf8)
    var indexer = FixtureIndexer()
    let result = bytes.withUnsafeBufferPointer { window in
      Result { () throws(JSONSyntaxError) in try indexer.scan(window, isLast: true) }
    }
    guard case .failure(let error) = result else {
      do {
        _ = try FixtureDocument(bytes)
      } catch {
        return .problem(UnreadableFile(path: path, problem: error, bytes: bytes))
      }
      return .problem(UnreadableFile(path: path, problem: FixtureProblem("none"), bytes: bytes))
    }
    return .problem(
      UnreadableFile(
        path: path,
        problem: FixtureProblem(error, in: bytes),
        bytes: bytes,
        readableCount: indexer.interactionsSoFar.count
      )
    )
  }

  private static let broken = """
    {
      "interactions": [
        {"request": {}, "hash": "1"},
        {"request": {}, "hash": "2"},
        {
          "request": {
            "messages": [
              {"role": "user" "content": "Hi"}
            ]
          }
        }
      ]
    }
    """

  @Test func `a syntax error is shown where it is`() {
    #expect(
      source(Self.broken).text(.overview, width: 78) == """
        Cannot read this file as a fixture.

        tools/broken.json:8:27  (byte 163)
        expected ',' or '}' after a value

         5 |     {
         6 |       "request": {
         7 |         "messages": [
         8 |           {"role": "user" "content": "Hi"}
           |                           ^ here
         9 |         ]
        10 |       }
        11 |     }

        The 2 interactions before the error can be read.

        e   edit at line 8
        o   view the raw text
        d   delete the file

        Reloads by itself when the file is saved.
        """
    )
  }

  @Test func `a long line is shown around the error`() {
    let start = "{\"interactions\": [\"" + String(repeating: "x", count: 5_000) + "\" "
    #expect(
      source("\n" + start + "oops]}\n\n").text(.overview, width: 38).contains(
        """
        1 |
        2 | xxxxxxxxxxxxxxxxxxxx" oops]}
          |                       ^ here
        3 |
        """
      )
    )
  }

  @Test(arguments: [
    ("", "the file is empty"),
    ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "a Git LFS pointer"),
    (#"{"version": "9.0", "interactions": []}"#, #"version "9.0" is not known"#),
    ("{\n<<<<<<< HEAD\n=======\n>>>>>>> x\n}", "git conflict markers"),
  ])
  func `every kind of damage is told`(text: String, message: String) {
    #expect(source(text).text(.overview, width: 60).contains(message))
  }

  @Test func `a Git LFS pointer is shown`() {
    #expect(
      source("version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n")
        .text(.overview, width: 60) == """
          Cannot read this file as a fixture.

          tools/broken.json
          a Git LFS pointer, not the file itself: run `git lfs pull`

          1 | version https://git-lfs.github.com/spec/v1
          2 | oid sha256:12
          3 | size 9

          e   edit it
          o   view the raw text
          d   delete the file

          Reloads by itself when the file is saved.
          """
    )
  }

  @Test func `conflicts are counted`() {
    let conflict = "<<<<<<< HEAD\n=======\n>>>>>>> x\n"
    #expect(
      source("{\n" + conflict + conflict).text(.overview, width: 60)
        .contains("2 conflicts begin at lines 2, 5.")
    )
  }

  @Test(arguments: [
    (
      UnreadableFile.Obstacle.permission, "permission denied",
      """
      Cannot read this file.

      a.json
      permission denied

      d   delete the file

      Reloads by itself when that changes.
      """
    ),
    (
      .vanished, "no such file",
      """
      This file is gone.

      a.json
      no such file

      Comes back by itself when the file does.
      """
    ),
    (
      .linkLeadsOut, "its target lies outside the repository",
      """
      This link is not followed.

      a.json
      its target lies outside the repository

      d   delete the file

      Reloads by itself when that changes.
      """
    ),
  ])
  func `a file that cannot be read is told with what can be done`(
    obstacle: UnreadableFile.Obstacle,
    message: String,
    text: String
  ) {
    let source = DetailSource.problem(
      UnreadableFile(path: "a.json", obstacle: obstacle, problem: FixtureProblem(message))
    )
    #expect(source.text(.overview, width: 60) == text)
    #expect(source.tabs.map(\.tab) == [.overview])
  }

  @Test func `an editor opens at the error, a pager shows the bytes`() {
    let source = source(Self.broken)
    #expect(source.line(of: nil, in: .overview) == 8)
    #expect(source.tabs.map(\.tab) == [.overview, .raw])
    #expect(source.text(.raw, width: 60).hasPrefix(" 1  {\n"))
  }

  @Test func `a part of a large file is numbered as in the file`() {
    let line = "  \"a\" 1\n"
    let source = DetailSource.problem(
      UnreadableFile(
        path: "a.json",
        problem: FixtureProblem(
          "expected ':' after a key",
          position: TextPosition(line: 100, column: 7),
          offset: 1_006
        ),
        bytes: Array((line + line).utf8),
        bytesBefore: 1_000,
        linesBefore: 99
      )
    )
    #expect(
      source.text(.overview, width: 60).contains(
        """
        100 |   "a" 1
            |       ^ here
        101 |   "a" 1
        """
      )
    )
  }
}
