import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import SystemPackage

/// What calls and results are called in the list.
struct ResultNames: Sendable {
  let folder: OpenedFolder
  /// The opened folder without links.
  let opened: FilePath

  /// A call has not the name of its result: an older one may wait while it is made once more.
  func id(of key: RerecordKey) -> String {
    switch key.place {
    case .interaction(let index, let digest):
      "call \(id(entry(of: key.fixture), index, digest))"
    case .miss(let miss): "call miss \(miss)"
    }
  }

  /// Two answers for one interaction have two names: what is decided is about the one that is shown.
  func id(of result: PendingResult) -> String {
    let answer = result.keptDigest.hexadecimal.prefix(12)
    return switch result.place {
    case .replaces(let index, let digest):
      "\(id(entry(of: result.fixture), index, digest)) \(answer)"
    case .adds(let miss): "miss \(miss) \(answer)"
    }
  }

  private func id(_ file: EntryID, _ index: Int, _ digest: ContentDigest) -> String {
    "\(file.shown) \(index) \(digest.hexadecimal.prefix(12))"
  }

  /// A fixture's place in the lists.
  func entry(of path: FilePath) -> EntryID {
    // A planned call has the path as the user knows it, a result the one without links.
    for base in [folder.path, opened] {
      var relative = path
      if relative.removePrefix(base) { return EntryID(relative.bytes) }
    }
    return EntryID(path.bytes)
  }

  func number(of result: PendingResult) -> String {
    if case .replaces(let index, _) = result.place { "#\(index + 1)" } else { QueueItem.new }
  }

  /// The name of the call, else the beginning of its last message; parses the result.
  func label(of result: PendingResult) -> String {
    guard let interaction = result.interaction else { return "" }
    if let name = interaction["name"]?.string { return name }
    guard let request = interaction["request"] else { return "" }
    let call = RecordedCall(of: interaction, fixtureProvider: result.fixtureProvider)
    return Preview.of(request, endpoint: call.endpoint)
  }
}
