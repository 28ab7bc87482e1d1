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
    do throws(UpstreamBase.Invalid) {
      address = UpstreamAddress(try UpstreamBase(String(word[word.index(after: equals)...])))
    } catch {
      throw SettingError("--upstream \(VisibleText.of(name)): \(error.reason).")
    }
  }
}

extension UpstreamAddress {
  fileprivate init(_ base: UpstreamBase) {
    self.init(url: base.description, host: base.host)
  }
}

extension RerecordSources {
  /// What the user says with `--upstream` and the environment.
  ///
  /// - Throws: ``SettingError`` when a variable is no URL.
  init(_ named: [NamedUpstream], _ variables: [String: String]) throws(SettingError) {
    let environment = try UpstreamRules<UpstreamAddress>.environment(in: variables) {
      (value, variable) throws(SettingError) -> UpstreamAddress in
      do throws(UpstreamBase.Invalid) {
        return UpstreamAddress(try UpstreamBase(value))
      } catch {
        throw SettingError("\(variable) cannot be used: \(error.reason).")
      }
    }
    self.init(
      rules: UpstreamRules(named: named.map { ($0.name, $0.address) }, environment: environment),
      ownHost: { url in
        do {
          return UpstreamAddress(try UpstreamBase(url))
        } catch {
          // The hosts in the table of providers are all good.
          return nil
        }
      },
      variable: { variables[$0] }
    )
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
