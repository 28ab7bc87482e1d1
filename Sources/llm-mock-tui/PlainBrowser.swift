import LLMMockBrowser

struct PlainBrowser {
  var folder: OpenedFolder
  var surroundings: Browser.Surroundings
  func run() -> Int32 { 0 }
}
