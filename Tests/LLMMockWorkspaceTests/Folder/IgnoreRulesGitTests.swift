import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

/// Compares with `git check-ignore` on random trees and rules.
@Suite(.enabled(if: RandomRepository.git != nil, "git is not installed"))
struct IgnoreRulesGitTests {
  @Test func `git ignores the same of any tree`() throws {
    var random = SeededGenerator()
    let seed = random.seed
    for _ in 0..<8 {
      let repository = try RandomRepository(using: &random)
      let workTree = try #require(try GitWorkTree.containing(repository.root))
      let expected = try repository.ignoredByGit()
      let rules = IgnoreRules(atRootOf: workTree, user: repository.user)
      let found = repository.names.filter { name, isFolder in
        repository.excludes(name, isFolder: isFolder, rules)
      }
      let difference = expected.symmetricDifference(found.keys)
      #expect(difference.isEmpty, "\(repository.rules), seed \(seed)")

      let walk = FolderWalker(
        repository.root,
        options: .init(includeEmptyFolders: true),
        user: repository.user
      )
      let walked = Set(walk.map { String(decoding: $0.parent + $0.name, as: UTF8.self) })
      let shown = repository.names.filter { name, isFolder in
        !expected.contains(name) && (isFolder || name.hasSuffix(".json"))
          && !name.split(separator: "/").dropLast(isFolder ? 0 : 1).contains { $0.first == "." }
      }
      #expect(walked == Set(shown.keys), "\(repository.rules), seed \(seed)")
    }
  }
}

/// A repository with random names and random ignore files.
private struct RandomRepository {
  /// The program, where there is one.
  static let git: String? = ["/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private let folder: TemporaryFolder
  /// All names below the root, and whether they are folders.
  private(set) var names: [String: Bool] = [:]
  /// The ignore files, for a person who has to find out.
  private(set) var rules: [String: String] = [:]

  var root: FilePath { folder.appending("repo") }
  var user: IgnoreRules.UserFiles {
    IgnoreRules.UserFiles(home: folder.appending("home"), systemConfiguration: nil)
  }

  init(using random: inout SeededGenerator) throws {
    folder = try TemporaryFolder(["home/", "repo/"])
    // All that git asks of a repository, and quicker than running it.
    try folder.makeRepository("repo")
    try folder.makeFolder("repo/.git/objects")
    try folder.makeFolder("repo/.git/refs")
    for _ in 0..<Int.random(in: 5...40, using: &random) { try addName(using: &random) }
    var files = ["repo/.gitignore"]
    for name in names.filter(\.value).keys.sorted()
    where Int.random(in: 0..<3, using: &random) == 0 {
      files.append("repo/\(name)/.gitignore")
    }
    if Bool.random(using: &random) { files.append("repo/.git/info/exclude") }
    if Bool.random(using: &random) { files.append("home/.config/git/ignore") }
    for file in files {
      let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Self.pattern(using: &random) + "\n"
      }
      rules[file] = lines.joined()
      try folder.write(FilePath(file), lines.joined())
    }
  }

  /// Makes a file or an empty folder, and the folders around it.
  private mutating func addName(using random: inout SeededGenerator) throws {
    var path: [String] = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      path.append(Self.name(using: &random))
      let name = path.joined(separator: "/")
      if names[name] == false { return }
      if names[name] == nil { try folder.makeFolder(FilePath("repo/" + name)) }
      names[name] = true
    }
    path.append(Self.name(using: &random))
    let name = path.joined(separator: "/")
    if names[name] != nil { return }
    names[name] = false
    try folder.write(FilePath("repo/" + name))
  }

  /// What the rules say of a path, from the root down.
  func excludes(_ path: String, isFolder: Bool, _ rules: IgnoreRules) -> Bool {
    var rules = rules
    var folder = "repo/"
    let names = path.split(separator: "/")
    for name in names.dropLast() {
      if rules.excludes(Array(name.utf8), isFolder: true) { return true }
      folder += name + "/"
      let file = self.rules[folder + ".gitignore"].map { Array($0.utf8) }
      rules = rules.entering(Array(name.utf8), ignoreFile: file)
    }
    return rules.excludes(Array((names.last ?? "").utf8), isFolder: isFolder)
  }

  func ignoredByGit() throws -> Set<String> {
    let input = names.keys.reduce(into: [UInt8]()) { $0 += Array($1.utf8) + [0] }
    let output = try git(["check-ignore", "--no-index", "-z", "--stdin"], input: Data(input))
    return Set(Array(output).split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }

  private func git(_ arguments: [String], input: Data) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.git))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: root.string)
    process.environment = [
      "HOME": folder.appending("home").string, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
    ]
    // Small enough for the pipe.
    let (send, receive) = (Pipe(), Pipe())
    process.standardInput = send
    process.standardOutput = receive
    try process.run()
    try send.fileHandleForWriting.write(contentsOf: input)
    try send.fileHandleForWriting.close()
    let output = try receive.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    // 1: nothing is ignored.
    try #require(process.terminationReason == .exit && process.terminationStatus <= 1)
    return output
  }

  private static func name(using random: inout SeededGenerator) -> String {
    let names = [
      "a", "b", "ab", "abc", "A", "foo", "foo.json", "a.json", "b.json", "x.log", "a b", "t ",
      "#x", "!y", "[z]", "é", "a-b", "build", "out", "*", "q\\r", ".dot", "new\nline.json",
    ]
    return names.randomElement(using: &random) ?? "a"
  }

  private static func pattern(using random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "b", "ab", "c", "foo", ".json", "x.log", "*", "*", "**", "***", "?", "/", "/", "/**/",
      "**/", "/**", "[ab]", "[!a]", "[^b-z]", "[a-c]", "[]a]", "[[:alpha:]]", "[[:punct:]]",
      "[[:bad:]]", "[a", "[z-a]", "[\\]a]", "[a-]", "[[:]", "\\a", "\\#", "\\!", "\\ ", "\\*", " ",
      "#", "!", "-", "é", "build", "out", "\\/", ".", "..", "\t",
    ]
    var pattern = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }.joined()
    if Int.random(in: 0..<4, using: &random) == 0 { pattern = "!" + pattern }
    if Int.random(in: 0..<4, using: &random) == 0 { pattern = "/" + pattern }
    if Int.random(in: 0..<4, using: &random) == 0 { pattern += "/" }
    if Int.random(in: 0..<8, using: &random) == 0 { pattern += "  " }
    if Int.random(in: 0..<12, using: &random) == 0 { pattern += "\r" }
    if Int.random(in: 0..<12, using: &random) == 0 { pattern += "\\" }
    return pattern
  }
}
