import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace

/// What the diffs of the review compare; all calls block.
struct ReviewDiffs: Sendable {
  let files: ReviewedFiles

  /// An interaction as HEAD and the folder have it.
  func compared(_ id: LLMMockTUI.ReviewItem.ID) throws -> Compared {
    let found: (file: LLMMockWorkspace.ReviewFile, versions: ReviewVersions)?
    do {
      found = try files.versions(of: id.file)
    } catch is ReviewedFiles.Outdated {
      return Compared(
        title: id.file.shown,
        oldTitle: files.headTitle,
        newTitle: "folder",
        sentences: ["The file changed on the disk: it is being looked at again."]
      )
    }
    guard let (file, versions) = found,
      let item = file.items.first(where: { $0.id(in: id.file) == id })
    else {
      return Compared(
        title: "gone",
        oldTitle: "HEAD",
        newTitle: "folder",
        sentences: ["It does not differ from HEAD any more."]
      )
    }
    if item.subject == .rest {
      return Compared(
        title: id.file.shown,
        oldTitle: files.headTitle,
        newTitle: item.change == .indexOnly ? "index" : "folder",
        sentences: Self.sentences(of: item, in: file, versions)
      )
    }
    let (old, new) = try versions.interactions(of: item)
    let newTitle = item.change == .indexOnly ? "index" : "folder"
    var notes: [String] = []
    switch item.change {
    case .moved:
      notes.append(Self.move(of: item))
    case .layout:
      if item.isMoved { notes.append(Self.move(of: item)) }
    case .indexOnly:
      notes.append(
        "The folder has what HEAD has, the index \(item.placing != nil ? "has it in another place" : "something else"): space takes that out."
      )
    case .added, .changed, .deleted:
      if item.isMoved { notes.append("It also moved.") }
      if item.staging == .partly {
        notes.append("What is staged is neither of these two; space stages the folder's.")
      }
    }
    let number = item.position.map { "#\($0 + 1)" } ?? ""
    return Compared(
      old: old.map {
        .init(interaction: $0, fixtureProvider: versions.head?.document?.summary.provider)
      },
      new: new.map {
        .init(interaction: $0, fixtureProvider: versions.worktree?.document?.summary.provider)
      },
      title: "\(number) \(item.model ?? "")",
      oldTitle: old == nil
        ? "\(files.headTitle): not there" : Comparing.dated(files.headTitle, old),
      newTitle: new == nil ? "\(newTitle): not there" : Comparing.dated(newTitle, new),
      notes: notes,
      path: files.path(of: file),
      place: item.new.map { InteractionID(file: id.file, index: $0) }
    )
  }

  /// What is said of a file as a whole.
  func compared(file id: EntryID) throws -> Compared {
    let file = files.file(id)
    let discarding =
      file?.head == nil ? "deletes it, which can be undone" : "puts HEAD's version back"
    var sentences: [String] = []
    if file?.change == .conflicted {
      sentences =
        ["This file has conflicts that are not resolved.", ""]
        + (file.map(waysOut) ?? [])
        + [
          "", "Once nothing of them is left, git add says so; then it can be staged and committed.",
        ]
    } else if let problem = file?.problem {
      sentences = [
        "\(problem.sentence).", "",
        "It can only be taken as a whole: space stages it, d \(discarding).",
      ]
    } else if let file {
      let what: String =
        switch file.change {
        case .untracked: "git does not know this file yet."
        case .added: "This file is new, and git knows it."
        case .deleted: "This file is gone from the folder."
        case .renamed: "This file was \(file.oldPath?.visible ?? "another") in HEAD."
        case .modified, .conflicted: "This file changed."
        }
      sentences = [
        what, "",
        "\(Counted.text(file.items.count, "change")) in it. Space stages all of it, d \(discarding).",
        "J goes to the first.",
      ]
    }
    return Compared(
      title: id.shown,
      oldTitle: files.headTitle,
      newTitle: "folder",
      sentences: sentences.isEmpty ? ["It does not differ from HEAD any more."] : sentences
    )
  }

