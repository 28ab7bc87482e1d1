#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder of real recordings that some tests read, where there is one.
package enum Corpus {
  /// The folder named by `LLM_MOCK_CORPUS`; nil when it is not set or empty.
  package static let folder: String? = environment("LLM_MOCK_CORPUS")
  /// The folder named by `LLM_MOCK_CORPUS_FIXTURES`: fixtures made from the recordings.
  package static let fixtures: String? = environment("LLM_MOCK_CORPUS_FIXTURES")

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }
}
