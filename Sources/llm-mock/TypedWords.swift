import LLMMockCore
import SystemPackage

/// The words of the command line as the bytes they are.
///
/// The parser knows words as text only, in which bytes that are not UTF-8 are lost; but names of
/// files are bytes.
struct TypedWords {
  /// The bytes of words that are not UTF-8, by the text that the parser sees.
  private var bytes: [String: [UInt8]] = [:]

  init(_ words: [[UInt8]]) {
    for word in words {
      let text = String(decoding: word, as: UTF8.self)
      if !text.utf8.elementsEqual(word) { bytes[text] = word }
    }
  }

  static var current: TypedWords {
    TypedWords(
      (0..<Int(CommandLine.argc)).compactMap { index in
        CommandLine.unsafeArgv[index].map { FilePath(platformString: $0).bytes }
      }
    )
  }

  /// The bytes of a word.
  func bytes(of text: String) -> [UInt8] {
    bytes[text] ?? Array(text.utf8)
  }

  /// The path that a word names, spelled as Python's `pathlib` does: `./a//b` is `a/b`.
  func path(_ text: String) -> FilePath {
    let typed = bytes[text].flatMap { FilePath(bytes: $0) } ?? FilePath(text)
    let path = FilePath(
      root: typed.root,
      typed.components.filter { $0.kind != .currentDirectory }
    )
    return path.isEmpty ? "." : path
  }
}
