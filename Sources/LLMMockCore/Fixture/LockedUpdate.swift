package import SystemPackage

/// What a caller knows of a file, and wants to hold still.
package enum FileExpectation: Hashable, Sendable {
  case version(FileVersion)
  case digest(ContentDigest)
}

/// A change of a file that was made.
package struct FileUpdate: Hashable, Sendable {
  /// The file that was replaced, without links.
  package var target: FilePath
  package var before: ContentDigest
  package var after: ContentDigest
  package var edit: TextEdit
  /// The version of the new file.
  package var version: FileVersion
}

extension FileSystem {
  /// Changes a file as one step that nobody sees half done and no crash tears.
  ///
  /// Under the lock of the file's folder: reads the file again, makes the edit from what is there
  /// now, writes the result aside, syncs it, checks that the file is still what was read (editors
  /// take no lock), renames, syncs the folder. When the file changed meanwhile, all starts over, so
  /// `edit` may be called several times; what it throws comes out as it is. An edit that changes
  /// nothing writes nothing. When the file is not what is expected, the error has the code
  /// `changedOnDisk`. After any ``FixtureFileError`` the file is as it was.
  package func update(
    _ path: FilePath,
    expecting: FileExpectation? = nil,
    links: LinkPolicy,
    edit: ([UInt8]) throws -> TextEdit
  ) throws -> FileUpdate {
    let target = try target(of: path, links: links)
    return try FixtureFileError.about(path) {
      try locked([target.folder]) {
        for _ in 1...PlannedUpdate.attempts {
          let plan = try plan(path, target: target, expecting: expecting, edit: edit)
          guard let version = try apply(plan) else { continue }
          if plan.changesBytes { try syncFolder(target.folder) }
          return FileUpdate(
            target: target,
            before: plan.before,
            after: plan.after,
            edit: plan.edit,
            version: version
          )
        }
        throw PlannedUpdate.busy(path)
      }
    }
  }

  /// Reads a file and computes what an edit makes of it; writes nothing.
  ///
  /// The folder of the file should be locked, and stay so until the plan is applied. `path` is the
  /// file as the user knows it, for errors; `target` the same without links.
  package func plan(
    _ path: FilePath,
    target: FilePath,
    expecting: FileExpectation? = nil,
    edit: ([UInt8]) throws -> TextEdit
  ) throws -> PlannedUpdate {
    let contents = try FixtureFileError.about(path) {
      guard try isWritable(target) else {
        throw FixtureFileError(.readOnly, path, "it may only be read")
      }
      return try read(target)
    }
    let before = ContentDigest(of: contents.bytes)
    switch expecting {
    case .version(contents.status.version), .digest(before), nil: break
    case .version, .digest:
      throw FixtureFileError(.changedOnDisk, path, "it changed on disk since it was read")
    }
    let edit = try edit(contents.bytes)
    guard let result = edit.applied(to: contents.bytes) else {
      throw FixtureFileError(.editDoesNotFit, path, "the change was made for other contents")
    }
    return PlannedUpdate(
      path: path,
      target: target,
      contents: contents,
      result: result,
      edit: edit,
      before: before,
      after: edit.isEmpty ? before : ContentDigest(of: result)
    )
  }

  /// Writes what was planned; the folder is not synced.
  ///
  /// - Returns: the new version; nil when the file is no longer what the plan was made for, and
  ///   nothing was written.
  package func apply(_ plan: PlannedUpdate) throws -> FileVersion? {
    guard plan.changesBytes else { return plan.contents.status.version }
    return try FixtureFileError.about(plan.path) {
      try replace(plan.target, old: plan.contents.status, with: plan.result) {
        // The bytes too: within one tick of the disk's clock a change leaves the time as it was.
        let now = try read(plan.target)
        return now.status.version == plan.contents.status.version
          && now.bytes == plan.contents.bytes
      }
    }
  }
}

/// A change of a file that was computed and not yet made.
package struct PlannedUpdate: Sendable {
  /// The file as the user knows it.
  package var path: FilePath
  /// The same without links.
  package var target: FilePath
  package var contents: FileContents
  package var result: [UInt8]
  package var edit: TextEdit
  package var before: ContentDigest
  package var after: ContentDigest

  package var changesBytes: Bool { before != after }

  /// How often a change is tried when others keep writing the file.
  package static let attempts = 8

  package static func busy(_ path: FilePath) -> FixtureFileError {
    FixtureFileError(.busy, path, "another program keeps changing it")
  }
}
