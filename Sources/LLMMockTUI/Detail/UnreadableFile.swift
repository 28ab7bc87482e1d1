package import LLMMockCore

/// What is known of a file that cannot be shown as a fixture.
package struct UnreadableFile: Hashable, Sendable {
  /// What stands in the way.
  package enum Obstacle: Hashable, Sendable {
    /// It was read, but is no fixture.
    case contents
    /// It may not be read.
    case permission
    case vanished
    /// It is a link whose target lies outside the repository.
    case linkLeadsOut
    /// Anything else that the disk says.
    case disk
  }

  /// What can be done about it.
  package enum Remedy: Hashable, Sendable {
    case edit, open, delete
  }

  /// As the user knows it.
  package var path: String
  package var obstacle: Obstacle
  /// Why, and where in the file.
  package var problem: FixtureProblem
  /// The file, or a part of it that begins at the start of a line.
  package var bytes: [UInt8]
  /// Bytes before ``bytes`` in the file.
  package var bytesBefore: Int
  /// Line feeds before ``bytes`` in the file.
  package var linesBefore: Int
  /// Interactions before the problem that can be read.
  package var readableCount: Int
  /// The keys that work here.
  package var remedies: [Remedy]

  /// - Parameter remedies: nil for those that make sense with that obstacle.
  package init(
    path: String,
    obstacle: Obstacle = .contents,
    problem: FixtureProblem,
    bytes: [UInt8] = [],
    bytesBefore: Int = 0,
    linesBefore: Int = 0,
    readableCount: Int = 0,
    remedies: [Remedy]? = nil
  ) {
    self.path = path
    self.obstacle = obstacle
    self.problem = problem
    self.bytes = bytes
    self.bytesBefore = bytesBefore
    self.linesBefore = linesBefore
    self.readableCount = readableCount
    self.remedies = remedies ?? Self.remedies(for: obstacle, isEmpty: bytes.isEmpty)
  }

  private static func remedies(for obstacle: Obstacle, isEmpty: Bool) -> [Remedy] {
    switch obstacle {
    case .contents: isEmpty ? [.edit, .delete] : [.edit, .open, .delete]
    case .permission, .linkLeadsOut: [.delete]
    case .vanished, .disk: []
    }
  }
}
