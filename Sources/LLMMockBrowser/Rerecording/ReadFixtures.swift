import LLMMockCore
import SystemPackage

/// The fixtures of many results, each read once while all of them are looked at.
struct ReadFixtures {
  private let files: FileSystem
  private var documents: [FilePath: Result<FixtureDocument?, any Error>] = [:]
  private var chains: [FilePath: Chain] = [:]

  init(_ files: FileSystem) {
    self.files = files
  }

  /// nil when there is no such file.
  mutating func document(at path: FilePath) throws -> FixtureDocument? {
    if let known = documents[path] { return try known.get() }
    let read = Result<FixtureDocument?, any Error> {
      do {
        return try FixtureDocument(files.read(path).bytes)
      } catch let error as FileSystemError where error.code == .notFound {
        return nil
      }
    }
    documents[path] = read
    return try read.get()
  }

  /// Where the interaction with that text stands, the nearest to where it stood; nil when it is gone,
  /// or the file can't be read.
  mutating func place(of digest: ContentDigest, near index: Int, in path: FilePath) -> Int? {
    do {
      guard let document = try document(at: path) else { return nil }
      return document.interactions.indices.sorted { abs($0 - index) < abs($1 - index) }
        .first { place in
          ContentDigest(of: Array(document.bytes[document.interactions[place].range])) == digest
        }
    } catch {
      // The plan would not be for what is shown.
      return nil
    }
  }

  mutating func chain(of document: FixtureDocument, at path: FilePath) -> Chain {
    if let known = chains[path] { return known }
    let chain = Chain(document)
    chains[path] = chain
    return chain
  }
}
