internal import LLMMockCore
internal import SystemPackage

extension WatchedTree {
  /// True when others may change the tree without the kernel noticing, as on a network file system.
  var isRemote: Bool {
    // Without the list, or the folder, there is nothing that says so.
    let mounts = FilePath("/proc/self/mountinfo").withPlatformString { path in
      try? SystemCalls.read(path, limit: 1 << 20)
    }
    guard let mounts, let folder = try? root.withoutLinks() else { return false }
    return Self.fileSystem(of: folder, mounts: mounts).map(Self.isRemote) ?? false
  }

  /// The type of the file system a folder is on, according to a list as the kernel prints it.
  static func fileSystem(of folder: FilePath, mounts: [UInt8]) -> String? {
    var best: (depth: Int, type: String)?
    for line in mounts.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "))
      guard fields.count > 6, let dash = fields.firstIndex(of: [UInt8(ascii: "-")]),
        dash + 1 < fields.count
      else { continue }
      let point = FilePath(pathBytes: withoutEscapes(fields[4]))
      // Of several mounts on one folder the last is the one seen.
      guard folder.isWithin(point), point.components.count >= best?.depth ?? 0 else { continue }
      best = (point.components.count, String(decoding: fields[dash + 1], as: UTF8.self))
    }
    return best?.type
  }

  static func isRemote(_ type: String) -> Bool {
    let types: Set = [
      "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuse", "glusterfs", "gpfs",
      "lustre", "nfs", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs",
      "vmhgfs",
    ]
    return types.contains(type) || type.hasPrefix("fuse.")
  }

  /// Spaces and such are written as a backslash and three octal digits.
  private static func withoutEscapes(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ 0x30...0x37 ~= $0 }) {
        result.append(digits.reduce(0) { $0 &<< 3 | ($1 - 0x30) })
        rest = rest.dropFirst(3)
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
