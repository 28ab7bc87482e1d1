import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

struct IgnoreRulesTests {
  @Test(arguments: [
    ("*.json", "a.json", true),
    ("*.json", "deep/a.json", true),
    ("*.json\n!keep.json", "deep/keep.json", false),
    ("!keep.json\n*.json", "keep.json", true),
    ("/a.json", "a.json", true),
    ("/a.json", "deep/a.json", false),
    ("deep/a.json", "deep/a.json", true),
    ("deep/a.json", "x/deep/a.json", false),
    ("out/", "out/a.json", true),
    ("a.json/", "a.json", false),
    ("out\n!out/a.json", "out/a.json", true),
    ("out/*\n!out/a.json", "out/a.json", false),
    ("**/out", "x/y/out/a.json", true),
    ("out/**", "out/x/a.json", true),
    ("x/**/a.json", "x/a.json", true),
    ("x/**/a.json", "x/y/z/a.json", true),
    ("x/*/a.json", "x/y/z/a.json", false),
    ("a?json", "a.json", true),
    ("x?a.json", "x/a.json", false),
    ("[!b-z].json", "a.json", true),
    ("[[:upper:]].json", "A.json", true),
    ("[a.json", "[a.json", false),
    ("\\#a.json", "#a.json", true),
    ("#a.json", "#a.json", false),
    ("\\!a.json", "!a.json", true),
    ("a.json   ", "a.json", true),
    ("a\\ ", "a ", true),
    ("a.json\r", "a.json", true),
    ("\u{FEFF}a.json", "a.json", true),
    ("a.json\\", "a.json", false),
    ("A.json", "a.json", false),
    ("", "a.json", false),
  ])
  func `a pattern means what it means to git`(
    patterns: String,
    name: String,
    isIgnored: Bool
  ) throws {
    let folder = try TemporaryFolder([name])
    try folder.makeRepository()
    try folder.write(".gitignore", patterns)
    #expect(try excludes(FilePath(name), in: folder) == isIgnored)
  }

  @Test func `a name that is not UTF-8 is matched by its bytes`() throws {
    let folder = try TemporaryFolder()
    try folder.makeRepository()
    let name = FilePath(pathBytes: [0xFF, 0x0A] + Array(".json".utf8))
    try folder.write(name)
    try folder.write(".gitignore", [0x3F, 0x3F] + Array(".json".utf8))
    #expect(try excludes(name, in: folder))
    try folder.write(".gitignore", [0xFE, 0x3F] + Array(".json".utf8))
    #expect(try !excludes(name, in: folder))
  }

  @Test func `deeper files win over those above, and these over the user's`() throws {
    let folder = try TemporaryFolder(["repo/x/a.json", "repo/b.json", "repo/c.json"])
    try folder.makeRepository("repo")
    try folder.write("home/.config/git/ignore", "*.json\n")
    try folder.write("repo/.git/info/exclude", "!b.json\n")
    try folder.write("repo/.gitignore", "b.json\n!x/a.json\n")
    try folder.write("repo/x/.gitignore", "/a.json\n")
    let user = IgnoreRules.UserFiles(
      home: folder.appending("home"),
      systemConfiguration: nil
    )
    let walk = FolderWalker(
      folder.appending("repo"),
      options: .init(includeIgnored: true),
      user: user
    )
    #expect(
      walk.filter { $0.kind == .file }.map(\.hidingReason)
        == [.gitIgnored, .gitIgnored, .gitIgnored]
    )
    try folder.delete("repo/x/.gitignore")
    #expect(Array(walk).first { $0.kind == .file }?.hidingReason == nil)
  }

  @Test(arguments: [
    ("[core]\n\texcludesFile = /x/ignore\n", "/x/ignore"),
    ("[core]\nexcludesfile=~/mine\n", "/home/mine"),
    ("[user]\nexcludesfile = /no\n[Core] # comment\n ExcludesFile = \"/a b\" ; why\n", "/a b"),
    ("[core]\nexcludesFile = /first\nexcludesFile = /last\n", "/last"),
    ("[core \"x\"]\nexcludesFile = /no\n", "/home/.config/git/ignore"),
    ("", "/home/.config/git/ignore"),
  ])
  func `the user's own file is where git looks for it`(
    configuration: String,
    expected: FilePath
  ) throws {
    let named = IgnoreRules.UserFiles.excludesFile(inConfiguration: Array(configuration.utf8))
    let folder = try TemporaryFolder()
    try folder.write(".gitconfig", configuration)
    let user = IgnoreRules.UserFiles(home: folder.path, systemConfiguration: nil)
    let home = FilePath("/home")
    let found = try #require(user.excludesFile())
    let moved =
      found.starts(with: folder.path)
      ? home.pushing(FilePath(root: nil, found.components.dropFirst(folder.path.components.count)))
      : found
    #expect(moved == expected)
    #expect((named == nil) == (expected == "/home/.config/git/ignore"))
  }

  @Test func `a worktree shares the repository's own patterns`() throws {
    let folder = try TemporaryFolder(["tree/a.json", "tree/b.json"])
    try folder.makeRepository("main")
    try folder.write("main/.git/info/exclude", "a.json\n")
    try folder.write("main/.git/worktrees/tree/HEAD", "ref: refs/heads/tree\n")
    try folder.write("main/.git/worktrees/tree/commondir", "../..\n")
    try folder.write("tree/.git", "gitdir: ../main/.git/worktrees/tree\n")
    #expect(folder.walk("tree").paths == ["b.json"])
  }

  @Test func `an ignore file that is a link or a pipe says nothing`() throws {
    let folder = try TemporaryFolder(["a.json", "x/b.json"])
    try folder.makeRepository()
    try folder.write("rules", "*.json\n")
    try folder.link(".gitignore", to: "rules")
    try folder.makePipe("x/.gitignore")
    #expect(folder.walk().paths == ["x/", "x/b.json", "a.json"])
  }

  private func excludes(_ name: FilePath, in folder: TemporaryFolder) throws -> Bool {
    let workTree = try #require(try GitWorkTree.containing(folder.path))
    return IgnoreRules.excludes(
      folder.path.pushing(name),
      isFolder: false,
      in: workTree,
      user: .none
    )
  }
}
