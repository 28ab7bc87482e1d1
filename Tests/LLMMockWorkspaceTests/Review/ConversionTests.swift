import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

/// What git makes of a file on its way into the index.
@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct ConversionTests {
  private static let one = interaction("one", "1")
  private static let two = interaction("two", "2")
  private static let three = interaction("three", "3")
  private static let uno = interaction("one", "uno")
  private static let due = interaction("two", "due")

  private let name = "tests/fixtures/a.json"

  /// Settings, attributes, and the work tree's line ends.
  static let conversions: [(name: String, settings: [String], attributes: String, crlf: Bool)] = [
    ("plain", [], "", false), ("plain, CRLF in the file", [], "", true),
    ("autocrlf", ["core.autocrlf", "true"], "", true),
    ("autocrlf and LF in the file", ["core.autocrlf", "true"], "", false),
    ("autocrlf=input", ["core.autocrlf", "input"], "", true),
    ("text", [], "*.json text eol=crlf\n", true), ("auto", [], "*.json text=auto\n", true),
    ("not text", ["core.autocrlf", "true"], "*.json -text\n", true),
    ("a filter", ["filter.x.clean", "tr a-z A-Z"], "*.json filter=x\n", false),
    ("ident", [], "*.json ident\n", false),
  ]

  @Test(arguments: conversions.map(\.name), [true, false])
  func `all staged is what git add would stage`(name: String, endsWithLine: Bool) throws {
    let conversion = try #require(Self.conversions.first { $0.name == name })
    func text(_ interactions: [String]) -> String {
      let text = fixture(interactions)
      return (endsWithLine ? text : String(text.dropLast()))
        .replacing("\n", with: conversion.crlf ? "\r\n" : "\n")
    }
    let bench = try GitBench()
    try bench.write(".gitattributes", conversion.attributes)
    if !conversion.settings.isEmpty {
      try bench.git("config", "--global", conversion.settings[0], conversion.settings[1])
    }
    try bench.write(FilePath(self.name), text([Self.one, Self.two]))
    try bench.commitAll()
    try bench.write(FilePath(self.name), text([Self.uno, Self.two, Self.three]))
    try bench.write("tests/fixtures/new.json", text([Self.uno, Self.two]))
    let review = try bench.review()
    // An uppercase filter makes another fixture of it, which is not read as one.
    for file in try review.load().files {
      try #require(file.isDivisible || name == "a filter", "\(file.problem ?? "")")
      for item in file.items.indices {
        let now = try #require(try review.load().files.first { $0.path == file.path })
        try review.stage([ReviewSelection(now, items: [item])])
      }
      if !file.isDivisible { try review.stage([ReviewSelection(file)]) }
    }
    let staged = try bench.git("ls-files", "-s")
    try bench.git("add", "-A")
    #expect(try bench.git("ls-files", "-s") == staged)
    #expect(try review.load().files.allSatisfy { $0.staging == .staged })
  }

  @Test func `line ends that git leaves alone stay`() throws {
    // Committed with CRLF before conversion was turned on.
    func text(_ interactions: [String]) -> String {
      fixture(interactions).replacing("\n", with: "\r\n")
    }
    let bench = try GitBench([FilePath(name): text([Self.one, Self.two])])
    try bench.git("config", "core.autocrlf", "true")
    try bench.write(FilePath(name), text([Self.uno, Self.due]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    try review.stage([ReviewSelection(file, items: [0])])
    #expect(try bench.stored("", name) == text([Self.uno, Self.two]))
    try review.stage(try review.load().files.map { ReviewSelection($0) })
    let staged = try bench.git("ls-files", "-s")
    try bench.git("add", "-A")
    #expect(try bench.git("ls-files", "-s") == staged)
  }
}
