import LLMMockTUI
import LLMMockTerminal
import Synchronization

/// Carries messages from threads to the loop.
final class Mailbox: Sendable {
  private let messages = Mutex<[Message]>([])
  private let waker: Waker

  init(waker: Waker) {
    self.waker = waker
  }

  func post(_ message: Message) {
    messages.withLock { $0.append(message) }
    waker.wake()
  }

  /// All that came since the last call, oldest first.
  func take() -> [Message] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
