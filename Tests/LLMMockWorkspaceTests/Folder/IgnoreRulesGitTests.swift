import Foundation
import LLMMockCore
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
    for _ in 0..<25 {
      let repository = try RandomRepository(using: &random)
      let workTree = try #require(try GitWorkTree.containing(repository.root))
      let expected = try repository.ignoredByGit()
      let found = repository.names.filter { name, isFolder in
        IgnoreRules.excludes(
          repository.root.pushing(name), isFolder: isFolder, in: workTree, user: repository.user)
      }
      let difference = expected.symmetricDifference(found.keys)
      #expect(difference.isEmpty, "\(repository.rules), seed \(seed)")
      let walked = FolderWalker(
        repository.root, options: .init(includeEmptyFolders: true), user: repository.user)
      let unexpected = walked.filter { expected.contains($0.path) }
      #expect(unexpected.isEmpty, "\(repository.rules), seed \(seed)")
      let shown = Set(walked.map(\.path))
      let missing = repository.names.keys.filter { !expected.contains($0) && !shown.contains($0) }
      #expect(
        missing.allSatisfy { $0.components.contains { $0.string.hasPrefix(".") } || !$0.isFixture },
        "\(repository.rules), seed \(seed)")
    }
  }
}

extension FilePath {
  fileprivate var isFixture: Bool { `extension` == "json" }
}

/// A repository with random names and random ignore files.
private struct RandomRepository {
  /// The program, where there is one.
  static let git: String? = ["/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private let folder: TemporaryFolder
  /// All names below the root, and whether they are folders.
  private(set) var names: [FilePath: Bool] = [:]
  /// The ignore files, for a person who has to find out.
  private(set) var rules: [FilePath: String] = [:]

  var root: FilePath { folder.appending("repo") }
  var user: IgnoreRules.UserFiles {
    IgnoreRules.UserFiles(home: folder.appending("home"), systemConfiguration: nil)
  }

  init(using random: inout SeededGenerator) throws {
    folder = try TemporaryFolder(["home/", "repo/"])
    try git(["init", "--quiet"])
    for _ in 0..<Int.random(in: 5...40, using: &random) {
      var path = FilePath()
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        path.append(Self.name(using: &random))
        if names[path] == false { break }
        names[path] = true
      }
      guard names[path] == true, Bool.random(using: &random) else {
        try folder.makeFolder(FilePath("repo").pushing(path))
        continue
      }
      if names.keys.contains(where: { $0 != path && $0.starts(with: path) }) { continue }
      try folder.makeFolder(FilePath("repo").pushing(path).removingLastComponent())
      // Made as a folder by an earlier path.
      if FileManager.default.fileExists(atPath: root.pushing(path).string) { continue }
      names[path] = false
      try folder.write(FilePath("repo").pushing(path))
    }
    var files: [FilePath] = ["repo/.gitignore"]
    let folders = names.filter(\.value).keys.sorted { $0.string < $1.string }
    files += folders.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
      .map { FilePath("repo").pushing($0).appending(".gitignore") }
    if Bool.random(using: &random) { files.append("repo/.git/info/exclude") }
    if Bool.random(using: &random) { files.append("home/.config/git/ignore") }
    for file in files {
      let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Self.pattern(using: &random)
      }
      rules[file] = lines.joined(separator: "\n")
      try folder.write(file, lines.joined(separator: "\n") + "\n")
    }
  }

  func ignoredByGit() throws -> Set<FilePath> {
    let input = names.keys.reduce(into: [UInt8]()) { $0 += $1.bytes + [0] }
    let output = try git(["check-ignore", "--no-index", "-z", "--stdin"], input: Data(input))
    return Set(Array(output).split(separator: 0).map { FilePath(pathBytes: $0) })
  }

  @discardableResult
  private func git(_ arguments: [String], input: Data = Data()) throws -> Data {
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

  private static func name(using random: inout SeededGenerator) -> FilePath.Component {
    let names: [FilePath.Component] = [
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
