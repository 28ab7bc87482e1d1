import Dispatch
import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// Finds the interactions a query fits, in slices that a newer query ends.
final class Finder: Sendable {
  private let catalog: Catalog
  private let files: FileSystem
  private let queue = LatestQueue("llm-mock.finder")
  private let newest = Atomic(0)
  private let post: @Sendable (Message) -> Void

  init(catalog: Catalog, files: FileSystem, post: @escaping @Sendable (Message) -> Void) {
    self.catalog = catalog
    self.files = files
    self.post = post
  }

  func find(_ query: Query, below entry: EntryID, in listing: Listing, generation: Int) {
    newest.store(generation, ordering: .relaxed)
    queue.run { [self] in
      run(query, below: entry, in: listing, generation: generation)
    }
  }

  func cancel() { newest.store(-1, ordering: .relaxed) }

  private func run(_ query: Query, below entry: EntryID, in listing: Listing, generation: Int) {
    guard let place = listing.place(of: entry) else {
      post(.found([], isComplete: true, generation: generation))
      return
    }
    var found: [InteractionID] = []
    var posted = ContinuousClock.now
    let texts = query.texts.map { (TextNeedle($0.text), $0.isNegated) }
    for index in place..<listing.ends[place] {
      guard newest.load(ordering: .relaxed) == generation else { return }
      let file = listing.entries[index]
      guard let content = file.content else { continue }
      let provider: String? =
        if case .fixture(let fixture) = content { fixture.provider } else { nil }
      let path = file.id.shown
      var fitting: [Int] = []
      for (number, summary) in content.interactions.enumerated()
      where query.fits(summary, position: number + 1, file: path, provider: provider) {
        fitting.append(number)
      }
      if !texts.isEmpty, !fitting.isEmpty {
        fitting = self.fitting(fitting, of: file.id, content.interactions, texts)
      }
      found += fitting.map { InteractionID(file: file.id, index: $0) }
      if !fitting.isEmpty, query.order == .position, posted.duration(to: .now) > .milliseconds(100)
      {
        posted = .now
        post(.found(found, isComplete: false, generation: generation))
      }
    }
    post(.found(sort(found, query.order, listing), isComplete: true, generation: generation))
  }

  /// Those whose recorded text fits.
  private func fitting(
    _ numbers: [Int],
    of file: EntryID,
    _ interactions: [InteractionSummary],
    _ texts: [(TextNeedle, Bool)]
  ) -> [Int] {
    // A file that cannot be read now, or changed, is read again for the next listing.
    guard let known = catalog.known(file), let open = try? files.open(known.path),
      (try? open.status().version) == known.result.version
    else { return [] }
    return numbers.filter { number in
      let range = interactions[number].range
      guard let bytes = try? open.read(range.lowerBound, range.count) else { return false }
      return texts.allSatisfy { needle, isNegated in needle.occurs(in: bytes) != isNegated }
    }
  }

  private func sort(
    _ found: [InteractionID],
    _ order: InteractionOrder,
    _ listing: Listing
  ) -> [InteractionID] {
    if order == .position { return found }
    let keyed = found.enumerated().map { place, id in (place, id, listing.summary(of: id)) }
    return keyed.sorted { left, right in
      switch order {
      case .newest:
        let (first, second) = (left.2?.recordedAt ?? "", right.2?.recordedAt ?? "")
        if first != second { return first > second }
      case .model:
        let (first, second) = (left.2?.model ?? "", right.2?.model ?? "")
        if first != second { return first < second }
      case .tokens:
        let (first, second) = (left.2?.tokens ?? -1, right.2?.tokens ?? -1)
        if first != second { return first > second }
      case .position: break
      }
      return left.0 < right.0
    }.map(\.1)
  }
}

/// A text to look for in recorded JSON, where it may be escaped.
struct TextNeedle: Sendable {
  /// The text as it may stand in the file, in lower case.
  private let spellings: [[UInt8]]

  init(_ text: String) {
    let escaped = Set(
      [JSONCharacterSet.ascii, .unicode].map { characters in
        JSONString.quote(text, as: characters).dropFirst().dropLast().map(asciiLowercased)
      }
    )
    spellings = Array(escaped)
  }

  func occurs(in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      spellings.contains { Self.occurs($0, in: buffer) }
    }
  }

  private static func occurs(_ needle: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = needle.first else { return true }
    guard bytes.count >= needle.count else { return false }
    let upper = first >= 0x61 && first <= 0x7A ? first & ~0x20 : first
    for start in 0...(bytes.count - needle.count) {
      let byte = bytes[start]
      guard byte == first || byte == upper else { continue }
      var length = 1
      while length < needle.count, asciiLowercased(bytes[start + length]) == needle[length] {
        length += 1
      }
      if length == needle.count { return true }
    }
    return false
  }
}
