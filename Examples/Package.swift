// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Summarizer",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Summarizer", targets: ["Summarizer"])
  ],
  dependencies: [
    // In a package of your own:
    //   .package(url: "https://example.com/llm-mock.git", from: "1.0.0"),
    .package(name: "llm-mock", path: "..")
  ],
  targets: [
    // What is shipped knows nothing of llm-mock; its tests do.
    .target(name: "Summarizer"),
    .testTarget(
      name: "SummarizerTests",
      dependencies: [
        "Summarizer",
        .product(name: "LLMMock", package: "llm-mock"),
        .product(name: "LLMMockTesting", package: "llm-mock"),
      ],
      // Recordings are read where they stand, beside the tests.
      exclude: ["fixtures"]
    ),
  ]
)
