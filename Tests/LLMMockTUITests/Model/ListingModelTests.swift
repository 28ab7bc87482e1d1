import LLMMockCore
import LLMMockTUI
import Testing

struct ListingModelTests {
  private let listing = TestFolder().listing()

  @Test func `counts are of fixtures, of what cannot be read and of others`() {
    #expect(listing.fileCount == 8)
    #expect(listing.unreadableCount == 1)
    #expect(listing.otherCount == 1)
    #expect(listing.interactionCount == 13)
  }

  @Test func `every interaction has a number, and every number an interaction`() {
    for number in 0..<listing.interactionCount {
      let id = listing.interaction(number: number)
      #expect(id.flatMap(listing.number(of:)) == number)
      #expect(id.flatMap(listing.summary(of:)) != nil)
    }
    #expect(listing.interaction(number: -1) == nil)
    #expect(listing.interaction(number: listing.interactionCount) == nil)
  }

  @Test func `what is below a folder is a range of numbers`() {
    for (place, entry) in listing.entries.enumerated() {
      let inside = listing.entries.filter { file in
        entry.id == .root || file.id == entry.id
          || file.id.path.starts(with: entry.id.path + [0x2F])
      }
      let count = inside.reduce(0) { $0 + ($1.content?.interactionCount ?? 0) }
      #expect(listing.interactions(below: place).count == count)
      #expect(listing.ends[place] - place == inside.count)
    }
  }

  @Test func `what is not there has no number and no summary`() {
    for id in [
      InteractionID("chat/greeting.json", 4), InteractionID("chat/greeting.json", 0),
      InteractionID("gone.json", 1), InteractionID("chat", 1), InteractionID("empty.json", 1),
    ] {
      #expect(listing.number(of: id) == nil)
      #expect(listing.summary(of: id) == nil)
    }
  }

  @Test func `a listing of nothing answers nothing`() {
    #expect(Listing.empty.interactionCount == 0)
    #expect(Listing.empty.interaction(number: 0) == nil)
    #expect(Listing.empty.interactions(below: 0).isEmpty)
  }

  @Test(arguments: [
    ("", "", ""), ("a.json", "a.json", ""), ("x/a.json", "a.json", "x"),
    ("x/y/a.json", "a.json", "x/y"),
  ])
  func `an entry has a name and a folder`(path: String, name: String, parent: String) {
    let id = EntryID(path)
    #expect(String(decoding: id.name, as: UTF8.self) == name)
    #expect(id.parent == EntryID(parent))
  }
}
