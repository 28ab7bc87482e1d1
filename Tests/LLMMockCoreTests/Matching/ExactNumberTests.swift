import Testing

@testable import LLMMockCore

struct ExactNumberTests {
  @Test(arguments: [
    ("1", "1.0"), ("1", "10e-1"), ("1", "0.1E+1"), ("0", "-0"), ("0.0", "-0e9"), ("1200", "1.2e3"),
    ("-12e3", "-12000.000"), ("9007199254740993", "9007199254740993.0"), ("1e-08", "0.00000001"),
  ])
  func `numbers are equal when their values are`(one: String, other: String) {
    #expect(ExactNumber.areEqual(Array(one.utf8)[...], Array(other.utf8)[...]))
  }

  @Test(arguments: [
    ("1", "-1"), ("1", "1.0000000000000000001"), ("9007199254740992", "9007199254740993"),
    ("1e400", "1e401"), ("10", "1"), ("0.1", "0.01"), ("1e99999999999999999999", "1"),
  ])
  func `numbers that a double cannot tell apart are different`(one: String, other: String) {
    #expect(!ExactNumber.areEqual(Array(one.utf8)[...], Array(other.utf8)[...]))
  }
}
