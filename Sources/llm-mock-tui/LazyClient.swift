import LLMMockInterception
import LLMMockWorkspace
import Synchronization

/// What sends calls, made when the first is sent: most who look at recordings send none.
final class LazyClient: Sendable {
  private let made = Mutex<UpstreamClient?>(nil)

  var value: UpstreamClient {
    made.withLock { made in
      if let made { return made }
      let client = UpstreamClient(
        idleTimeout: .milliseconds(RerecordQueue.Options().timeout)
      )
      made = client
      return client
    }
  }
}
