import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The mocks of this process, and the shared session's list of protocol classes.
final class Interceptors: Sendable {
  static let shared = Interceptors()

  fileprivate struct State {
    /// Installed mocks by their slot in the shared session.
    var installed: [Int: Interceptor] = [:]
    /// Slots that are in the list of the shared session, used or free.
    var slots: [Int] = []
    var free: [Int] = []
    /// Mocks with sessions of their own.
    ///
    /// Such a slot is never used again, because a session made
    /// from a configuration may outlive its mock.
    var owners: [Int: WeakInterceptor] = [:]
    var nextSlot = 0
    /// Lists that were in place once.
    ///
    /// URLSession reads its list without a lock, so none is ever
    /// freed; there are as many as mocks were installed at one time.
    var lists: [ProtocolList] = []
  }

  private let state = Mutex(State())

  private init() {}

  func install(_ interceptor: Interceptor) {
    state.withLock { state in
      if state.free.isEmpty {
        state.slots.append(state.nextSlot)
        state.free.append(state.nextSlot)
        state.nextSlot += 1
      }
      state.installed[state.free.removeLast()] = interceptor
      state.putInPlace()
    }
  }

  func uninstall(_ interceptor: Interceptor) {
    state.withLock { state in
      guard let slot = state.installed.first(where: { $0.value === interceptor })?.key else {
        return
      }
      state.installed[slot] = nil
      state.free.append(slot)
      if state.installed.isEmpty { state.putInPlace() }
    }
  }

  /// Gives a mock a slot for sessions of its own.
  func ownSlot(for interceptor: Interceptor) -> Int {
    state.withLock { state in
      let slot = state.nextSlot
      state.nextSlot += 1
      state.owners[slot] = WeakInterceptor(interceptor)
      return slot
    }
  }

  func forget(ownSlot slot: Int) {
    state.withLock { $0.owners[slot] = nil }
  }

  /// The mock whose sessions a slot stands for; nil when it is gone.
  func owner(ofSlot slot: Int) -> Interceptor? {
    state.withLock { $0.owners[slot]?.interceptor }
  }

  /// The mock that has a slot in the shared session.
  func installed(inSlot slot: Int) -> Interceptor? {
    state.withLock { $0.installed[slot] }
  }

  var allInstalled: [Interceptor] {
    state.withLock { Array($0.installed.values) }
  }

  /// The mock in a slot when it is the only one installed.
  func onlyInstalled(inSlot slot: Int) -> Interceptor? {
    state.withLock { $0.installed.count == 1 ? $0.installed[slot] : nil }
  }
}

/// A list of protocol classes as URLSession holds it.
private struct ProtocolList {
  /// The classes of others.
  var others: [AnyClass]
  /// How many slots stand before them.
  var slots: Int
  var classes: [AnyClass]
}

private struct WeakInterceptor {
  weak var interceptor: Interceptor?

  init(_ interceptor: Interceptor) {
    self.interceptor = interceptor
  }
}

extension Interceptors.State {
  /// Gives the shared session the classes it needs now, keeping those of others.
  fileprivate mutating func putInPlace() {
    let configuration = URLSession.shared.configuration
    let current = configuration.protocolClasses ?? []
    let others = current.filter { !($0 is any OurProtocol.Type) }
    let count = installed.isEmpty ? 0 : slots.count
    let known = lists.first { $0.slots == count && $0.others.elementsEqual(others, by: ===) }
    if let known {
      if !current.elementsEqual(known.classes, by: ===) {
        configuration.protocolClasses = known.classes
      }
      return
    }
    let ours: [AnyClass] =
      count == 0
      ? []
      : slots.map(sharedAdapter) + [ClosedGuard.self, SeveralGuard.self]
    let list = ProtocolList(others: others, slots: count, classes: ours + others)
    // The list before stays alive too, for whoever reads it at this moment.
    lists += [ProtocolList(others: others, slots: -1, classes: current), list]
    configuration.protocolClasses = list.classes
  }
}
