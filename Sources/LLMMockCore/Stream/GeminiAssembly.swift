/// Puts an answer of `generateContent` together from the chunks of its stream.
struct GeminiAssembly {
  private struct Candidate {
    var chunks: [JSONValue] = []
    var contents: [JSONValue] = []
  }

  private var chunks: [JSONValue] = []
  private var candidates = Numbered<Candidate>()
  private var failure: JSONValue?

  /// The answer; nil when no event belongs to one.
  static func response(of events: [StreamEvent]) -> JSONValue? {
    var assembly = GeminiAssembly()
    for event in events { assembly.add(event) }
    guard !assembly.chunks.isEmpty || assembly.failure != nil else { return nil }
    return JSONAssembly.value { assembly.write(to: &$0) }
  }

  private mutating func add(_ event: StreamEvent) {
    let data = event.data
    guard data.kind == .object else { return }
    failure = event.failure ?? failure
    guard ["candidates", "usageMetadata", "promptFeedback"].contains(where: { data[$0] != nil })
    else { return }
    chunks.append(data)
    for (position, candidate) in (data["candidates"]?.oneOrMany ?? []).enumerated() {
      candidates.update(candidate["index"]?.int ?? position, new: Candidate()) { found in
        found.chunks.append(candidate)
        if let content = candidate.present("content") { found.contents.append(content) }
      }
    }
  }

  private func write(to assembly: inout JSONAssembly) {
    assembly.object { object in
      if !candidates.isEmpty {
        object.key("candidates")
        object.array { array in
          for candidate in candidates.values { write(candidate, to: &array) }
        }
      }
      object.members(of: chunks, except: ["candidates", "error"])
      object.member("error", failure)
    }
  }

  private func write(_ candidate: Candidate, to array: inout JSONAssembly) {
    array.object { object in
      if !candidate.contents.isEmpty {
        object.key("content")
        object.object { content in
          content.members(of: candidate.contents, except: ["parts"])
          content.key("parts")
          content.array { parts in
            for run in runs(of: candidate.contents) { write(run, to: &parts) }
          }
        }
      }
      object.members(of: candidate.chunks, except: ["content"])
    }
  }

  /// Consecutive texts of one kind, or one part of another.
  private struct Run {
    var parts: [JSONValue]
    var text: JoinedText?

    var isThought: Bool { parts.first?["thought"]?.isTrue ?? false }
  }

  private func runs(of contents: [JSONValue]) -> [Run] {
    var runs: [Run] = []
    for part in contents.lazy.flatMap({ $0["parts"]?.oneOrMany ?? [] }) {
      guard let text = part["text"] else {
        runs.append(Run(parts: [part]))
        continue
      }
      if let last = runs.indices.last, runs[last].text != nil,
        runs[last].isThought == (part["thought"]?.isTrue ?? false)
      {
        runs[last].text?.append(text)
        runs[last].parts.append(part)
      } else {
        var joined = JoinedText()
        joined.append(text)
        runs.append(Run(parts: [part], text: joined))
      }
    }
    return runs
  }

  private func write(_ run: Run, to array: inout JSONAssembly) {
    guard let text = run.text else {
      if let part = run.parts.first { array.value(part) }
      return
    }
    array.object { object in
      object.member("text", text)
      object.members(of: run.parts, except: ["text"])
    }
  }
}
