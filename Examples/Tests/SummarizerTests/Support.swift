import Foundation

/// An article for the model.
let article = """
  The town of Brenne opened its first tidal power station on Tuesday. Six turbines under the \
  harbour wall turn with both tides and supply a third of the town's households. The station cost \
  41 million euros, four more than planned, after divers found a wreck where the fourth turbine \
  was to stand. Fishermen who feared for the harbour's eels are content so far: a grid keeps \
  them out of the turbines, and a camera counts them on the way past.
  """

/// The path of a recording beside this file, for `withLLMMock`; the trait finds it by itself.
func fixture(_ name: String, testFile: String = #filePath) -> String {
  URL(fileURLWithPath: testFile)
    .deletingLastPathComponent()
    .appendingPathComponent("fixtures/\(name)")
    .path
}
