import Foundation

/// Times single replays inside one process, and prints every sample as JSON, in nanoseconds.
///
///     replay-bench ROUNDS BLOCK FOLDER COUNT...
///
/// The folder holds a fixture `replay-COUNT.json` with so many interactions, their requests in
/// `replay-COUNT.requests` and a text of each answer in `replay-COUNT.answers`, one to a line.
@main
struct ReplayBench {
  static func main() async {
    do {
      try await measure()
    } catch {
      FileHandle.standardError.write(Data("replay-bench: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func measure() async throws {
    let words = CommandLine.arguments.dropFirst()
    let counts = words.dropFirst(3).compactMap { Int($0) }
    guard counts.count > 0, counts.count == words.count - 3,
      let rounds = Int(words[1]), let block = Int(words[2])
    else {
      throw Problem("replay-bench ROUNDS BLOCK FOLDER COUNT...")
    }
    let folder = words[3]
    let fixtures = try counts.map { try RecordedCalls(folder: folder, count: $0) }
    let openings = try await Openings.measure(fixtures, rounds: rounds)
    let replays = try await Replays.measure(fixtures, rounds: rounds, block: block)
    let json = try JSONSerialization.data(
      withJSONObject: openings.nanoseconds.merging(replays.nanoseconds) { $0 + $1 },
      options: .sortedKeys
    )
    try FileHandle.standardOutput.write(contentsOf: json + [0x0A])
  }
}

/// What keeps the program from measuring anything.
struct Problem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
