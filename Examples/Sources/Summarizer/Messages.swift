/// What is sent to `/v1/messages`.
struct Question: Encodable {
  struct Turn: Encodable {
    var role: String
    var content: String
  }

  enum CodingKeys: String, CodingKey {
    case model, system, messages, stream
    case maxTokens = "max_tokens"
  }

  var model: String
  var maxTokens: Int
  var system: String
  var messages: [Turn]
  /// An absent one is false.
  var stream: Bool?
}

/// What comes back.
struct Message: Decodable {
  struct Block: Decodable {
    /// Blocks of other types have none.
    var text: String?
  }

  enum CodingKeys: String, CodingKey {
    case content
    case stopReason = "stop_reason"
  }

  var content: [Block]
  var stopReason: String?
}

/// What comes back piece by piece; only what is needed of it.
struct MessageEvent: Decodable {
  struct Delta: Decodable {
    enum CodingKeys: String, CodingKey {
      case text
      case stopReason = "stop_reason"
    }

    var text: String?
    var stopReason: String?
  }

  var type: String
  var delta: Delta?
  var error: Failure.Problem?
}

/// What comes back when the request was not answered.
struct Failure: Decodable {
  struct Problem: Decodable {
    var message: String
  }

  var error: Problem
}
