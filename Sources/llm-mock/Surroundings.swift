#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import LLMMock
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// All that a command takes from the machine beside its words.
struct Surroundings {
  var words: TypedWords
  /// What of the environment the workspace knows.
  var environment: [String: String]
  /// The whole environment, as text.
  var variables: [String: String]
  var home: FilePath
  /// Where relative paths begin.
  var here: FilePath = "."
  var files: FileSystem = .disk
  /// nil when standard output is none.
  var terminal: Terminal?
  var now: @Sendable () -> UnixTime
  /// What local clocks are ahead of UTC at that moment, in seconds.
  var timeZone: @Sendable (UnixTime) -> Int

  /// Those of this process.
  static var current: Surroundings {
    Surroundings(
      words: .current,
      environment: environment,
      variables: ChildProcess.variables,
      home: home,
      terminal: .current,
      now: time,
      timeZone: secondsAheadOfUTC
    )
  }

  /// The clocks that recordings are dated by.
  var clock: EngineClock {
    EngineClock(now: { [now] in now().milliseconds / 1000 }, uptime: EngineClock.system.uptime)
  }

  /// Where the user's settings for git stand.
  var userFiles: IgnoreRules.UserFiles {
    let configuration = environment["XDG_CONFIG_HOME"].map { FilePath($0) }
    return IgnoreRules.UserFiles(home: home, configurationHome: configuration)
  }

  /// The fixtures of a folder, or of the folder of a file.
  func workspace(opening path: FilePath) throws -> Workspace {
    try Workspace(opening: path, files: files, environment: environment, home: home, now: now)
  }

  // MARK: This process

  private static var environment: [String: String] {
    var result: [String: String] = [:]
    for name in ["LLM_MOCK_STATE", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
      if let value = getenv(name), value.pointee != 0 { result[name] = String(cString: value) }
    }
    return result
  }

  private static var home: FilePath {
    if let home = getenv("HOME"), home.pointee != 0 { return FilePath(platformString: home) }
    guard let user = getpwuid(getuid()), let home = user.pointee.pw_dir else { return "/" }
    return FilePath(platformString: home)
  }

  private static let time: @Sendable () -> UnixTime = {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return UnixTime(milliseconds: Int(now.tv_sec) * 1000 + Int(now.tv_nsec) / 1_000_000)
  }

  private static let secondsAheadOfUTC: @Sendable (UnixTime) -> Int = { moment in
    var seconds = time_t(moment.milliseconds / 1000)
    var local = tm()
    localtime_r(&seconds, &local)
    return local.tm_gmtoff
  }
}