  /// What to do about conflicts.
  private func waysOut(of file: LLMMockWorkspace.ReviewFile) -> [String] {
    let theirs: [String]?
    do {
      let path = files.path(of: file)
      let document = try FixtureDocument(files.workspace.files.read(path).bytes)
      theirs = document.interactions.indices.filter {
        document.interactions[$0].name?.hasPrefix(FixtureMerge.conflictPrefix) == true
      }.map { "#\($0 + 1)" }
    } catch {
      theirs = nil
    }
    switch theirs {
    case nil:
      return [
        "e edits it.",
        "llm-mock init --git registers a merge driver that joins fixtures by their interactions.",
      ]
    case []?: return ["It can be read, and holds nothing that is named as a conflict: e edits it."]
    case let places?:
      return [
        "It holds both versions: \(places.joined(separator: ", ")) \(places.count == 1 ? "is" : "are") theirs, behind ours.",
        "In the list d deletes the one that is not wanted, R renames the other.",
      ]
    }
  }

  private static func move(of item: LLMMockWorkspace.ReviewItem) -> String {
    guard let old = item.old, let new = item.new, old != new else {
      return "It only moved among the others."
    }
    return "It only moved: from #\(old + 1) to #\(new + 1)."
  }

  /// What is said of what changed outside of the interactions.
  private static func sentences(
    of item: LLMMockWorkspace.ReviewItem,
    in file: LLMMockWorkspace.ReviewFile,
    _ versions: ReviewVersions
  ) -> [String] {
    switch item.change {
    case .moved:
      return [
        "This file was \(file.oldPath?.visible ?? "another") in HEAD; nothing in it changed.", "",
        "Space stages the renaming, d takes it back.",
      ]
    case .layout:
      return [
        "Only how the file is written differs: white space, line ends, or its permissions.", "",
        "Space stages it, d puts it back as in HEAD.",
      ]
    case .added: return ["This file is new and has no interactions.", "", "Space stages it."]
    case .deleted:
      return ["This file is gone, and had no interactions.", "", "Space stages that."]
    case .indexOnly:
      return [
        "The folder has what HEAD has; the index has something else outside of the interactions.",
        "", "Space takes that out.",
      ]
    case .changed: break
    }
    let members =
      if let old = versions.head?.document, let new = versions.worktree?.document {
        FixtureMembers.differences(old, new).map { member in
          let text = DifferenceText(member)
          return "\(text.path)  \(text.recorded), now \(text.incoming)"
        }
      } else {
        [String]()
      }
    return [
      members.isEmpty
        ? "What stands outside of the interactions is written otherwise: white space, order, or spelling."
        : "This differs outside of the interactions:"
    ] + members + ["", "Space stages it, d puts it back as in HEAD."]
  }

  /// An interaction of the folder against HEAD, also where nothing changed.
  func comparedWithHead(_ id: InteractionID) throws -> Compared {
    if let file = files.file(id.file),
      let item = file.items.first(where: { $0.new == id.index && $0.subject == .interaction })
    {
      return try compared(item.id(in: id.file))
    }
    _ = try files.review()
    return Compared(
      title: "\(id.file.shown) #\(id.index + 1)",
      oldTitle: files.headTitle,
      newTitle: "folder",
      sentences: ["It is as in \(files.headTitle)."]
    )
  }
}

extension LLMMockWorkspace.ReviewItem {
  /// Its identity in the lists.
  func id(in file: EntryID) -> LLMMockTUI.ReviewItem.ID {
    if subject == .rest { return .init(file: file, old: nil, new: nil) }
    // Only one that the index alone has is told apart by its place there: others move in it when
    // they are staged.
    return .init(file: file, old: old, new: new, staged: old == nil && new == nil ? staged : nil)
  }
}
