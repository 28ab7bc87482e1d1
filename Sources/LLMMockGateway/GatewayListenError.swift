/// Why a gateway does not listen.
package struct GatewayListenError: Error, Hashable, CustomStringConvertible {
  /// What stood in the way.
  package enum Reason: Hashable, Sendable {
    /// Another program listens there.
    case portInUse
    /// There is no such port.
    case portOutOfRange
    /// The name leads to no address.
    case hostUnknown
    /// The address is none of this machine's.
    case hostElsewhere
    /// The system does not let this user listen there.
    case notPermitted
    /// The server was stopped before.
    case stopped
    /// Something else, as the system says it.
    case other(String)
  }

  package var reason: Reason
  package var host: String
  package var port: Int

  package init(reason: Reason, host: String, port: Int) {
    self.reason = reason
    self.host = host
    self.port = port
  }

  package var description: String {
    let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    let sentence =
      switch reason {
      case .portInUse: "another program already listens there"
      case .portOutOfRange: "a port is a number from 0 to 65535"
      case .hostUnknown: "no address is known for that host"
      case .hostElsewhere: "that is not an address of this machine"
      case .notPermitted: "the system does not permit it"
      case .stopped: "the server was stopped"
      case .other(let text): text
      }
    return "can't listen on \(place): \(sentence)"
  }
}
