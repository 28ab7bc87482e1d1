import LLMMockCore
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

/// What a walk does about links.
struct FolderLinkTests {
  @Test func `a link to a file in the repository is a file`() throws {
    let folder = try TemporaryFolder(["shared/a.json", "tests/"])
    try folder.makeRepository()
    try folder.link("tests/link.json", to: "../shared/a.json")
    let entries = folder.walk("tests", .init(withStatus: true))
    #expect(entries.paths == ["link.json"])
    #expect(entries.first?.isLink == true)
    #expect(entries.first?.leadsOut == false)
    #expect(entries.first?.status?.version.size == 20)
  }

  @Test func `a link to a file outside says that it leads out, and the file is not looked at`()
    throws
  {
    let folder = try TemporaryFolder(["repo/tests/", "secret.json"])
    try folder.makeRepository("repo")
    try folder.link("repo/tests/link.json", to: "../../secret.json")
    let entries = folder.walk("repo/tests", .init(withStatus: true))
    #expect(entries.map(\.leadsOut) == [true])
    #expect(entries.first?.status == nil)
  }

  @Test func `outside of git a link may lead only into the folder walked`() throws {
    let folder = try TemporaryFolder(["shared/a.json", "tests/a.json"])
    try folder.link("tests/in.json", to: "a.json")
    try folder.link("tests/out.json", to: "../shared/a.json")
    let entries = folder.walk("tests")
    #expect(entries.paths == ["a.json", "in.json", "out.json"])
    #expect(entries.map(\.leadsOut) == [false, false, true])
  }

  @Test(arguments: [
    ("missing", Errno.noSuchFileOrDirectory), ("link.json", .tooManySymbolicLinkLevels),
  ])
  func `a link that leads nowhere says why`(target: String, error: Errno) throws {
    let folder = try TemporaryFolder()
    try folder.link("link.json", to: FilePath(target))
    #expect(folder.walk().map(\.problem) == [.system(error)])
  }

  @Test func `a link to a pipe is no file`() throws {
    let folder = try TemporaryFolder(["a.json"])
    try folder.makePipe("pipe.json")
    try folder.link("link.json", to: "pipe.json")
    #expect(folder.walk().paths == ["a.json"])
  }

  @Test func `a link to a folder in the repository is followed`() throws {
    let folder = try TemporaryFolder(["shared/x/a.json", "tests/"])
    try folder.makeRepository()
    try folder.link("tests/link", to: "../shared")
    let entries = folder.walk("tests")
    #expect(entries.paths == ["link/", "link/x/", "link/x/a.json"])
    #expect(entries.map(\.isLink) == [true, false, false])
  }

  @Test func `a link to a folder outside is not followed`() throws {
    let folder = try TemporaryFolder(["repo/a.json", "secret/b.json"])
    try folder.makeRepository("repo")
    try folder.link("repo/link", to: "../secret")
    let opened = NameRecorder()
    let entries = Array(FolderWalker(folder.appending("repo"), user: .none) { opened.add($0) })
    #expect(entries.paths == ["link/", "a.json"])
    #expect(entries.first?.leadsOut == true)
    #expect(opened.names == [""])
  }

  @Test func `a link to a folder around it is not followed`() throws {
    let folder = try TemporaryFolder(["tests/x/a.json"])
    try folder.makeRepository()
    try folder.link("tests/x/self", to: ".")
    try folder.link("tests/x/up", to: "..")
    try folder.link("tests/x/top", to: "../..")
    let entries = folder.walk("tests", .init(includeEmptyFolders: true))
    // What is above the folder walked is followed, but not into that folder again.
    #expect(
      entries.paths == ["x/", "x/self/", "x/top/", "x/top/tests/", "x/up/", "x/a.json"]
    )
    #expect(
      entries.map(\.problem) == [nil, .shownElsewhere, nil, .shownElsewhere, .shownElsewhere, nil]
    )
    #expect(folder.walk("tests").paths == ["x/", "x/a.json"])
  }

  @Test func `folders that link to each other are each shown once by links`() throws {
    let folder = try TemporaryFolder((0..<6).map { "\($0)/a.json" })
    for from in 0..<6 {
      for to in 0..<6 where from != to {
        try folder.link(FilePath("\(from)/to\(to)"), to: FilePath("../\(to)"))
      }
    }
    let files = folder.walk().filter { $0.kind == .file }
    // Six where they are, and each at most once more.
    #expect((6...12).contains(files.count))
    #expect(Set(files.map(\.path)).count == files.count)
  }

  @Test func `a pattern for folders does not speak of a link to one`() throws {
    let folder = try TemporaryFolder(["shared/a.json"])
    try folder.makeRepository()
    try folder.write(".gitignore", "link/\n")
    try folder.link("link", to: "shared")
    #expect(folder.walk().paths == ["link/", "link/a.json", "shared/", "shared/a.json"])
    try folder.write(".gitignore", "link\n")
    #expect(folder.walk().paths == ["shared/", "shared/a.json"])
  }
}
