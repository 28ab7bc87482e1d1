internal import LLMMockCore
internal import SystemPackage

/// Where a repository stands.
package struct GitHead: Hashable, Sendable {
  /// nil when HEAD is detached.
  package var branch: String?
  /// The commit's whole id; nil when there is none yet.
  package var commit: String?
  /// What is going on; nil when nothing is.
  package var operation: GitOperation?

  package init(branch: String? = nil, commit: String? = nil, operation: GitOperation? = nil) {
    self.branch = branch
    self.commit = commit
    self.operation = operation
  }

  /// The first digits of the commit; nil when there is none yet.
  package var short: String? { commit.map { String($0.prefix(7)) } }

  /// Whether there is no commit yet, so that everything is new.
  package var isUnborn: Bool { commit == nil }

  package var isDetached: Bool { branch == nil }
}

/// Something that spans several commands, and that a commit may be a step of.
package enum GitOperation: String, Hashable, Sendable {
  case merge, rebase
  case cherryPick = "cherry-pick"
  case revert, bisect
  case applying = "am"

  /// What a person calls it.
  package var name: String { self == .applying ? "git am" : "a \(rawValue)" }

  /// Whether the next commit ends it.
  package var endsWithCommit: Bool {
    switch self {
    case .merge, .cherryPick, .revert: true
    case .rebase, .applying, .bisect: false
    }
  }

  /// What is to be done after a commit, as one sentence; nil when nothing is.
  package var commitNote: String? {
    switch self {
    case .merge: "that concluded the merge"
    case .cherryPick: "that concluded the cherry-pick"
    case .revert: "that concluded the revert"
    case .rebase: "the rebase goes on with git rebase --continue"
    case .applying: "git am goes on with git am --continue"
    case .bisect: nil
    }
  }

  /// What is going on in a work tree; found by looking.
  static func inProgress(in workTree: GitWorkTree) -> GitOperation? {
    let marks: [(FilePath, GitOperation)] = [
      ("rebase-merge", .rebase), ("rebase-apply/applying", .applying), ("rebase-apply", .rebase),
      ("MERGE_HEAD", .merge), ("CHERRY_PICK_HEAD", .cherryPick), ("REVERT_HEAD", .revert),
      ("BISECT_LOG", .bisect),
    ]
    return marks.first { name, _ in
      // What can't be looked at is not there for us.
      (try? FileSystem.disk.linkStatus(workTree.own.pushing(name))) != nil
    }?.1
  }
}
