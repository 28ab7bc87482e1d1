import LLMMock
import LLMMockCore

/// The environment of a command whose SDKs are to call this server.
struct ChildEnvironment {
  private var variables: [[UInt8]]

  /// - Parameter variables: `NAME=VALUE`, as the environment was.
  init(_ variables: [[UInt8]]) {
    self.variables = variables
  }

  var bytes: [[UInt8]] { variables }

  /// Points every provider's SDK here.
  mutating func point(toPort port: Int, host: String) {
    let base = "http://\(host):\(port)"
    for provider in Provider.all {
      for variable in provider.baseURLVariables { set(variable, base + provider.basePath) }
    }
    // Azure's SDK takes its own variable for a sign that Azure is meant.
    if self["AZURE_OPENAI_ENDPOINT"] != nil { set("AZURE_OPENAI_ENDPOINT", base) }
    // Both official SDKs send loopback through a proxy otherwise.
    for variable in ["NO_PROXY", "no_proxy"] {
      let before = self[variable].map { $0.isEmpty ? "" : $0 + "," } ?? ""
      set(variable, before + "127.0.0.1,localhost")
    }
  }

  /// Replaces keys by a placeholder, so that a client that ignores where it is pointed fails instead
  /// of spending.
  mutating func withholdKeys(onlyWhereUnset: Bool) {
    for provider in Provider.all {
      for variable in provider.keyVariables {
        // One of several is enough, and a second one would be taken for a wish.
        if onlyWhereUnset, provider.keyVariables.contains(where: { self[$0]?.isEmpty == false }) {
          continue
        }
        if variable != provider.keyVariables.first, self[variable] == nil { continue }
        set(variable, Placeholder.key)
      }
    }
  }

  private subscript(name: String) -> String? {
    let prefix = Array("\(name)=".utf8)
    return variables.first { $0.starts(with: prefix) }
      .map { String(decoding: $0.dropFirst(prefix.count), as: UTF8.self) }
  }

  private mutating func set(_ name: String, _ value: String) {
    let prefix = Array("\(name)=".utf8)
    variables.removeAll { $0.starts(with: prefix) }
    variables.append(prefix + value.utf8)
  }
}
