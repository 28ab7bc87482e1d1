internal import LLMMockCore
package import SystemPackage

/// A commit that was made.
package struct GitCommit: Hashable, Sendable {
  package var id: String
  /// nil when HEAD is detached.
  package var branch: String?
  /// What git and the hooks printed, a line each, safe to draw.
  package var output: [String]
  /// What there is to know beside it, a sentence.
  package var note: String?

  package var short: String { String(id.prefix(7)) }
}

extension GitRepository {
  /// Commits what is staged, and nothing else.
  ///
  /// Hooks run, because the user asked for a commit; they have no terminal, and what they print is
  /// in the result or in the error. After an error nothing is committed, and what was staged still
  /// is, unless a hook changed it.
  package func commit(message: String) throws -> GitCommit {
    guard message.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw GitError(.noMessage, "a commit needs a message")
    }
    let before = try head()
    if before.operation != .merge, try !hasStaged(before) {
      throw GitError(.nothingStaged, "nothing is staged")
    }
    let output: Program.Output
    do {
      output = try run(.committing, "commit", "-F", "-", input: Array(message.utf8))
    } catch let error as GitError where error.code == .failed || error.code == .locked {
      throw refusal(error)
    }
    let after = try head()
    guard let id = after.commit else { throw GitError(.failed, "git made no commit") }
    let detached =
      after.isDetached
      ? "HEAD is detached: no branch has this commit, git switch -c NAME makes one" : nil
    return GitCommit(
      id: id,
      branch: after.branch,
      output: GitError.lines(output.standardOutput + output.standardError),
      note: detached ?? before.operation?.commitNote
    )
  }

  /// What to run in the foreground so that the user writes the message in an editor.
  package func commitInEditor() -> (arguments: [[UInt8]], environment: [String: String]) {
    (
      [program.bytes] + GitEnvironment.flags(.committing, root: root.bytes)
        + [Array("commit".utf8)],
      GitEnvironment.foreground(environment)
    )
  }

  /// The files that a commit would change, from the root; both names of one that was renamed.
  package func staged() throws -> [FilePath] {
    let output = try run(
      .reading,
      "diff",
      "--cached",
      "--name-only",
      "--no-renames",
      "--no-ext-diff",
      "--no-textconv",
      "--ignore-submodules=none",
      "-z"
    )
    return output.standardOutput.split(separator: 0).compactMap { FilePath(bytes: $0) }
  }

  private func hasStaged(_ head: GitHead) throws -> Bool {
    if head.isUnborn { return try !run(.reading, "ls-files", "-z").standardOutput.isEmpty }
    let output = try run(
      .reading,
      "diff",
      "--cached",
      "--quiet",
      "--no-ext-diff",
      "--no-textconv",
      "--ignore-submodules=none",
      accepting: [0, 1]
    )
    return output.ending == .exited(1)
  }

  /// Why git made no commit.
  private func refusal(_ error: GitError) -> GitError {
    let text = error.output.joined(separator: "\n")
    let known: [(String, GitError.Code, String)] = [
      (
        "unmerged files", .conflicted,
        "some files have conflicts; resolve them and stage them first"
      ),
      ("tell me who you are", .noIdentity, Self.identity),
      ("auto-detect email", .noIdentity, Self.identity),
      ("empty ident name", .noIdentity, Self.identity),
      ("no email was given", .noIdentity, Self.identity),
      (
        "failed to sign", .signing,
        "the commit could not be signed; commit in the editor (C) to be asked"
      ),
      ("nothing to commit", .nothingStaged, "nothing is staged"),
      ("empty commit message", .noMessage, "a commit needs a message"),
    ]
    let lowered = text.lowercased()
    for (mark, code, sentence) in known where lowered.contains(mark) {
      return GitError(code, sentence, output: error.output)
    }
    if error.code == .failed, !lowered.contains("fatal: ") {
      return GitError(
        .hook,
        "a hook stopped the commit; nothing is committed, and what was staged still is",
        output: error.output
      )
    }
    return error
  }

  private static let identity =
    "git does not know who you are: set user.name and user.email (git config --global …)"
}
