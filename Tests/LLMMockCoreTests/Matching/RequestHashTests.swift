import LLMMockCore
import TestSupport
import Testing

struct RequestHashTests {
  @Test(arguments: [
    (#"{"model":"m","messages":[]}"#, "1.0", "13844d65e5bf8e51"),
    (#"{"model":"m","messages":[],"temperature":1}"#, "1", "3106740642c66491"),
    (#"{"model":"m","messages":[],"temperature":null}"#, "null", "3b29e3f82c3533a2"),
    (#"{"model":"m","messages":[],"temperature":-0}"#, "0", "ef234c2d3125e754"),
    (#"{"model":"m","messages":[],"temperature":-0.0}"#, "-0.0", "7e3b558d8d686c38"),
    (#"{"model":"m","messages":[],"temperature":0.70}"#, "0.7", "baab93e7cc4f2a6d"),
    (#"{"model":"m","messages":[],"temperature":1E5}"#, "100000.0", "b132872d1c227dc3"),
    (
      #"{"model":"m","messages":[],"temperature":9999999999999998.0}"#, "9999999999999998.0",
      "c6151c3bc6332579"
    ),
    (#"{"model":"m","messages":[],"temperature":1e16}"#, "1e+16", "f3186d28c391c479"),
    (#"{"model":"m","messages":[],"temperature":1e400}"#, "Infinity", "ce06b182ab84edcd"),
    (#"{"model":"m","messages":[],"temperature":true}"#, "true", "0f23f558a322a5a7"),
  ])
  func `a temperature is written as Python writes it`(
    request: String,
    temperature: String,
    hash: String
  ) throws {
    let root = try JSONTree(request).root
    let rule = RequestHash(.messages)
    #expect(
      String(decoding: rule.canonicalText(of: root), as: UTF8.self)
        == #"{"messages": [], "model": "m", "temperature": "# + temperature + "}"
    )
    #expect(rule.hash(of: root).hasPrefix(hash))
  }

  @Test(arguments: [
    (
      "[123456789012345678901234567890]", "[123456789012345678901234567890]", "3414e5d78ecb94f7"
    ),
    (#"["a\ud800b"]"#, #"["a\ud800b"]"#, "a8f21f5f28152f2d"),
    (#"["\u007f\/\u2028"]"#, #"["\u007f/\u2028"]"#, "4f2c033e88f38388"),
    (#"[{"r":"a","r":"b"}]"#, #"[{"r": "b"}]"#, "5c0ee89bb1b9e9ae"),
    (
      #"[{"\u00e9":1,"e\u0301":2}]"#, #"[{"e\u0301": 2, "\u00e9": 1}]"#, "700570cee714b0c5"
    ),
    (
      #"[{"\ud83d\ude00":1,"\ufffd":2}]"#, #"[{"\ufffd": 2, "\ud83d\ude00": 1}]"#,
      "f08bb80159380596"
    ),
  ])
  func `messages are written as Python writes them`(
    messages: String,
    canonical: String,
    hash: String
  ) throws {
    let root = try JSONTree(#"{"model":"m","messages":"# + messages + "}").root
    let rule = RequestHash(.messages)
    #expect(
      String(decoding: rule.canonicalText(of: root), as: UTF8.self)
        == #"{"messages": "# + canonical + #", "model": "m", "temperature": 1.0}"#
    )
    #expect(rule.hash(of: root).hasPrefix(hash))
  }

  @Test func `an absent model is null`() throws {
    let root = try JSONTree(#"{"messages":[]}"#).root
    #expect(RequestHash(.messages).hash(of: root).hasPrefix("85a220a53198d12d"))
  }

  @Test func `chosen members replace the rule and absent ones are null`() throws {
    let root = try JSONTree(#"{"model":"m","system":"s","messages":[1]}"#).root
    let text = RequestHash(.members(["system", "model", "top_p", "temperature"]))
      .canonicalText(of: root)
    #expect(
      String(decoding: text, as: UTF8.self)
        == #"{"model": "m", "system": "s", "temperature": 1.0, "top_p": null}"#
    )
  }

  @Test func `a whole body leaves delivery out and takes the model of the URL in`() throws {
    let root = try JSONTree(#"{"contents":[],"stream":true,"user":"u","a":1,"a":2}"#).root
    let text = RequestHash(.body(model: "gemini-2.5-flash")).canonicalText(of: root)
    #expect(
      String(decoding: text, as: UTF8.self)
        == #"{"a": 2, "contents": [], "model": "gemini-2.5-flash"}"#
    )
  }

  @Test(arguments: [
    ("0.10", "0.1"), ("1e-4", "0.0001"), ("1e-5", "1e-05"), ("1.5e-7", "1.5e-07"),
    ("123456.789", "123456.789"), ("1e15", "1000000000000000.0"), ("1e16", "1e+16"),
    ("9007199254740993.0", "9007199254740992.0"), ("5e-324", "5e-324"), ("-2.50", "-2.5"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"), ("-1e999", "-Infinity"),
    ("1E22", "1e+22"), ("100.0", "100.0"), ("0.30000000000000004", "0.30000000000000004"),
    ("1e-400", "0.0"), ("17", "17"), ("-0", "0"),
  ])
  func `a number is written as Python writes it`(number: String, text: String) throws {
    let root = try JSONTree("[\(number)]").root
    #expect(String(decoding: CanonicalJSON.text(of: root), as: UTF8.self) == "[\(text)]")
  }
}
