import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// The requests that no recording answered, as replay left them behind; all calls block.
final class Missing: Sendable {
  private let workspace: Workspace
  private let folder: OpenedFolder
  /// A moment as the user's clock shows it.
  private let time: @Sendable (UnixTime) -> String
  /// Those of the list that was posted last, by their names.
  private let listed = Mutex<[String: StoredMiss]>([:])

  init(
    workspace: Workspace,
    folder: OpenedFolder,
    time: @escaping @Sendable (UnixTime) -> String
  ) {
    self.workspace = workspace
    self.folder = folder
    self.time = time
  }

  private var store: MissStore { MissStore(workspace) }

  func load() -> [Message] {
    do {
      let list = try store.load()
      let byName = Dictionary(list.misses.map { ($0.id, $0) }) { first, _ in first }
      listed.withLock { $0 = byName }
      let items = zip(list.misses, store.nearest(to: list.misses)).map(item)
      return list.problems.map(Message.logged) + [.missesLoaded(items)]
    } catch {
      return [.failed("\(error)".sentence)]
    }
  }

  func drop(_ ids: [String]) -> [Message] {
    do {
      let change = try store.drop(ids)
      return change.map { [.changed($0.title, undoable: $0.id != nil, selecting: nil)] } ?? []
    } catch {
      return [.failed("\(error)".sentence)]
    }
  }

  /// Those of the list that have these names.
  func stored(_ ids: [String]) -> [StoredMiss] {
    listed.withLock { listed in ids.compactMap { listed[$0] } }
  }

  private func item(_ miss: StoredMiss, _ nearest: NearestRecording?) -> MissItem {
    let record = miss.record
    return MissItem(
      id: miss.id,
      file: entry(of: record.fixture),
      fixture: workspace.visible(record.fixture),
      endpoint: record.endpointPath,
      model: record.model ?? "",
      label: record.preview,
      time: time(UnixTime(milliseconds: record.time)),
      nearest: nearest.map { "#\($0.index + 1)" }
    )
  }

  private func entry(of path: FilePath) -> EntryID? {
    path.isWithin(workspace.opened)
      ? path.relative(to: workspace.opened).map { EntryID($0.bytes) } : nil
  }

  /// The nearest recording beside the request that came.
  func compared(_ id: String) throws -> Compared {
    guard let miss = stored([id]).first else {
      return Compared(
        title: "gone",
        oldTitle: "nearest",
        newTitle: "incoming",
        sentences: ["A recording answers this request now, or it was dropped."]
      )
    }
    guard let nearest = store.nearest(to: miss) else {
      return Compared(
        title: "nothing near",
        oldTitle: "nearest",
        newTitle: "incoming",
        sentences: miss.record.message.split(separator: "\n").map(String.init)
      )
    }
    return Compared(
      old: .init(interaction: nearest.interaction, fixtureProvider: nearest.fixtureProvider),
      new: miss.record.side(like: nearest),
      title: miss.record.preview,
      oldTitle: "nearest: #\(nearest.index + 1)",
      newTitle: "incoming",
      part: .request,
      path: miss.record.fixture,
      place: entry(of: miss.record.fixture).map { InteractionID(file: $0, index: nearest.index) }
    )
  }
}
