import LLMMockCore
import TestSupport
import Testing

struct DiffPropertyTests {
  @Test func `an interaction does not differ from itself`() throws {
    var generator = SeededGenerator()
    for value in try DiffSamples.interactions(50, using: &generator) {
      let diff = InteractionDiff(value, value)
      #expect(diff.isEmpty && diff.hidden.isEmpty && diff.notes.isEmpty)
    }
  }

  @Test func `whatever is changed in an interaction is seen`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    for value in try DiffSamples.interactions(25, using: &generator) {
      for _ in 0..<20 {
        guard let mutation = Mutation.random(of: value, using: &generator) else { continue }
        let new = try JSONTree(mutation.text).root
        let diff = InteractionDiff(value, new)
        #expect(
          !diff.isEmpty || !diff.hidden.isEmpty,
          "seed \(seed): \(mutation.what) of \(String(decoding: value.text.prefix(200), as: UTF8.self))"
        )
        check(diff, seed)
      }
    }
  }

  @Test func `nothing is hidden when volatile fields are shown`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    for value in try DiffSamples.interactions(12, using: &generator) {
      for _ in 0..<10 {
        guard let mutation = Mutation.random(of: value, using: &generator) else { continue }
        let new = try JSONTree(mutation.text).root
        let diff = InteractionDiff(value, new, options: .init(showsVolatile: true))
        #expect(!diff.isEmpty, "seed \(seed): \(mutation.what)")
        #expect(diff.hidden == [], "seed \(seed): \(mutation.what)")
      }
    }
  }

  @Test func `two different interactions are compared to the end`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    let values = try DiffSamples.interactions(40, using: &generator)
    for (old, new) in zip(values, values.shuffled(using: &generator)) {
      check(InteractionDiff(old, new, options: .init(keepsValues: true)), seed)
      check(InteractionDiff(old, nil), seed)
      check(InteractionDiff(nil, new), seed)
    }
  }

  /// What holds for every diff.
  private func check(_ diff: InteractionDiff, _ seed: UInt64) {
    let lines = diff.sections.flatMap(\.lines)
    let changes = lines.compactMap(\.change)
    #expect(Set(changes) == Set(0..<diff.changeCount), "seed \(seed)")
    #expect(changes == changes.sorted(), "seed \(seed)")
    for line in lines {
      #expect((line.kind == .same) == (line.change == nil) || line.kind == .note, "seed \(seed)")
      switch line.kind {
      case .same: #expect(line.old == line.new, "seed \(seed)")
      case .removed: #expect(line.new == nil, "seed \(seed)")
      case .added: #expect(line.old == nil, "seed \(seed)")
      case .changed: #expect(line.old != nil && line.new != nil, "seed \(seed)")
      case .note: #expect(line.old == nil && line.new != nil, "seed \(seed)")
      }
      for text in [line.old, line.new].compactMap(\.self) {
        let plain = text.plain
        #expect(!plain.unicodeScalars.contains { VisibleText.token(for: $0)?.isEmpty == false })
      }
    }
  }
}

/// A change of one value somewhere in a JSON text.
struct Mutation {
  var what: String
  var text: [UInt8]

  static func random(
    of root: JSONValue,
    using generator: inout SeededGenerator
  ) -> Mutation? {
    var path = ""
    var value = root
    // The request and the answer are most of it; what stands beside them must be met too.
    while value.kind == .object || value.kind == .array {
      var children: [(String, JSONValue)] = value.members.map { ($0.key.decoded, $0.value) }
      children += value.elements.enumerated().map { (String($0.offset), $0.element) }
      guard let child = children.randomElement(using: &generator) else { break }
      path += "/" + child.0
      value = child.1
      if Int.random(in: 0..<12, using: &generator) == 0 { break }
    }
    guard !path.isEmpty else { return nil }
    let replacement: String
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: replacement = "null"
    case 1: replacement = "\"other \\u001b text\""
    case 2: replacement = "{\"k\": [1, {\"z\": true}]}"
    case 3: replacement = "[]"
    default:
      switch value.kind {
      case .string:
        replacement =
          String(decoding: value.text.dropLast(), as: UTF8.self)
          + (Bool.random(using: &generator) ? " more\"" : "x\"")
      case .number:
        let text = String(decoding: value.text, as: UTF8.self)
        replacement = text.hasPrefix("-") ? String(text.dropFirst()) : "9" + text
      case .true: replacement = "false"
      case .false: replacement = "true"
      case .null: replacement = "1.5"
      default: replacement = "-0"
      }
    }
    guard !value.text.elementsEqual(replacement.utf8) else { return nil }
    var bytes = Array(root.text)
    let start = value.range.lowerBound - root.range.lowerBound
    bytes.replaceSubrange(start..<start + value.range.count, with: replacement.utf8)
    return Mutation(what: "\(path) is \(replacement)", text: bytes)
  }
}
