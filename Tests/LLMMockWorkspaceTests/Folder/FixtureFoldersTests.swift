import LLMMockCore
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

struct FixtureFoldersTests {
  @Test(arguments: [
    (["tests/fixtures/", "Tests/fixtures/", "fixtures/", "app/"], "app", "tests/fixtures"),
    (["Tests/fixtures/", "fixtures/"], "", "Tests/fixtures"),
    (["fixtures/", "app/fixtures/"], "app", "app/fixtures"),
    (["tests/fixtures/", "app/deep/"], "app/deep", "tests/fixtures"),
    (["tests/fixtures/chat/"], "tests/fixtures/chat", "tests/fixtures"),
    (["app/", "tests/fixtures"], "app", nil),
    (["app/"], "app", nil),
  ])
  func `the nearest folder with one of the names is opened`(
    names: [String],
    here: FilePath,
    expected: FilePath?
  ) throws {
    // On a disk that does not tell "tests" from "Tests" the first row holds all the same.
    let folder = try TemporaryFolder(names)
    try folder.makeRepository()
    let lookup = try folders(folder.appending(here)).lookUp()
    #expect(lookup.found == expected.map(folder.appending))
    if expected == nil { #expect(lookup.highest == folder.path) }
  }

  @Test func `outside of git only here counts`() throws {
    let folder = try TemporaryFolder(["fixtures/", "app/"])
    #expect(
      try folders(folder.appending("app")).lookUp()
        == FixtureFolders.Lookup(found: nil, highest: folder.appending("app"))
    )
  }

  @Test func `a link that leads out of the repository is not taken`() throws {
    let folder = try TemporaryFolder(["repo/tests/", "repo/real/", "secret/"])
    try folder.makeRepository("repo")
    try folder.link("repo/tests/fixtures", to: "../../secret")
    try folder.link("repo/fixtures", to: "real")
    #expect(
      try folders(folder.appending("repo")).lookUp().found == folder.appending("repo/fixtures")
    )
  }

  @Test func `folders below are listed with how many fixtures they hold`() throws {
    let folder = try TemporaryFolder([
      "packages/web/tests/fixtures/a.json", "packages/api/tests/fixtures/chat/a.json",
      "packages/api/tests/fixtures/stream/b.json", "packages/api/tests/fixtures/c.json",
      "recorded/x.json", "recorded/deep/y.json", "node_modules/fixtures/a.json",
    ])
    try folder.write("package.json", "{}")
    try folder.write("packages/api/tests/fixtures/other.json", "{}")
    try folder.write("late.json", String(repeating: " ", count: 5000) + #"{"interactions": []}"#)
    let (found, isComplete) = folders(folder.path).below(until: .now + .seconds(60))
    #expect(
      found == [
        FixtureFolders.Below(path: "packages/api/tests/fixtures", count: 3),
        FixtureFolders.Below(path: "packages/web/tests/fixtures", count: 1),
        FixtureFolders.Below(path: "recorded", count: 2),
      ]
    )
    #expect(isComplete)
  }

  @Test func `fixtures here are listed as here`() throws {
    let folder = try TemporaryFolder(["a.json", "x/b.json"])
    let (found, _) = folders(folder.path).below(until: .now + .seconds(60))
    #expect(found.map(\.path) == ["x", "."])
    #expect(found.map(\.count) == [1, 1])
  }

  @Test func `the search below ends in time`() throws {
    let folder = try TemporaryFolder(["a/x.json", "b/x.json", "c/x.json"])
    let late = folders(folder.path).below(until: .now - .seconds(1))
    #expect(late.folders.isEmpty)
    #expect(!late.isComplete)
    let few = folders(folder.path).below(until: .now + .seconds(60), limit: 3)
    #expect(few.folders.map(\.path) == ["a"])
    #expect(!few.isComplete)
  }

  @Test(arguments: [
    ("tests/fixture", "tests/fixtures"),
    ("test/fixtures", "tests/fixtures"),
    ("test/fixture", "tests/fixtures"),
    ("Tests/Fixtures", "tests/fixtures"),
    ("tests/fxitures", "tests/fixtures"),
    ("tests/fixtures/sumarize.json", "tests/fixtures/summarize.json"),
    ("tests/fixtures/sumarize", "tests/fixtures/summarize.json"),
    ("./tests/fixture", "./tests/fixtures"),
    ("tests/../test/fixtures", "tests/../tests/fixtures"),
    ("text/fixtures", "tests/fixtures"),
    ("completely/different", nil),
    ("tests/zzz", nil),
    ("t", nil),
    ("gti", nil),
  ])
  func `a path that does not exist has a nearest one`(path: FilePath, nearest: FilePath?) throws {
    let folder = try TemporaryFolder([
      "tests/fixtures/summarize.json", "text/other/", "tests/data/", ".git/",
    ])
    let found = folders(folder.path).nearestName(to: path)
    // A disk that does not tell case apart finds the first name as it was written.
    #expect(found?.bytes.map(lowercased) == nearest?.bytes.map(lowercased))
    #expect(folders("/").nearestName(to: folder.path.pushing(path)) == found.map(folder.appending))
  }

  private func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  private func folders(_ here: FilePath) -> FixtureFolders {
    FixtureFolders(here: here, user: .none)
  }
}

struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("fixtures", "fixture", 1), ("fixtures", "fxitures", 1),
    ("Fixtures", "fIXTURES", 0), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abc", "ca", 3),
    ("é", "e", 2),
  ])
  func `slips of the hand are counted`(one: String, two: String, distance: Int) {
    #expect(EditDistance.between(Array(one.utf8), Array(two.utf8), limit: 3) == distance)
    #expect(EditDistance.between(Array(two.utf8), Array(one.utf8), limit: 3) == distance)
    if distance > 0 {
      #expect(EditDistance.between(Array(one.utf8), Array(two.utf8), limit: distance - 1) == nil)
    }
  }
}
