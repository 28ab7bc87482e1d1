// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "llm-mock",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "llm-mock", targets: ["llm-mock"]),
    .executable(name: "llm-mock-tui", targets: ["llm-mock-tui"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ],
  targets: [
    // The libraries, from what knows least to what knows most. CONTRIBUTING.md has the table of
    // who may import whom; .ci/run compares it with this list.
    .target(
      name: "LLMMockCore",
      dependencies: [
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .target(
      name: "LLMMockWorkspace",
      dependencies: [
        "LLMMockCore",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .target(name: "LLMMockTUI", dependencies: ["LLMMockCore"]),
    .target(
      name: "LLMMockBrowser",
      dependencies: [
        "LLMMockCore", "LLMMockTUI", "LLMMockWorkspace",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    // No pkgConfig: ncursesw.pc carries flags that SwiftPM prohibits and warns about.
    .systemLibrary(
      name: "CNcurses",
      providers: [.apt(["libncurses-dev"]), .brew(["ncurses"])]
    ),
    .target(name: "LLMMockTerminal", dependencies: ["LLMMockTUI", "CNcurses"]),

    .executableTarget(
      name: "llm-mock",
      dependencies: [
        "LLMMockCore", "LLMMockWorkspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .executableTarget(
      name: "llm-mock-tui",
      dependencies: [
        "LLMMockBrowser", "LLMMockTUI", "LLMMockTerminal", "LLMMockWorkspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),

    .target(
      name: "TestSupport",
      dependencies: [
        "LLMMockCore",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/TestSupport"
    ),
    .testTarget(
      name: "LLMMockCoreTests",
      dependencies: [
        "LLMMockCore", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .testTarget(
      name: "LLMMockWorkspaceTests",
      dependencies: [
        "LLMMockCore", "LLMMockWorkspace", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .testTarget(
      name: "LLMMockTUITests",
      dependencies: ["LLMMockCore", "LLMMockTUI", "TestSupport"],
      exclude: ["Snapshots"]
    ),
    .testTarget(
      name: "LLMMockTerminalTests",
      dependencies: ["CNcurses", "LLMMockTUI", "LLMMockTerminal"]
    ),
    // These run the built programs, so they need them built.
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "LLMMockCore", "TestSupport", "llm-mock",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "TestSupport", "llm-mock", "llm-mock-tui",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
  ]
)

let warningsAsErrors = Context.environment["LLM_MOCK_WARNINGS_AS_ERRORS"] != nil

for target in package.targets where target.type != .system {
  var settings = target.swiftSettings ?? []
  for feature in [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility",
    "NonisolatedNonsendingByDefault",
  ] {
    settings.append(.enableUpcomingFeature(feature))
  }
  if warningsAsErrors {
    settings.append(.treatAllWarnings(as: .error))
  }
  target.swiftSettings = settings
}
