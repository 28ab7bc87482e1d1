import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// A real call as it was recorded, from the folder that `LLM_MOCK_CORPUS` names.
struct CorpusCall {
  static let isHere = Corpus.folder != nil
  static let reason: Comment = "There are no real recordings here: set LLM_MOCK_CORPUS"

  var source: String
  var endpoint: Endpoint
  /// The response body.
  var body: JSONString

  var bytes: [UInt8] { body.generalizedUTF8 }

  /// The successful calls that were streams, or were not.
  static func all(streaming: Bool) throws -> [CorpusCall] {
    guard let corpus = Corpus.folder else { return [] }
    let folder = try TemporaryFolder()
    let output = folder.appending("calls")
    let errors = folder.appending("errors")
    // Unpacked and sieved outside, where it takes no time.
    let script = #"gzip -dc "$1/open.jsonl.gz" | grep "\"streaming\": $2""#
    let shell = try ChildProcess(
      "sh",
      ["-c", script, "sh", corpus, streaming ? "true" : "false"].map { Array($0.utf8) },
      environment: ["PATH=/usr/bin:/bin"],
      folder: folder.path,
      stdout: .file(output),
      stderr: .file(errors)
    )
    #expect(try shell.wait() == 0)
    return try contents(of: output.string).split(separator: 0x0A).compactMap { line in
      let record = try JSONTree(Array(line)).root
      guard record["status"]?.int == 200, let source = record["source"]?.string,
        let url = record["url"]?.string, let body = record["response_body"]?.jsonString
      else { return nil }
      return CorpusCall(source: source, endpoint: Endpoint.of(path: url), body: body)
    }
  }
}
