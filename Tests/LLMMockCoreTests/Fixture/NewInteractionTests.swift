import Testing

@testable import LLMMockCore

struct NewInteractionTests {
  private func interaction(
    _ request: String = #"{"model":"m","n":1.50,"messages":[],"t":"h\u00e9 ö"}"#
  ) throws -> NewInteraction {
    NewInteraction(
      hash: "abc",
      provider: "anthropic",
      request: try JSONTree(request).root,
      answer: .object(try JSONTree(#"{"a":[1,2],"b":{}}"#).root),
      recordedAt: "2026-11-23T10:00:00+00:00"
    )
  }

  private func appended(to file: String) throws -> String {
    let document = try FixtureDocument(Array(file.utf8))
    var changes = InteractionChanges()
    changes.appended = [try interaction()]
    let edit = try document.recording(changes)
    return String(decoding: try #require(edit.applied(to: document.bytes)), as: UTF8.self)
  }

  @Test func `a new file is laid out like Python's`() throws {
    let text = try appended(
      to: String(decoding: NewFixture.text(provider: "anthropic"), as: UTF8.self)
    )
    #expect(
      text == #"""
        {
          "version": "2.0",
          "provider": "anthropic",
          "interactions": [
            {
              "hash": "abc",
              "request": {
                "model": "m",
                "n": 1.50,
                "messages": [],
                "t": "h\u00e9 ö"
              },
              "response": {
                "a": [
                  1,
                  2
                ],
                "b": {}
              },
              "recorded_at": "2026-11-23T10:00:00+00:00"
            }
          ]
        }

        """#
    )
  }

  @Test func `a file of escapes gets escapes`() throws {
    let text = try appended(
      to: #"{"provider": "anthropic", "interactions": [], "note": "\u00fc"}"#
    )
    #expect(text.contains(#""t": "h\u00e9 \u00f6""#))
  }

  @Test func `tabs and carriage returns are taken over`() throws {
    let text = try appended(
      to: "{\r\n\t\"provider\":\"anthropic\",\r\n\t\"interactions\":[\r\n\t]\r\n}"
    )
    #expect(text.contains("\r\n\t\t{\r\n\t\t\t\"hash\":\"abc\",\r\n\t\t\t\"request\":{"))
    #expect(text.hasSuffix("\r\n\t\t}\r\n\t]\r\n}"))
  }

  @Test func `interactions on one line each stay so`() throws {
    let file = """
      {
        "provider": "anthropic",
        "interactions": [
          {"hash": "x", "request": {}, "response": {}}
        ]
      }
      """
    let text = try appended(to: file)
    #expect(
      text.contains(
        "\"response\": {}},\n    {\"hash\": \"abc\", \"request\": {\"model\": \"m\", \"n\": 1.50, "
      )
    )
  }

  @Test func `removing and adding at one place fit together`() throws {
    let file =
      #"{"provider": "anthropic", "interactions": [{"hash": "1", "request": {}}, {"hash": "2", "request": {}}, {"hash": "3", "request": {}}]}"#
    let document = try FixtureDocument(Array(file.utf8))
    for removed in [Set([1]), [2], [0], [0, 1], [1, 2]] {
      for replaced in 0..<3 where !removed.contains(replaced) {
        for anchor in 0..<3 where !removed.contains(anchor) {
          var changes = InteractionChanges()
          changes.removed = removed
          changes.replaced[replaced] = try interaction()
          changes.inserted[anchor] = [try interaction()]
          changes.appended = [try interaction()]
          let edit = try document.recording(changes)
          let bytes = try #require(edit.applied(to: document.bytes))
          let count = try FixtureDocument(bytes).interactions.count
          #expect(count == 3 - removed.count + 2, "\(removed) \(replaced) \(anchor)")
        }
      }
    }
  }
}
