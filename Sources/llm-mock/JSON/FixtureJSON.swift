import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// Fixtures and interactions as `--json` prints them.
enum FixtureJSON {
  /// A file's line; nil when it is no fixture.
  static func line(_ path: FilePath, _ result: FixtureReader.Result) -> [UInt8]? {
    var line = JSONLine()
    switch result.content {
    case .fixture(let summary):
      line.object { line in
        line.path(path)
        line.member("provider", summary.provider)
        line.member("version", summary.version ?? FixtureVersion.current)
        line.member("size", result.version?.size)
        line.key("interactions")
        line.array(summary.interactions.enumerated()) { line, interaction in
          line.object { line in
            line.interaction(interaction.element, position: interaction.offset + 1)
          }
        }
      }
    case .unreadable(let problem, _):
      line.object { line in
        line.path(path)
        line.key("error")
        line.object { line in
          line.member("line", problem.position?.line)
          line.member("column", problem.position?.column)
          line.member("message", problem.message)
        }
      }
    case .other:
      return nil
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }

  /// An interaction's line, with its own JSON.
  static func line(_ fixture: OpenedFixture, _ index: Int) -> [UInt8] {
    let interaction = fixture.interactions[index]
    var line = JSONLine()
    line.object { line in
      line.path(fixture.path)
      line.interaction(interaction, position: index + 1)
      line.key("interaction")
      line.json(fixture.document.bytes[interaction.range])
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }
}

extension JSONLine {
  /// A path as `path`; when it is not UTF-8, its bytes as `path_base64` too.
  mutating func path(_ path: FilePath) {
    let bytes = path.bytes
    let text = String(decoding: bytes, as: UTF8.self)
    member("path", text)
    if !text.utf8.elementsEqual(bytes) { member("path_base64", Base64.encode(bytes)) }
  }

  fileprivate mutating func interaction(_ interaction: InteractionSummary, position: Int) {
    member("position", position)
    member("hash", interaction.hash)
    member("name", interaction.name)
    member("endpoint", interaction.endpoint)
    member("model", interaction.model)
    member("streaming", interaction.isStreaming)
    member("status", interaction.status ?? 200)
    member("recorded_at", interaction.recordedAt)
    member("preview", interaction.preview)
    if let problem = interaction.problem { member("problem", problem) }
  }
}
