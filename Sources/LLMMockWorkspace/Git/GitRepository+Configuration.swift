internal import LLMMockCore

extension GitRepository {
  /// The value of a setting as it is in force; nil when it is not set.
  package func configuration(_ key: String) throws -> String? {
    let output = try run(.reading, "config", "-z", "--get", key, accepting: [0, 1])
    guard output.ending == .exited(0) else { return nil }
    return String(decoding: output.standardOutput.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Sets a setting of this repository.
  package func setConfiguration(_ key: String, _ value: String) throws {
    _ = try run(.writing, "config", "--local", "--replace-all", key, value)
  }
}
