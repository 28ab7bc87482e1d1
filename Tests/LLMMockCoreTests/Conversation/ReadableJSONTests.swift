import LLMMockCore
import Testing

struct ReadableJSONTests {
  @Test(arguments: [
    ("{ }", "{}"),
    (" [ 1 , 2.50 , 1e-08 ] ", "[1,2.50,1e-08]"),
    ("{\"b\" : 1,\r\n\t\"a\":\"x  y\"}", #"{"b":1,"a":"x  y"}"#),
    (#"["\u00e9\ud83d\ude00 \u001b\n\"\\\/"]"#, #"["é😀 \u001b\n\"\\/"]"#),
    (#"{"a":"\\"}"#, #"{"a":"\\"}"#),
  ])
  func `compact JSON has no white space and readable letters`(text: String, compact: String) throws
  {
    #expect(ReadableJSON.compact(try JSONTree(text).root) == compact)
  }

  @Test func `long texts without a space are told by their size`() throws {
    let data = String(repeating: "A", count: 4_000)
    let prose = String(repeating: "word ", count: 800)
    let value = try JSONTree(#"{"data":"\#(data)","text":"\#(prose)"}"#).root
    #expect(
      ReadableJSON.compact(value, elidingBeyond: 100)
        == #"{"data":"(4 kB)","text":"\#(prose)"}"#
    )
  }

  @Test func `pretty JSON has a member a line`() {
    #expect(
      ReadableJSON.pretty(#"{"a":[1,{"b":"x"}],"c":{},"d":[ ]}"#)
        == """
        {
          "a": [
            1,
            {
              "b": "x"
            }
          ],
          "c": {},
          "d": []
        }
        """
    )
  }

  @Test(arguments: ["", "plain", "12", #"{"cut": "o"#, "{x}"])
  func `what is no object or array stays as it is`(text: String) {
    #expect(ReadableJSON.pretty(text) == text)
  }
}
