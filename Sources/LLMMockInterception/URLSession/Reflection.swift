import Synchronization

/// The stored properties that one class of an object declares, found by name.
///
/// A mirror walks them all for a name; here that happens once for every class.
struct Reflection {
  private static let offsets = Mutex<[ObjectIdentifier: [String: Int]]>([:])

  private let children: Mirror.Children
  private let offsets: [String: Int]

  /// Nil when the object is not of the class.
  init?(_ object: Any, as type: Any.Type) {
    var mirror: Mirror? = Mirror(reflecting: object)
    while let current = mirror, current.subjectType != type { mirror = current.superclassMirror }
    guard let children = mirror?.children else { return nil }
    self.children = children
    offsets = Self.offsets.withLock { known in
      let key = ObjectIdentifier(type)
      if let offsets = known[key] { return offsets }
      let labels = children.enumerated().map { ($1.label ?? "", $0) }
      let offsets = Dictionary(labels) { first, _ in first }
      known[key] = offsets
      return offsets
    }
  }

  subscript(name: String) -> Any? {
    offsets[name].map { children[children.index(children.startIndex, offsetBy: $0)].value }
  }
}
