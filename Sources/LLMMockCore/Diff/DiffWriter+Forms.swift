extension DiffWriter {
  /// Two values of different kinds.
  mutating func compareForms(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    if let (before, after) = Self.texts(old, new) {
      note(Self.change(of: old, new), label: label, place, indent: indent)
      value(place, old, new)
      let (one, other) = (before.text, after.text)
      if JSONString(quoted: one.text) == JSONString(quoted: other.text) {
        whole(label, other, at: place, indent: indent, as: .same)
      } else {
        compareTexts(
          label,
          JSONString(quoted: one.text).generalizedUTF8,
          JSONString(quoted: other.text).generalizedUTF8,
          at: place,
          indent: indent
        )
      }
      return
    }
    if let (before, after) = embeddedForms(old, new, place) {
      note(Self.change(of: old, new), label: label, place, indent: indent)
      return compare(label, before, after, at: place, indent: indent)
    }
    if old.isScalar, new.isScalar, !Self.isTextOrNothing(old, new) {
      return changed(label, old, new, at: place, indent: indent)
    }
    value(place, old, new)
    let change = newChange()
    whole(label, old, at: place, indent: indent, as: .removed, change: change)
    whole(label, new, at: place, indent: indent, as: .added, change: change)
  }

  /// Whether one is null and the other a text too long for a line, which is shown as one.
  private static func isTextOrNothing(_ old: JSONValue, _ new: JSONValue) -> Bool {
    guard old.isNull || new.isNull else { return false }
    let text = old.isNull ? new : old
    return text.kind == .string && text.range.count > 40
  }

  private static func change(of old: JSONValue, _ new: JSONValue) -> String {
    "was \(phrase(old)), is \(phrase(new))"
  }

  private static func phrase(_ value: JSONValue) -> String {
    switch value.kind {
    case .string: "a text"
    case .array: "a list with one text part"
    default: "an object"
    }
  }

  /// A text, or the one text part of a list.
  private struct TextForm {
    var text: JSONValue
  }

  /// A text and a list that has one text and nothing else, in either order.
  private static func texts(
    _ old: JSONValue,
    _ new: JSONValue
  ) -> (old: TextForm, new: TextForm)? {
    guard let before = form(of: old), let after = form(of: new) else { return nil }
    return (before, after)
  }

  private static func form(of value: JSONValue) -> TextForm? {
    if value.kind == .string { return TextForm(text: value) }
    guard value.kind == .array, value.count == 1,
      let part = value.elements.first(where: { _ in true }),
      part.kind == .object, let text = part["text"], text.kind == .string
    else { return nil }
    let isPlain = part.members.allSatisfy { member in
      member.key.equals("text")
        || member.key.equals("type")
          && ["text", "input_text", "output_text"].contains { member.value.equals($0) }
    }
    return isPlain && part.count <= 2 ? TextForm(text: text) : nil
  }

  /// Arguments that are an object on one side and its JSON in a string on the other.
  private func embeddedForms(
    _ old: JSONValue,
    _ new: JSONValue,
    _ place: Place
  ) -> (JSONValue, JSONValue)? {
    guard place.keys.last == "arguments" || place.keys.last == "input" else { return nil }
    func tree(_ value: JSONValue) -> JSONValue? {
      guard value.kind == .string else { return value.kind == .object ? value : nil }
      do {
        let root = try JSONTree(JSONString(quoted: value.text).generalizedUTF8).root
        return root.kind == .object ? root : nil
      } catch {
        // No JSON, so it is compared as it is.
        return nil
      }
    }
    guard let before = tree(old), let after = tree(new) else { return nil }
    return (before, after)
  }
}

extension JSONValue {
  fileprivate var isScalar: Bool { kind != .object && kind != .array }
}
