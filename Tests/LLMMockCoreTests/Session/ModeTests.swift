import Testing

@testable import LLMMockCore

struct ModeTests {
  @Test(
    arguments: [
      (nil, nil, [:], Mode.replay),
      (nil, .record, [:], .record),
      (nil, .record, ["LLM_MOCK_MODE": "replay"], .replay),
      (nil, .replay, ["LLM_MOCK_MODE": "RECORD"], .record),
      (nil, .replay, ["LLM_MOCK_MODE": ""], .replay),
      (.auto, .replay, ["LLM_MOCK_MODE": "record"], .auto),
      (nil, .auto, [:], .auto),
      (nil, .auto, ["CI": "true"], .replay),
      (nil, .auto, ["CI": "0"], .auto),
      (nil, .auto, ["CI": "true", "LLM_MOCK_MODE": "auto"], .auto),
      (.auto, nil, ["CI": "true"], .auto),
    ] as [(Mode?, Mode?, [String: String], Mode)]
  )
  func `an option wins over the environment, which wins over code`(
    option: Mode?,
    code: Mode?,
    environment: [String: String],
    expected: Mode
  ) throws {
    let mode = try ModeSetting.mode(option: option, code: code, environment: environment)
    #expect(mode == expected)
  }

  @Test func `a mode that is none is an error that says what there is`() {
    #expect(throws: SettingError.self) {
      try ModeSetting.mode(option: nil, code: nil, environment: ["LLM_MOCK_MODE": "reply"])
    }
  }

  @Test(arguments: [
    ("1", true), ("true", true), ("anything", true), ("", false), ("0", false), ("No", false),
    ("off", false), ("FALSE", false),
  ])
  func `a mock is disabled by anything but a no`(value: String, expected: Bool) {
    #expect(ModeSetting.isDisabled(["LLM_MOCK_DISABLED": value]) == expected)
    #expect(ModeSetting.isStrict(["LLM_MOCK_STRICT": value]) == expected)
  }
}
