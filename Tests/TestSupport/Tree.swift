#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The files below a folder that end in `.json`, sorted by path.
package func files(below folder: String) throws -> [String] {
  var result: [String] = []
  for name in try names(in: folder) {
    let path = "\(folder)/\(name)"
    var status = stat()
    guard stat(path, &status) == 0 else { throw ReadError(path: path, code: errno) }
    if status.st_mode & S_IFMT == S_IFDIR {
      result += try files(below: path)
    } else if name.hasSuffix(".json") {
      result.append(path)
    }
  }
  return result
}

/// Whether everything is to be tried, however long it takes.
package let isSoak = getenv("LLM_MOCK_SOAK") != nil
