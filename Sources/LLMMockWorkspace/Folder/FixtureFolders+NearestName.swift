internal import LLMMockCore
package import SystemPackage

extension FixtureFolders {
  /// The existing path that is nearest to one that does not exist; nil when none is near.
  ///
  /// Any part of the path may be misspelt, also more than one. Letters that differ, are missing or
  /// too many count, case does not; a name must be right in about two thirds of its letters. The
  /// last part may leave out `.json`. A relative path is meant from here, and answered as one.
  package func nearestName(to path: FilePath) -> FilePath? {
    var search = Search(here: here)
    let start = FilePath(root: path.root, [])
    return search.nearest(to: Array(path.components)[...], in: start)?.path
  }

  private struct Search {
    struct Match {
      var path: FilePath
      var distance: Int
    }

    let here: FilePath
    /// How many more folders may be read.
    var folders = 100

    mutating func nearest(
      to components: ArraySlice<FilePath.Component>,
      in folder: FilePath
    ) -> Match? {
      guard let name = components.first else { return Match(path: folder, distance: 0) }
      let rest = components.dropFirst()
      if name.kind != .regular { return nearest(to: rest, in: folder.appending(name)) }
      var best: Match?
      for candidate in candidates(for: name, in: folder, isLast: rest.isEmpty) {
        if let best, candidate.distance >= best.distance { continue }
        guard let match = nearest(to: rest, in: candidate.path) else { continue }
        let distance = match.distance + candidate.distance
        if distance < best?.distance ?? .max { best = Match(path: match.path, distance: distance) }
      }
      return best
    }

    /// The few names in a folder that are nearest, the nearest first.
    private mutating func candidates(
      for name: FilePath.Component,
      in folder: FilePath,
      isLast: Bool
    ) -> [Match] {
      let wanted = name.bytes
      var matches: [Match] = []
      for (other, isFolder) in names(in: here.pushing(folder)) where isLast || isFolder {
        if other.first == UInt8(ascii: "."), wanted.first != UInt8(ascii: ".") { continue }
        var distance = Self.distance(wanted, other)
        if !isFolder, let short = Self.distance(wanted, other.dropLast(5)) {
          distance = min(short, distance ?? short)
        }
        guard let distance else { continue }
        matches.append(
          Match(path: folder.pushing(FilePath(pathBytes: other)), distance: distance)
        )
      }
      // Equal ones stay in the order of names.
      let order = matches.indices.sorted {
        (matches[$0].distance, $0) < (matches[$1].distance, $1)
      }
      return order.prefix(5).map { matches[$0] }
    }

    /// The folders and possible fixtures in a folder; none when it can't be read.
    private mutating func names(in folder: FilePath) -> [(name: [UInt8], isFolder: Bool)] {
      guard folders > 0 else { return [] }
      folders -= 1
      let listing = folder.withPlatformString { folder in
        try? FolderListing(
          SystemCalls.openFolder(folder, followingLink: true),
          withStatus: false
        )
      }
      guard var listing else { return [] }
      var names: [(name: [UInt8], isFolder: Bool)] = []
      while let item = listing.nextFolder() { names.append((listing.name(of: item), true)) }
      while let item = listing.nextFile() { names.append((listing.name(of: item), false)) }
      return names
    }

    private static func distance(_ wanted: [UInt8], _ other: [UInt8]) -> Int? {
      let limit = (max(wanted.count, other.count) + 2) / 3
      let distance = EditDistance.between(wanted, other, limit: limit)
      // Where every letter differs, nothing is near.
      return distance.flatMap { $0 < max(wanted.count, other.count) ? $0 : nil }
    }
  }
}
