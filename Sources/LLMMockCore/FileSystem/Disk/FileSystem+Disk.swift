#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension FileSystem {
  /// The disks of this machine.
  package static let disk = FileSystem(
    open: DiskFile.open,
    create: DiskFile.create,
    status: { try DiskNames.status($0, links: true) },
    linkStatus: { try DiskNames.status($0, links: false) },
    list: DiskFolder.list,
    resolve: DiskNames.resolve,
    readLink: DiskNames.readLink,
    makeLink: DiskNames.makeLink,
    rename: DiskNames.replace,
    renameExclusively: DiskNames.renameExclusively,
    remove: DiskNames.remove,
    makeFolder: DiskFolder.make,
    setPermissions: DiskNames.setPermissions,
    syncFolder: DiskFolder.sync,
    isWritable: DiskNames.isWritable,
    lockFolder: { try DiskLock.lock($0, lockFile: $1) },
    user: { UInt32(geteuid()) },
    random: { UInt64.random(in: 0...(.max)) }
  )
}
