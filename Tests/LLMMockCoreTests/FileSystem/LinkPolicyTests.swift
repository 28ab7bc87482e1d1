import LLMMockCore
import SystemPackage
import TestSupport
import Testing

struct LinkPolicyTests {
  let disk: MemoryDisk

  init() {
    disk = MemoryDisk([
      "/repository/tests/a.json": "a", "/repository/shared/b.json": "b", "/outside/c.json": "c",
    ])
    disk.putLink("/repository/tests/inside.json", to: "../shared/b.json")
    disk.putLink("/repository/tests/outside.json", to: "/outside/c.json")
    disk.putLink("/repository/tests/folder", to: "../../outside")
    disk.putLink("/repository/tests/nowhere.json", to: "missing.json")
  }

  private func code<Result>(_ body: () throws -> Result) throws -> FixtureFileError.Code? {
    do {
      _ = try body()
      return nil
    } catch let error as FixtureFileError {
      return error.code
    }
  }

  @Test(
    arguments: [
      ("a.json", nil), ("inside.json", nil), ("outside.json", .linkLeadsOut),
      ("folder/c.json", .linkLeadsOut), ("../../outside/c.json", .linkLeadsOut),
      ("nowhere.json", .vanished),
    ] as [(FilePath, FixtureFileError.Code?)]
  )
  func `a link is followed only inside the repository`(
    name: FilePath,
    expected: FixtureFileError.Code?
  ) throws {
    let path = FilePath("/repository/tests").pushing(name)
    let before = disk.texts
    let code = try self.code {
      try disk.fileSystem.update(path, links: .within("/repository"), edit: append("!"))
    }
    #expect(code == expected)
    #expect((disk.texts == before) == (expected != nil))
  }

  @Test func `a link that the user named is followed anywhere, and stays`() throws {
    let update = try disk.fileSystem.update(
      "/repository/tests/outside.json",
      links: .named,
      edit: append("!")
    )
    #expect(update.target == "/outside/c.json")
    #expect(disk.texts["/outside/c.json"] == "c!")
    #expect(disk.texts["/repository/tests/outside.json"] == "/outside/c.json")
  }

  @Test func `a folder whose name begins like the repository's is outside`() throws {
    disk.put("/repository-2/a.json", "a")
    disk.putLink("/repository/tests/near.json", to: "/repository-2/a.json")
    let code = try self.code {
      try disk.fileSystem.target(
        of: "/repository/tests/near.json",
        links: .within("/repository")
      )
    }
    #expect(code == .linkLeadsOut)
  }

  @Test func `an entry is found without following its last link`() throws {
    let entry = try disk.fileSystem.entry(
      at: "/repository/tests/../tests/outside.json",
      links: .within("/repository")
    )
    #expect(entry == "/repository/tests/outside.json")
    let files = disk.fileSystem
    let through = try code {
      try files.entry(at: "/repository/tests/folder/new.json", links: .within("/repository"))
    }
    #expect(through == .linkLeadsOut)
    let missing = try code {
      try files.entry(at: "/repository/none/new.json", links: .within("/repository"))
    }
    #expect(missing == .noFolder)
    #expect(try code { try files.entry(at: "/repository/..", links: .named) } == .notAFile)
  }

  @Test func `on a real disk the link stays and its target is replaced`() throws {
    let temporary = try TemporaryFolder()
    let (target, link) = (temporary.appending("target.json"), temporary.appending("link.json"))
    try FileSystem.disk.make(target, Array("a".utf8), permissions: .ownerReadWrite)
    try FileSystem.disk.makeLink(link, "target.json")
    _ = try FileSystem.disk.update(link, links: .within(temporary.path), edit: append("b"))
    #expect(try FileSystem.disk.readLink(link) == "target.json")
    #expect(try FileSystem.disk.read(target).bytes == Array("ab".utf8))
  }
}
