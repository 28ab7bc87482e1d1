import HTTPTypes
package import LLMMock
package import LLMMockCore
import Synchronization
package import SystemPackage

/// The fixtures a server answers from: the one it was given, and those that requests name.
package final class ServedFixtures: Sendable {
  /// What answers a request that names no fixture.
  package let standard: any FixtureSource
  /// The folder that named fixtures stand in.
  private let folder: FilePath
  private let files: FileSystem
  private let named = Mutex<[String: SingleFixture]>([:])

  package init(standard: any FixtureSource, folder: FilePath, files: FileSystem = .disk) {
    self.standard = standard
    self.folder = folder
    self.files = files
  }

  /// The fixture a request names, never outside the folder; the standard one when it names none.
  package func source(_ name: String?) throws(GatewayRefusal) -> any FixtureSource {
    guard let name else { return standard }
    // `/fixture/v1/messages`: the name was forgotten, and no fixture is called so.
    if name == "v1" || name == "v1beta" {
      throw GatewayRefusal(.badRequest, "/fixture/NAME needs a name before the API's path")
    }
    if let known = named.withLock({ $0[name] }) { return known }
    let path = FilePath(name)
    guard path.isRelative, !path.components.contains(where: { $0.kind != .regular }) else {
      throw GatewayRefusal(
        .badRequest,
        "the fixture name \(VisibleText.of(name)) leads out of \(folder.visible)"
      )
    }
    let root: FilePath
    do {
      root = try files.resolve(existing(folder))
    } catch {
      throw GatewayRefusal(
        .internalServerError,
        "\(folder.visible) cannot be looked into: \(error)"
      )
    }
    let file = FixtureFile(
      FixtureName.file(folder.pushing(path)),
      links: .within(root),
      files: files
    )
    let source = SingleFixture(file)
    return named.withLock { named in
      let first = named[name] ?? source
      named[name] = first
      return first
    }
  }

  /// The nearest folder at or above a path that is there.
  private func existing(_ path: FilePath) throws -> FilePath {
    var path = path
    while try files.status(path) == nil, path.folder != path { path = path.folder }
    return path
  }
}
