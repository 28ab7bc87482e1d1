/// A JSON text and where its values stand: the bytes and a flat array of spans.
///
/// Nothing is decoded before it is asked for, and nothing is nested, so a text of any depth is
/// parsed, walked and freed in constant stack space.
package final class JSONTree: Sendable {
  package struct Node: Hashable, Sendable {
    fileprivate enum Tag: UInt8 { case object, array, string, number, `true`, `false`, null, key }
    fileprivate var tag: Tag
    /// Offsets into ``JSONTree/bytes``; a string's and a key's quotes are inside.
    var start: UInt32
    var end: UInt32
    /// The number of the first node that is not inside this one.
    var next: UInt32
  }

  /// The whole text, byte order mark and white space included.
  package let bytes: [UInt8]
  let nodes: [Node]

  /// Parses one JSON text.
  ///
  /// - Throws: ``JSONSyntaxError``, its offset counted in `bytes`.
  package init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
    guard bytes.count < Int(UInt32.max) else { throw JSONSyntaxError(.tooLarge, at: 0) }
    var builder = Builder()
    var scanner = JSONScanner()
    let result = bytes.withUnsafeBufferPointer { window in
      Result { () throws(JSONSyntaxError) in
        try scanner.scan(window, isLast: true, visitor: &builder)
      }
    }
    _ = try result.get()
    self.bytes = bytes
    nodes = builder.nodes
  }

  package convenience init(_ text: String) throws(JSONSyntaxError) {
    try self.init(Array(text.utf8))
  }

  package var root: JSONValue { JSONValue(tree: self, index: 0) }

  private struct Builder: JSONVisitor {
    var nodes: [Node] = []
    private var open: [Int] = []

    mutating func began(_ kind: JSONKind, at offset: Int) -> Bool {
      open.append(nodes.count)
      append(kind == .object ? .object : .array, offset, offset)
      return true
    }

    mutating func ended(at end: Int) {
      guard let index = open.popLast() else { return }
      nodes[index].end = UInt32(truncatingIfNeeded: end)
      nodes[index].next = UInt32(truncatingIfNeeded: nodes.count)
    }

    mutating func key(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
      append(.key, offset, offset + text.count)
    }

    mutating func scalar(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
      append(Node.Tag(rawValue: kind.rawValue) ?? .null, offset, offset + text.count)
    }

    private mutating func append(_ tag: Node.Tag, _ start: Int, _ end: Int) {
      nodes.append(
        Node(
          tag: tag,
          start: UInt32(truncatingIfNeeded: start),
          end: UInt32(truncatingIfNeeded: end),
          next: UInt32(truncatingIfNeeded: nodes.count + 1)
        )
      )
    }
  }
}

extension JSONTree {
  /// Whether the key with that number has those characters.
  fileprivate func key(at place: Int, equals text: String) -> Bool {
    let node = nodes[place]
    let length = Int(node.end - node.start) - 2
    // An escape is longer than what it stands for, so a shorter key can't be equal.
    let count = text.utf8.count
    if length < count { return false }
    let key = bytes[Int(node.start) + 1..<Int(node.end) - 1]
    if length == count { return key.elementsEqual(text.utf8) }
    return key.contains(UInt8(ascii: "\\"))
      && JSONString(quoted: bytes[Int(node.start)..<Int(node.end)]).equals(text)
  }
}

extension JSONTree.Node {
  var kind: JSONKind { JSONKind(rawValue: tag.rawValue) ?? .string }
  /// Whether it is a string and no key.
  var isString: Bool { tag == .string }
}

/// One value in a ``JSONTree``.
package struct JSONValue: Sendable {
  package let tree: JSONTree
  /// The value's number in its tree, in the order of the text.
  package let index: Int

  private var node: JSONTree.Node { tree.nodes[index] }

  package var kind: JSONKind { node.kind }
  /// The value's offsets in the tree's bytes.
  package var range: Range<Int> { Int(node.start)..<Int(node.end) }
  /// The value's text as it stands in the file.
  package var text: ArraySlice<UInt8> { tree.bytes[range] }

  /// The elements of an array in order; nothing for any other kind.
  package var elements: Elements {
    Elements(tree: tree, cursor: index + 1, end: kind == .array ? Int(node.next) : index + 1)
  }

  /// The members of an object in order, repeated keys included; nothing for any other kind.
  package var members: Members {
    Members(tree: tree, cursor: index + 1, end: kind == .object ? Int(node.next) : index + 1)
  }

  /// The last member with that key; nil when there is none, or when this is not an object.
  package subscript(key: String) -> JSONValue? {
    member(key)?.value
  }

  /// The last member with that key, with its key.
  package func member(_ key: String) -> Member? {
    var members = members
    var found: Int?
    while let place = members.nextPlace() {
      if tree.key(at: place, equals: key) { found = place }
    }
    return found.map(members.member(at:))
  }

  /// A string's characters; nil for any other kind.
  ///
  /// A lone surrogate becomes U+FFFD.
  package var string: String? {
    kind == .string ? JSONString(quoted: text).decoded : nil
  }

  /// A string; nil for any other kind.
  package var jsonString: JSONString? {
    kind == .string ? JSONString(quoted: text) : nil
  }

  /// A number that fits an `Int` exactly; nil for anything else.
  package var int: Int? {
    kind == .number ? Int(String(decoding: text, as: UTF8.self)) : nil
  }

  package var isTrue: Bool { kind == .true }
  package var isNull: Bool { kind == .null }

  package struct Member: Sendable {
    package let key: JSONString
    package let keyRange: Range<Int>
    package let value: JSONValue
  }

  package struct Elements: Sequence, IteratorProtocol {
    let tree: JSONTree
    var cursor: Int
    let end: Int

    package mutating func next() -> JSONValue? {
      guard cursor < end else { return nil }
      defer { cursor = Int(tree.nodes[cursor].next) }
      return JSONValue(tree: tree, index: cursor)
    }
  }

  package struct Members: Sequence, IteratorProtocol {
    let tree: JSONTree
    var cursor: Int
    let end: Int

    package mutating func next() -> Member? {
      nextPlace().map(member(at:))
    }

    /// The number of the next key's node.
    fileprivate mutating func nextPlace() -> Int? {
      guard cursor < end else { return nil }
      defer { cursor = Int(tree.nodes[cursor + 1].next) }
      return cursor
    }

    fileprivate func member(at place: Int) -> Member {
      let key = tree.nodes[place]
      let range = Int(key.start)..<Int(key.end)
      return Member(
        key: JSONString(quoted: tree.bytes[range]),
        keyRange: range,
        value: JSONValue(tree: tree, index: place + 1)
      )
    }
  }

  /// How many elements or members there are; 0 for a scalar.
  package var count: Int {
    switch kind {
    case .array: elements.reduce(into: 0) { count, _ in count += 1 }
    case .object: members.reduce(into: 0) { count, _ in count += 1 }
    default: 0
    }
  }
}
