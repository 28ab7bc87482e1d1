package import LLMMockCore
internal import Synchronization
internal import SystemPackage

extension MemoryDisk {
  /// The seam that programs take in place of a real disk.
  package var fileSystem: FileSystem {
    FileSystem(
      open: { path in try self.open(path) },
      create: { path, permissions in try self.create(path, permissions) },
      status: { path in try self.look { $0.status(path, links: true) } },
      linkStatus: { path in try self.look { $0.status(path, links: false) } },
      list: { folder in try self.perform(.list, folder) { try $0.list(folder) } },
      resolve: { path in
        try self.look { state in
          guard let place = state.tree.place(path, links: true), place.number != nil,
            let result = FilePath(bytes: place.path)
          else { throw FileSystemError(.notFound, path) }
          return result
        }
      },
      readLink: { path in try self.look { try $0.node(path, links: false).target } },
      makeLink: { path, target in
        try self.perform(.makeLink, path) { state in
          let place = try state.freePlace(path)
          let number = state.add(.link, at: place, permissions: [.ownerReadWriteExecute])
          state.tree.nodes[number]?.target = target
        }
      },
      rename: { from, to in
        try self.perform(.rename, from) { try $0.move(from, to, replacing: true) }
      },
      renameExclusively: { from, to in
        try self.perform(.renameExclusively, from) { try $0.move(from, to, replacing: false) }
      },
      remove: { path in
        try self.perform(.remove, path) { state in
          let node = try state.node(path, links: false)
          guard node.kind != .folder else { throw FileSystemError(.notAFile, path) }
          guard let place = state.tree.place(path, links: false) else { return }
          state.tree.change(.took(place.entry))
        }
      },
      makeFolder: { path, permissions in
        try self.perform(.makeFolder, path) { state in
          let place = try state.freePlace(path)
          _ = state.add(.folder, at: place, permissions: permissions)
        }
      },
      setPermissions: { path, permissions in
        try self.perform(.setPermissions, path) { state in
          _ = try state.node(path, links: true)
          guard let number = state.tree.place(path, links: true)?.number else { return }
          state.tree.nodes[number]?.permissions = permissions
        }
      },
      syncFolder: { folder in
        try self.perform(.syncFolder, folder) { state in
          _ = try state.node(folder, links: true)
          state.tree.syncNames()
        }
      },
      isWritable: { path in
        try self.look { state in
          let node = try state.node(path, links: true)
          let needed: FilePermissions = node.owner == state.user ? .ownerWrite : .otherWrite
          return node.permissions.contains(needed)
        }
      },
      lockFolder: { folder, lockFile in try self.lock(folder, lockFile) },
      user: { self.state.withLock { $0.user } },
      random: {
        self.state.withLock { state in
          state.random += 1
          return state.random
        }
      }
    )
  }

  // MARK: Operations

  /// Runs an operation unless it is to fail.
  private func perform<Result: Sendable>(
    _ operation: Operation,
    _ path: FilePath,
    _ body: (inout State) throws -> Result
  ) throws -> Result {
    while let hook = state.withLock({ $0.takeHook(for: operation) }) { hook(self) }
    return try state.withLock { state in
      try state.begin(operation, path)
      return try body(&state)
    }
  }

  private func look<Result: Sendable>(_ body: (inout State) throws -> Result) throws -> Result {
    try state.withLock { state in
      if state.isDown { throw Crashed() }
      return try body(&state)
    }
  }

  private func open(_ path: FilePath) throws -> OpenFile {
    try perform(.open, path) { state in
      let node = try state.node(path, links: true)
      guard node.kind == .file else { throw FileSystemError(.notAFile, path) }
    }
    return try look { state in
      guard let number = state.tree.place(path, links: true)?.number else {
        throw FileSystemError(.notFound, path)
      }
      return self.file(number, path)
    }
  }

  private func create(_ path: FilePath, _ permissions: FilePermissions) throws -> OpenFile {
    let number = try perform(.create, path) { state in
      let place = try state.freePlace(path)
      guard let folder = state.tree.nodes[place.entry.folder],
        folder.permissions.contains(folder.owner == state.user ? .ownerWrite : .otherWrite)
      else { throw FileSystemError(.permission, path) }
      state.time += state.tick
      return state.add(.file, at: place, permissions: permissions)
    }
    return file(number, path)
  }

  private func file(_ number: UInt64, _ path: FilePath) -> OpenFile {
    OpenFile(
      status: {
        try self.look { state in
          guard let status = state.status(number) else { throw FileSystemError(.notFound, path) }
          return status
        }
      },
      read: { offset, count in
        try self.perform(.read, path) { state in
          Array((state.tree.nodes[number]?.bytes ?? []).dropFirst(offset).prefix(count))
        }
      },
      write: { bytes in
        // In two halves, so that a crash can come between them.
        let middle = bytes.count / 2
        for half in [bytes[..<middle], bytes[middle...]] {
          try self.perform(.write, path) { try $0.write(half, to: number, path) }
        }
      },
      resemble: { other in
        try self.perform(.resemble, path) { $0.tree.nodes[number]?.permissions = other.permissions }
      },
      sync: {
        try self.perform(.sync, path) { state in
          let bytes = state.tree.nodes[number]?.bytes
          state.tree.nodes[number]?.synced = bytes
        }
      },
      close: { try self.look { _ in } }
    )
  }

  private func lock(_ folder: FilePath, _ lockFile: () throws -> FilePath?) throws -> FileLock {
    var path = folder
    if !state.withLock({ $0.locksFolders }) {
      guard let file = try lockFile() else {
        throw FileSystemError(.unsupported, folder)
      }
      path = file
      if bytes(at: path) == nil { put(path, "") }
    }
    let number = try perform(.lock, path) { [path] state in
      _ = try state.node(path, links: true)
      guard let number = state.tree.place(path, links: true)?.number,
        state.held.insert(number).inserted
        // A real disk would wait here forever.
      else {
        throw FileSystemError(.other, path, "it is locked already: this would wait for itself")
      }
      return number
    }
    return FileLock(release: { self.state.withLock { _ = $0.held.remove(number) } })
  }
}
