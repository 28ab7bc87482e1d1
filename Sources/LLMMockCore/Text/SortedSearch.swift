extension RandomAccessCollection {
  /// The first place whose element is not before what is looked for; the end when all are.
  ///
  /// The elements that are before it must stand first.
  package func firstPlace(notBefore isBefore: (Element) -> Bool) -> Index {
    var (low, count) = (startIndex, count)
    while count > 0 {
      let middle = index(low, offsetBy: count / 2)
      if isBefore(self[middle]) {
        low = index(after: middle)
        count -= count / 2 + 1
      } else {
        count /= 2
      }
    }
    return low
  }
}
