import LLMMockCore
import LLMMockWorkspace

/// Why a command ends early, as the user is told: the one place where errors become prose.
struct Complaint: Error {
  var status: ExitStatus
  /// One sentence that names the file, without a full stop.
  var sentence: String
  /// Lines below the sentence.
  var details: [String] = []

  init(_ status: ExitStatus, _ sentence: String, details: [String] = []) {
    self.status = status
    self.sentence = sentence
    self.details = details
  }

  init(_ error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case let failure as NamedPath.Failure:
      self.init(failure.reason == nil ? .wrongUse : .failed, failure.description)
    case let error as FixtureFileError: self.init(Self.status(of: error.code), error.description)
    case let error as HistoryError: self.init(Self.status(of: error.code), error.description)
    case let error as SettingError: self.init(.wrongUse, error.description)
    default: self.init(.failed, "\(error)")
    }
  }

  /// - Parameter message: the parser's, which begins with `Error: ` and ends with the usage.
  init(usage message: String) {
    let message = message.trimmingPrefix("Error: ")
    let lines = VisibleText.of(message, lineBreaks: .keep).split(separator: "\n")
    let sentence = lines.first.map { $0.prefix(1).lowercased() + $0.dropFirst() } ?? ""
    self.init(.wrongUse, sentence, details: lines.dropFirst().map(String.init))
  }

  private static func status(of code: FixtureFileError.Code) -> ExitStatus {
    switch code {
    case .exists, .noFolder, .nameTooLong, .notAFile, .editDoesNotFit: .wrongUse
    case .changedOnDisk, .busy, .vanished, .readOnly, .permission, .noSpace, .linkLeadsOut, .system:
      .failed
    }
  }

  private static func status(of code: HistoryError.Code) -> ExitStatus {
    switch code {
    case .nothingToUndo, .nothingToRedo, .alreadyUndone, .changedSince: .no
    case .noSuchChange: .wrongUse
    case .tooBig, .cannotBeKept, .damaged, .halfDone: .failed
    }
  }
}
