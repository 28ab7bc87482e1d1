import LLMMockBrowser

struct Listing {
  var folder: OpenedFolder
  var surroundings: Browser.Surroundings
  var output: StandardOutput
  func run() -> Int32 { 0 }
}
