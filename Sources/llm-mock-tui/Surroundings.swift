import LLMMockBrowser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The version of the program.
let version = "0.1.0"

extension Browser.Surroundings {
  /// What this process was started with, and the system's clock.
  ///
  /// - Throws: ``SettingError`` when a base-URL variable is no URL.
  static func process(upstreams: [NamedUpstream]) throws(SettingError) -> Browser.Surroundings {
    var environment: [String: String] = [:]
    var place = environ
    while let entry = place.pointee {
      let text = String(cString: entry)
      if let sign = text.firstIndex(of: "=") {
        environment[String(text[..<sign])] = String(text[text.index(after: sign)...])
      }
      place += 1
    }
    let now: @Sendable () -> UnixTime = {
      var moment = timespec()
      clock_gettime(CLOCK_REALTIME, &moment)
      return UnixTime(milliseconds: moment.tv_sec * 1000 + moment.tv_nsec / 1_000_000)
    }
    return Browser.Surroundings(
      environment: environment,
      home: FilePath(environment["HOME"] ?? "/"),
      folder: ".",
      secondsFromGMT: { seconds in
        var moment = time_t(seconds)
        var local = tm()
        localtime_r(&moment, &local)
        return local.tm_gmtoff
      },
      now: now,
      sources: try RerecordSources(
        named: upstreams.map { ($0.name, $0.address) },
        variables: environment,
        address: UpstreamAddress.reading
      ),
      queue: .process(now: now)
    )
  }
}
