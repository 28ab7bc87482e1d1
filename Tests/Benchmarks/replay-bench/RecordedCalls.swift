import Foundation
import HTTPTypes
import LLMMockExchange

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A fixture and the calls that it answers.
struct RecordedCalls {
  struct Call {
    var request: CallRequest
    var urlRequest: URLRequest
    /// What only the answer to this call holds.
    var mark: Data
  }

  let count: Int
  let fixture: String
  private let calls: [Call]

  init(folder: String, count: Int) throws {
    self.count = count
    let path = "\(folder)/replay-\(count)"
    fixture = "\(path).json"
    let bodies = try Self.lines(of: "\(path).requests")
    let marks = try Self.lines(of: "\(path).answers")
    guard bodies.count == count, marks.count == count else {
      throw Problem("\(path) does not have \(count) requests and answers")
    }
    calls = try zip(bodies, marks).map { try Call(body: $0, mark: $1) }
  }

  /// The calls in an order that jumps about the file, without end.
  ///
  /// - Parameter number: from 0.
  func call(_ number: Int) -> Call {
    // A prime number of steps visits all before it repeats one.
    calls[number * 1_009 % count]
  }

  private static func lines(of path: String) throws -> [Data] {
    try Data(contentsOf: URL(filePath: path)).split(separator: 0x0A).map { Data($0) }
  }
}

extension RecordedCalls.Call {
  fileprivate init(body: Data, mark: Data) throws {
    guard let url = URL(string: "https://api.openai.com/v1/chat/completions") else {
      throw Problem("the address is no URL")
    }
    let type = "application/json"
    var head = HTTPRequest(
      method: .post,
      scheme: "https",
      authority: "api.openai.com",
      path: "/v1/chat/completions"
    )
    head.headerFields[.contentType] = type
    request = CallRequest(head, body: Array(body))
    urlRequest = URLRequest(url: url)
    urlRequest.httpMethod = "POST"
    urlRequest.setValue(type, forHTTPHeaderField: "Content-Type")
    urlRequest.httpBody = body
    self.mark = mark
  }

  /// Whether an answer is the one to this call.
  func check(_ status: Int, _ answer: Data) throws {
    guard status == 200, answer.range(of: mark) != nil else {
      let text = String(decoding: answer.prefix(300), as: UTF8.self)
      throw Problem("status \(status) with a wrong answer: \(text)")
    }
  }
}
