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

  mutating func chain(of document: FixtureDocument, at path: FilePath) -> Chain {
    if let known = chains[path] { return known }
    let chain = Chain(document)
    chains[path] = chain
    return chain
  }
}
