import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What a task does not say about itself on Linux, found by reflection.
///
/// Everything here has an answer that is right, if slower, where reflection finds nothing.
struct SessionTask {
  /// The queue under which the client of the task's protocol may be called; nil when unknown.
  private(set) var queue: DispatchQueue?
  /// Whether completing the task resumes whoever awaits it on the queue it is completed on.
  private(set) var resumesCallerOnQueue = true

  private let task: URLSessionTask
  private var session: URLSession?

  init(_ task: URLSessionTask) {
    self.task = task
    #if canImport(FoundationNetworking)
    guard let fields = Reflection(task, as: URLSessionTask.self) else { return }
    session = fields["session"] as? URLSession
    resumesCallerOnQueue = fields["_callCompletionHandlerInline"] as? Bool ?? true
    queue = session.flatMap { Reflection($0, as: URLSession.self)?["workQueue"] as? DispatchQueue }
    #endif
  }

  #if canImport(FoundationNetworking)
  /// The fields the session adds to every request; custom protocols are not given them.
  var additionalFields: [AnyHashable: Any]? { session?.configuration.httpAdditionalHeaders }

  /// Whether every chunk reaches the caller.
  ///
  /// It does only with a session's delegate and without a completion handler; otherwise nothing but
  /// the last chunk does.
  var takesChunks: Bool {
    guard task.delegate != nil, let session,
      let registry = Reflection(session, as: URLSession.self)?["taskRegistry"],
      let all = Reflection(registry, as: type(of: registry))?["behaviours"] as? [Int: Any],
      let behaviour = all[task.taskIdentifier]
    else { return false }
    // Only the case that calls the delegate carries no completion handler.
    return Mirror(reflecting: behaviour).children.isEmpty
  }
  #else
  var additionalFields: [AnyHashable: Any]? { nil }
  var takesChunks: Bool { true }
  #endif

  /// Why this kind of task cannot be answered; nil when it can.
  var refusal: Refusal? {
    switch task {
    case is URLSessionUploadTask: .upload
    case is URLSessionDownloadTask: .download
    case is URLSessionWebSocketTask: .webSocket
    default: nil
    }
  }
}
