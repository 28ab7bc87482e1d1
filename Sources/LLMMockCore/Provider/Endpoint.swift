/// An operation that a provider's paths end in, and, for Gemini, the model in the path.
///
/// Two are equal when the operation and the model are: only then can one's recording answer the
/// other.
package struct Endpoint: Sendable {
  /// What identifies a request among those to the same endpoint.
  package enum Key: Hashable, Sendable {
    /// Its model, messages and temperature.
    case conversation
    /// Its whole body less what only says how to deliver the answer.
    case wholeBody
  }

  /// The operation, such as `chat/completions`; the whole path outside the table.
  package let name: String
  /// The model that the path names; nil where the body names it.
  package let model: String?
  package let key: Key
  /// How its bodies are read.
  package let dialect: Dialect
  /// Whether an answer alone tells that it came from here.
  let isInferred: Bool
  /// What the path ends in when it asks for a stream, where the path says so.
  let streamingName: String?
  private let place: Place

  private enum Place {
    case path(String)
    /// After the model, which stands after this.
    case method(prefix: String)
    /// Outside the table; the name is the path.
    case generic
  }

  /// An operation whose path names no model.
  init(_ name: String, path: String, key: Key, dialect: Dialect, isInferred: Bool = false) {
    self.init(name, at: .path(path), key: key, dialect: dialect, isInferred: isInferred)
  }

  /// A method of a model, as in `/v1beta/models/MODEL:generateContent`.
  init(modelMethod name: String, streaming: String? = nil, path: String, dialect: Dialect) {
    self.init(
      name,
      at: .method(prefix: path),
      key: .wholeBody,
      dialect: dialect,
      streamingName: streaming
    )
  }

  /// A path outside the table.
  package init(generic path: String) {
    self.init(path, at: .generic, key: .wholeBody, dialect: .generic)
  }

  private init(
    _ name: String,
    at place: Place,
    model: String? = nil,
    key: Key,
    dialect: Dialect,
    isInferred: Bool = false,
    streamingName: String? = nil
  ) {
    self.name = name
    self.model = model
    self.key = key
    self.dialect = dialect
    self.isInferred = isInferred
    self.streamingName = streamingName
    self.place = place
  }

  func with(model: String) -> Endpoint {
    Endpoint(
      name,
      at: place,
      model: model,
      key: key,
      dialect: dialect,
      isInferred: isInferred,
      streamingName: streamingName
    )
  }

  /// Whether this is a method of a model.
  var isModelMethod: Bool {
    if case .method = place { true } else { false }
  }

  /// Whether it stands in no provider's table.
  package var isGeneric: Bool {
    if case .generic = place { true } else { false }
  }

  /// Where it is on its provider's own host; `MODEL` stands for a model that is not known.
  package var path: String {
    switch place {
    case .path(let path): path
    case .method(let prefix): "\(prefix)\(model ?? "MODEL"):\(name)"
    case .generic: name
    }
  }
}

extension Endpoint: Hashable {
  package static func == (left: Endpoint, right: Endpoint) -> Bool {
    left.name == right.name && left.model == right.model
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(model)
  }
}
