internal import LLMMockCore
internal import SystemPackage

// What the operations do to the disk.

extension MemoryDisk.State {
  mutating func takeHook(
    for operation: MemoryDisk.Operation
  ) -> (@Sendable (MemoryDisk) -> Void)? {
    for index in hooks.indices where hooks[index].operation == operation {
      if hooks[index].skips == 0 { return hooks.remove(at: index).body }
      hooks[index].skips -= 1
    }
    return nil
  }

  /// Counts an operation, and fails it when that was asked for.
  mutating func begin(_ operation: MemoryDisk.Operation, _ path: FilePath) throws {
    if isDown { throw MemoryDisk.Crashed() }
    if operation.changesDisk {
      if operationsBeforeCrash == 0 {
        isDown = true
        throw MemoryDisk.Crashed()
      }
      operationsBeforeCrash? -= 1
      changes += 1
    }
    for index in faults.indices where faults[index].operation == operation {
      if faults[index].skips > 0 {
        faults[index].skips -= 1
        continue
      }
      let code = faults[index].code
      if !faults[index].isLasting { faults.remove(at: index) }
      throw FileSystemError(code, path)
    }
  }

  func node(_ path: FilePath, links: Bool) throws -> MemoryTree.Node {
    guard let number = tree.place(path, links: links)?.number, let node = tree.nodes[number] else {
      throw FileSystemError(.notFound, path)
    }
    return node
  }

  func freePlace(_ path: FilePath) throws -> MemoryTree.Place {
    guard let place = tree.place(path, links: false) else { throw FileSystemError(.notFound, path) }
    guard place.number == nil else { throw FileSystemError(.exists, path) }
    return place
  }

  func status(_ path: FilePath, links: Bool) -> FileStatus? {
    tree.place(path, links: links)?.number.flatMap { status($0) }
  }

  func status(_ number: UInt64) -> FileStatus? {
    guard let node = tree.nodes[number] else { return nil }
    let linkCount = tree.names.values.reduce(0) { $0 + $1.values.count { $0 == number } }
    return FileStatus(
      kind: node.kind,
      size: node.bytes.count,
      inode: number,
      device: 1,
      modified: node.modified,
      permissions: node.permissions,
      owner: node.owner,
      group: node.group,
      linkCount: linkCount
    )
  }

  func list(_ folder: FilePath) throws -> [FolderEntry] {
    guard try node(folder, links: true).kind == .folder,
      let number = tree.place(folder, links: true)?.number
    else { throw FileSystemError(.notAFolder, folder) }
    return tree.entries(of: number).compactMap { name, child in
      guard let name = FilePath.Component(bytes: name), let node = tree.nodes[child] else {
        return nil
      }
      return FolderEntry(name: name, kind: node.kind)
    }
  }

  mutating func write(_ bytes: ArraySlice<UInt8>, to number: UInt64, _ path: FilePath) throws {
    time += tick
    var bytes = bytes
    var isFull = false
    if let capacity {
      let used = tree.names.values.reduce(0) { sum, names in
        names.values.reduce(sum) { $0 + (tree.nodes[$1]?.bytes.count ?? 0) }
      }
      isFull = used + bytes.count > capacity
      bytes = bytes.prefix(max(0, capacity - used))
    }
    tree.nodes[number]?.bytes += bytes
    tree.nodes[number]?.modified = time
    if isFull { throw FileSystemError(.noSpace, path) }
  }

  mutating func move(_ from: FilePath, _ to: FilePath, replacing: Bool) throws {
    guard let old = tree.place(from, links: false), old.number != nil,
      let new = tree.place(to, links: false), let name = to.lastComponent?.bytes
    else { throw FileSystemError(.notFound, from) }
    // On a disk that ignores case, the new name leads to the old entry.
    let isOtherSpelling =
      old.entry.folder == new.entry.folder && old.entry.name == new.entry.name
      && name != old.entry.name
    guard replacing || new.number == nil || isOtherSpelling else {
      throw FileSystemError(.exists, to)
    }
    if replacing, !isOtherSpelling, new.number == old.number { return }
    tree.change(.moved(old.entry, to: MemoryTree.Entry(folder: new.entry.folder, name: name)))
  }
}

extension FileSystemError {
  /// An error in the words of a real disk.
  init(_ code: Code, _ path: FilePath) {
    let reason =
      switch code {
      case .notFound: "no such file or folder"
      case .permission: "permission denied"
      case .readOnlyDisk: "the disk is read-only"
      case .noSpace: "no space left on the disk"
      case .exists: "the name is taken"
      case .notAFile: "it is a folder, not a file"
      case .notAFolder: "a part of the path is not a folder"
      case .nameTooLong: "the name is too long"
      case .linkLoop: "there is a link where none may be, or a loop of links"
      case .otherDisk: "the new place is on another disk"
      case .unsupported: "the disk supports no locks"
      case .other: "the disk reports an input/output error"
      }
    self.init(code, path, reason)
  }
}
