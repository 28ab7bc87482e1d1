internal import LLMMockCore

/// Says what git did not do, and why.
package struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why; the raw values are stable.
  package enum Code: String, Hashable, Sendable {
    /// There is no git on this machine.
    case missing
    case tooOld = "too_old"
    /// The folder is in no work tree, or git does not take it for one.
    case notARepository = "not_a_repository"
    /// Another user owns the repository.
    case notTrusted = "not_trusted"
    case noSuchRevision = "no_such_revision"
    /// Another git is changing the index.
    case locked
    /// A file has conflicts that are not resolved.
    case conflicted
    case nothingStaged = "nothing_staged"
    case noMessage = "no_message"
    /// git does not know the user's name and address.
    case noIdentity = "no_identity"
    case signing
    case hook
    /// What the caller saw is not there any more.
    case changed
    /// This can't be done with single interactions of that file.
    case wholeFileOnly = "whole_file_only"
    case cancelled
    /// git printed more than is held in memory.
    case tooLarge = "too_large"
    /// Anything else; the message is git's own.
    case failed
  }

  package var code: Code
  /// One sentence in lower case, safe to draw.
  package var message: String
  /// What git and its hooks printed, a line each, safe to draw.
  package var output: [String]

  package init(_ code: Code, _ message: String, output: [String] = []) {
    self.code = code
    self.message = message
    self.output = output
  }

  package var description: String { message }

  /// The error for a call that failed.
  init(_ call: GitCall, errors: [UInt8]) {
    let lines = Self.lines(errors)
    let text = String(decoding: errors, as: UTF8.self)
    let isUsage = call.status == 129
    // git speaks English here: see `GitEnvironment`.
    let known: (String, Code, String)? = [
      (
        "dubious ownership", .notTrusted, "git does not trust this repository: another user owns it"
      ),
      (
        "unsafe repository", .notTrusted, "git does not trust this repository: another user owns it"
      ),
      ("not a git repository", .notARepository, "git does not take this folder for a repository"),
      ("index.lock", .locked, "another git is using this repository (index.lock); try again"),
    ].first { text.contains($0.0) }
    if let known {
      self.init(known.1, known.2, output: lines)
    } else if isUsage {
      self.init(.tooOld, "this git is too old: 2.15 or newer is needed", output: lines)
    } else {
      let said = Self.said(in: lines)
      let name = call.arguments.first.map { "git \($0)" } ?? "git"
      self.init(.failed, said.map { "\(name): \($0)" } ?? "\(name) failed", output: lines)
    }
  }

  /// The line that says what went wrong, without git's marks.
  private static func said(in lines: [String]) -> String? {
    for mark in ["fatal: ", "error: "] {
      if let line = lines.first(where: { $0.hasPrefix(mark) }) {
        return String(line.dropFirst(mark.count))
      }
    }
    return lines.first { !$0.isEmpty }
  }

  /// The last lines of what a program printed, safe to draw.
  package static func lines(_ bytes: [UInt8], limit: Int = 500) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { line in
        VisibleText.of(bytes: Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
      }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.suffix(limit)
  }
}
