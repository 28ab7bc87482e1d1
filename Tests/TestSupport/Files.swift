#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The bytes of a file; a failure is an error that names it.
package func contents(of path: String) throws -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw ReadError(path: path, code: errno) }
  defer { fclose(file) }
  var result: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&block, 1, block.count, file)
    if count == 0 { break }
    result += block[..<count]
  }
  if ferror(file) != 0 { throw ReadError(path: path, code: errno) }
  return result
}

/// The names in a folder, sorted.
package func names(in folder: String) throws -> [String] {
  guard let directory = opendir(folder) else { throw ReadError(path: folder, code: errno) }
  defer { closedir(directory) }
  var result: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { result.append(name) }
  }
  return result.sorted()
}

package struct ReadError: Error, CustomStringConvertible {
  package var path: String
  package var code: Int32
  package var description: String { "\(path): \(String(cString: strerror(code)))" }
}
