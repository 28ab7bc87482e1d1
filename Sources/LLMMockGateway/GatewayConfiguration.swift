/// Where a gateway listens and whom it answers.
package struct GatewayConfiguration: Sendable {
  /// The address or name to listen on.
  package var host: String
  /// The port to listen on; 0 takes any that is free.
  package var port: Int
  /// Hosts that a request may name besides this machine's loopback ones: `NAME` with any port, or
  /// `NAME:PORT`.
  package var allowedHosts: [String]
  /// Origins whose web pages may call, as `https://app.example:8443`.
  package var allowedOrigins: [String]
  /// How many bytes a request's body may have, as sent and once decoded.
  package var bodyLimit: Int
  /// How long running answers may go on after a stop.
  package var grace: Duration

  package init(
    host: String = "127.0.0.1",
    port: Int = 0,
    allowedHosts: [String] = [],
    allowedOrigins: [String] = [],
    bodyLimit: Int = 64 << 20,
    grace: Duration = .seconds(5)
  ) {
    self.host = host
    self.port = port
    self.allowedHosts = allowedHosts
    self.allowedOrigins = allowedOrigins
    self.bodyLimit = bodyLimit
    self.grace = grace
  }
}
