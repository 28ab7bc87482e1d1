import SystemPackage
import Testing

@testable import LLMMockWorkspace

struct WatchedTreeTests {
  @Test(arguments: [
    ("/home/me/app", "ext4"), ("/mnt/share/fixtures", "nfs4"), ("/mnt/with space/x", "cifs"),
    ("/mnt/sharedother", "ext4"), ("/mnt/share/inner/x", "tmpfs"), ("/over", "fuse.sshfs"),
  ])
  func `a folder is on the innermost file system around it`(folder: FilePath, type: String) {
    let mounts = #"""
      22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      23 22 0:50 / /mnt/share rw - nfs4 server:/share rw,vers=4.2
      24 22 0:51 / /mnt/with\040space rw master:1 propagate_from:2 - cifs //server/x rw
      25 23 0:52 / /mnt/share/inner rw - tmpfs tmpfs rw
      26 22 0:53 / /over rw - ext4 /dev/sdb1 rw
      27 26 0:54 / /over rw - fuse.sshfs me@server: rw
      broken line
      """#
    #expect(WatchedTree.fileSystem(of: folder, mounts: Array(mounts.utf8)) == type)
  }

  @Test(arguments: [
    ("ext4", false), ("tmpfs", false), ("btrfs", false), ("overlay", false), ("fuseblk", false),
    ("nfs", true), ("cifs", true), ("9p", true), ("fuse.sshfs", true), ("virtiofs", true),
  ])
  func `others may change what is on a network file system`(type: String, isRemote: Bool) {
    #expect(WatchedTree.isRemote(type) == isRemote)
  }
}
