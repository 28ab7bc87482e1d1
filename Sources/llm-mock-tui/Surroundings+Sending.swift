import LLMMockBrowser
import LLMMockCore
import LLMMockInterception
import LLMMockWorkspace

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// `--upstream NAME=URL`.
struct NamedUpstream {
  var name: String
  var address: UpstreamAddress

  /// - Throws: ``SettingError``, without the URL, which may hold a secret.
  init(_ word: String) throws(SettingError) {
    guard let equals = word.firstIndex(of: "="), equals > word.startIndex else {
      throw SettingError(
        "--upstream takes NAME=URL, as in groq=https://api.groq.com/openai/v1."
      )
    }
    name = String(word[..<equals])
    do throws(SettingError) {
      address = try .reading(String(word[word.index(after: equals)...]))
    } catch {
      throw SettingError("--upstream \(VisibleText.of(name)): \(error).")
    }
  }
}

extension UpstreamAddress {
  /// - Throws: ``SettingError`` with the reason alone why calls can't be sent there.
  static func reading(_ url: String) throws(SettingError) -> Self {
    do throws(UpstreamBase.Invalid) {
      let base = try UpstreamBase(url)
      return Self(url: base.description, host: base.host)
    } catch {
      throw SettingError(error.reason)
    }
  }
}

extension RerecordQueue.Surroundings {
  /// The system's clocks, and calls over the network.
  static func process(now: @escaping @Sendable () -> UnixTime) -> Self {
    let client = LazyClient()
    return RerecordQueue.Surroundings(
      now: now,
      uptime: {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return moment.tv_sec * 1000 + moment.tv_nsec / 1_000_000
      },
      sleep: { try await Task.sleep(for: .milliseconds($0)) },
      handler: { client.value.handler(to: try UpstreamBase($0.url)) }
    )
  }
}
