import Foundation
import Testing

struct NoTerminalTests {
  @Test func `without a terminal the browser prints the listing and ends well`() throws {
    let sandbox = try Sandbox()
    let listing = try run(
      binary("llm-mock-tui"),
      ["tests/fixtures"],
      environment: sandbox.environment,
      folder: sandbox.app
    )
    let list = try run(
      binary("llm-mock"),
      ["list", "tests/fixtures"],
      environment: sandbox.environment,
      folder: sandbox.app
    )
    #expect(listing.status == 0)
    #expect(listing.errors == "")
    #expect(listing.output == list.output)
    #expect(listing.output.hasPrefix("FILE"))
  }

  @Test func `without an argument the folder is found from below`() throws {
    let sandbox = try Sandbox()
    let below = "\(sandbox.app)/tests/deep"
    try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
    let listing = try run(
      binary("llm-mock-tui"),
      [],
      environment: sandbox.environment,
      folder: below
    )
    #expect(listing.status == 0)
    #expect(listing.output.contains("agents/order_status.json"))
  }

  @Test func `a folder that is not there is named with the nearest that is`() throws {
    let sandbox = try Sandbox()
    let result = try run(
      binary("llm-mock-tui"),
      ["tests/fixture"],
      environment: sandbox.environment,
      folder: sandbox.app
    )
    #expect(result.status == 2)
    #expect(
      result.errors
        == "llm-mock-tui: tests/fixture does not exist. Did you mean tests/fixtures?\n"
    )
  }

  @Test func `without any folder it says where it looked and what to do`() throws {
    let sandbox = try Sandbox()
    try FileManager.default.moveItem(
      atPath: sandbox.fixtures,
      toPath: "\(sandbox.app)/recordings"
    )
    let result = try run(
      binary("llm-mock-tui"),
      [],
      environment: sandbox.environment,
      folder: sandbox.app
    )
    #expect(result.status == 2)
    #expect(
      result.errors.hasPrefix(
        "llm-mock-tui: no fixture folder. Looked for tests/fixtures, Tests/fixtures and fixtures"
      )
    )
    #expect(result.errors.contains("llm-mock-tui recordings"))
  }

  @Test func `a reader that goes away is no error`() throws {
    let sandbox = try Sandbox()
    let result = try run(
      "bash",
      ["-c", "set -o pipefail; \(quote(binary("llm-mock-tui"))) tests/fixtures | true; echo $?"],
      environment: sandbox.environment,
      folder: sandbox.app
    )
    #expect(result.output == "0\n")
    #expect(result.errors == "")
  }
}
