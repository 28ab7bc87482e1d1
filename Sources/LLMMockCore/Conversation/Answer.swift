/// What came back.
package struct Answer: Hashable, Sendable {
  /// What the model says; the first choice where there are several, nil when there is none.
  package var turn: Turn?
  /// Why it stopped, in the provider's word.
  package var stopReason: String?
  package var usage: Usage
  /// The model that answered.
  package var model: String?
  package var id: String?
  /// A failure, which may follow the beginning of an answer.
  package var error: Failure?
  package var embeddings: Embeddings?
  /// How many answers there are in it; ``turn`` is the first.
  package var choices: Int

  package init(
    turn: Turn? = nil,
    stopReason: String? = nil,
    usage: Usage = Usage(),
    model: String? = nil,
    id: String? = nil,
    error: Failure? = nil,
    embeddings: Embeddings? = nil,
    choices: Int = 0
  ) {
    self.turn = turn
    self.stopReason = stopReason
    self.usage = usage
    self.model = model
    self.id = id
    self.error = error
    self.embeddings = embeddings
    self.choices = choices
  }

  package struct Failure: Hashable, Sendable {
    package var type: String?
    package var message: String

    package init(type: String? = nil, message: String) {
      self.type = type
      self.message = message
    }
  }

  package struct Embeddings: Hashable, Sendable {
    package var count: Int
    /// Numbers in the first one.
    package var dimensions: Int?

    package init(count: Int, dimensions: Int? = nil) {
      self.count = count
      self.dimensions = dimensions
    }
  }
}

/// Tokens, as the provider counts them.
///
/// Providers differ: Anthropic's input leaves out what came from its cache, and Gemini's output its
/// thinking; elsewhere both are inside.
package struct Usage: Hashable, Sendable {
  package var input: Int?
  package var output: Int?
  /// What the answer says; nil when it does not add them up.
  package var total: Int?
  package var cached: Int?
  package var reasoning: Int?

  package init(
    input: Int? = nil,
    output: Int? = nil,
    total: Int? = nil,
    cached: Int? = nil,
    reasoning: Int? = nil
  ) {
    self.input = input
    self.output = output
    self.total = total
    self.cached = cached
    self.reasoning = reasoning
  }

  package var isEmpty: Bool { self == Usage() }

  /// The total, or input and output together; nil when neither is known.
  package var sum: Int? {
    if let total { return total }
    guard input != nil || output != nil else { return nil }
    let (sum, overflow) = (input ?? 0).addingReportingOverflow(output ?? 0)
    return overflow ? nil : sum
  }
}
