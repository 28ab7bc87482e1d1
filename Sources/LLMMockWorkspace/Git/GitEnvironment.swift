internal import SystemPackage

/// What of a user's environment git gets, and the settings that every call has.
///
/// A repository may come from a stranger: nothing of it may say which program runs, but for the hooks
/// and filters of a commit that the user asked for.
enum GitEnvironment {
  /// What a call does, which decides what it may run.
  enum Purpose {
    /// Looks at no file: reads settings, and runs nothing.
    case asking
    /// Changes nothing and runs no hook.
    case reading
    /// Changes the index or the objects, and runs no hook.
    case writing
    /// Makes a commit: the one thing that runs the user's hooks.
    case committing
  }

  /// Settings before the command.
  static func flags(_ purpose: Purpose, root: [UInt8]) -> [[UInt8]] {
    var flags = [
      "--no-pager", "--no-optional-locks", "-c", "safe.bareRepository=explicit", "-c",
      "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "advice.detachedHead=false",
    ]
    if purpose != .committing { flags += ["-c", "core.hooksPath=/dev/null"] }
    return flags.map { Array($0.utf8) } + [Array("-C".utf8), root]
  }

  /// The variables for a call.
  ///
  /// - Parameter above: the folder that holds the work tree; git looks for no repository there.
  static func variables(
    _ environment: [String: String],
    _ purpose: Purpose,
    above: FilePath
  ) -> [String: String] {
    var result = environment.filter { name, _ in !name.hasPrefix("GIT_") || isKept(name) }
    result["GIT_TERMINAL_PROMPT"] = "0"
    result["GIT_LITERAL_PATHSPECS"] = "1"
    result["GIT_CEILING_DIRECTORIES"] = above.string
    result["GIT_OPTIONAL_LOCKS"] = "0"
    result["GIT_PAGER"] = "cat"
    if purpose == .reading || purpose == .asking {
      // No reading call uses the network: neither for an object that a partial clone left out, nor
      // for a file that Git LFS does not have here.
      result["GIT_NO_LAZY_FETCH"] = "1"
      result["GIT_ALLOW_PROTOCOL"] = "none"
      result["GIT_LFS_SKIP_SMUDGE"] = "1"
      result["GIT_ASKPASS"] = ""
      result["SSH_ASKPASS"] = nil
    }
    if purpose != .committing {
      // Filters run from the root, where a relative folder may hold a stranger's programs.
      result["PATH"] = environment["PATH"]?.split(separator: ":")
        .filter { $0.hasPrefix("/") }.joined(separator: ":")
    }
    if purpose == .committing {
      // The messages in English, but the hooks' text as their user has it.
      result["LC_CTYPE"] = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"]
      result["LC_ALL"] = nil
      result["LC_MESSAGES"] = "C"
      result["GIT_LITERAL_PATHSPECS"] = nil
      result["GIT_OPTIONAL_LOCKS"] = nil
      result["GIT_CEILING_DIRECTORIES"] = nil
      result["GIT_EDITOR"] = ":"
      // A question on the terminal would be drawn over the screen.
      result["GPG_TTY"] = nil
    } else {
      result["LC_ALL"] = "C"
    }
    result["LANGUAGE"] = nil
    return result
  }

  /// The variables for a git that has the terminal to itself.
  static func foreground(_ environment: [String: String]) -> [String: String] {
    environment.filter { name, _ in
      !name.hasPrefix("GIT_") || isKept(name) || name.hasSuffix("EDITOR")
    }
  }

  /// Who the user is and where the settings stand, but nothing that leads to another repository.
  private static func isKept(_ name: String) -> Bool {
    let starts = ["GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_", "GIT_LFS_", "GIT_SSL_"]
    if name == "GIT_CONFIG_PARAMETERS" { return false }
    return name == "GIT_EXEC_PATH" || starts.contains { name.hasPrefix($0) }
  }
}
