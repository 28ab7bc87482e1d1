import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A number as a type.
///
/// URLSession knows classes, not objects; a class generic over a slot gives every mock its own.
protocol Slot {
  static var number: Int { get }
}

/// The slot with the number 0.
enum Zero: Slot {
  static var number: Int { 0 }
}

/// Twice another slot.
enum Even<Half: Slot>: Slot {
  static var number: Int { Half.number * 2 }
}

/// Twice another slot and one more.
enum Odd<Half: Slot>: Slot {
  static var number: Int { Half.number * 2 + 1 }
}

/// The slot with a number, made while the program runs.
func slot(_ number: Int) -> any Slot.Type {
  func even<Half: Slot>(_: Half.Type) -> any Slot.Type { Even<Half>.self }
  func odd<Half: Slot>(_: Half.Type) -> any Slot.Type { Odd<Half>.self }
  guard number > 0 else { return Zero.self }
  let half = slot(number / 2)
  return number.isMultiple(of: 2) ? even(half) : odd(half)
}

/// The protocol class of a slot in the shared session.
func sharedAdapter(slot number: Int) -> AnyClass {
  func adapter<Place: Slot>(_: Place.Type) -> AnyClass { SharedAdapter<Place>.self }
  return adapter(slot(number))
}

/// The protocol class of a slot in sessions of one mock's own.
func ownAdapter(slot number: Int) -> AnyClass {
  func adapter<Place: Slot>(_: Place.Type) -> AnyClass { OwnAdapter<Place>.self }
  return adapter(slot(number))
}
