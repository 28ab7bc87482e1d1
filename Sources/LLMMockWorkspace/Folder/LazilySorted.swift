/// Elements that are put in order only as far as someone asks for them.
///
/// The first of a hundred thousand names are known long before all of them are sorted: the range
/// is divided until its first part is small, that part is sorted, the rest waits.
struct LazilySorted<Element> {
  private var elements: [Element]
  /// The next element to be taken.
  private var position = 0
  /// Up to here the elements are in their final order.
  private var sortedEnd = 0
  /// Where the parts beyond `sortedEnd` end, the nearest last.
  ///
  /// No element of a part belongs before one of an earlier part.
  private var ends: [Int]
  /// How many more times a part may be divided unevenly.
  private var patience = 8

  init(_ elements: [Element]) {
    self.elements = elements
    ends = elements.isEmpty ? [] : [elements.count]
  }

  /// How many elements are left.
  var count: Int { elements.count - position }

  /// Takes the first element of those left; nil when none is.
  ///
  /// The order must be total, without ties, and the same on every call.
  mutating func next(by precedes: (Element, Element) -> Bool) -> Element? {
    if position == sortedEnd { sortNextPart(by: precedes) }
    guard position < sortedEnd else { return nil }
    defer { position += 1 }
    return elements[position]
  }

  private mutating func sortNextPart(by precedes: (Element, Element) -> Bool) {
    guard var end = ends.last else { return }
    // Dividing unevenly every time would take quadratic time.
    while patience >= 0, end - sortedEnd > 128 {
      let middle = partition(sortedEnd..<end, by: precedes)
      let isUneven = min(middle - sortedEnd, end - middle) < (end - sortedEnd) / 16
      ends.append(middle)
      end = middle
      if isUneven { patience -= 1 }
    }
    elements[sortedEnd..<end].sort(by: precedes)
    sortedEnd = end
    ends.removeLast()
  }

  /// Divides the range into elements that come first and elements that come later.
  ///
  /// - Returns: where the later ones begin; never an end of the range.
  private mutating func partition(
    _ range: Range<Int>,
    by precedes: (Element, Element) -> Bool
  ) -> Int {
    let quarter = range.count / 4
    var candidates = [quarter, quarter * 2, quarter * 3].map { range.lowerBound + $0 }
    candidates.sort { precedes(elements[$0], elements[$1]) }
    elements.swapAt(range.lowerBound, candidates[1])
    let pivot = elements[range.lowerBound]
    var low = range.lowerBound
    var high = range.upperBound - 1
    while true {
      while precedes(elements[low], pivot) { low += 1 }
      while precedes(pivot, elements[high]) { high -= 1 }
      if low >= high { return high + 1 }
      elements.swapAt(low, high)
      low += 1
      high -= 1
    }
  }
}

extension LazilySorted: Sendable where Element: Sendable {}
