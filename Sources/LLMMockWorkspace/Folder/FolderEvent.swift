#if os(Linux)
#if canImport(Glibc)
internal import Glibc
#else
internal import Musl
#endif
internal import SystemPackage

/// What the kernel tells about one change.
struct FolderEvent: Hashable, Sendable {
  /// Which watch noticed it.
  var watch: Int32
  var mask: UInt32
  /// The name in the folder that is watched; empty for that folder itself.
  var name: [UInt8]

  func has(_ flags: Int32...) -> Bool {
    flags.contains { mask & UInt32(bitPattern: $0) != 0 }
  }

  /// Takes all events that wait in a queue.
  static func takeAll(from queue: Int32, each: (FolderEvent) -> Void) {
    let headSize = MemoryLayout<inotify_event>.size
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(queue, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      buffer[..<count].withUnsafeBytes { bytes in
        var start = 0
        while start + headSize <= bytes.count {
          let head = bytes.loadUnaligned(fromByteOffset: start, as: inotify_event.self)
          let end = start + headSize + Int(head.len)
          // Zeros fill the name up to a round length.
          let name = bytes[(start + headSize)..<end].prefix { $0 != 0 }
          each(FolderEvent(watch: head.wd, mask: head.mask, name: Array(name)))
          start = end
        }
      }
    }
  }
}
#endif
