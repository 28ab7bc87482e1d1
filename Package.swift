// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "llm-mock",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "LLMMock", targets: ["LLMMock"]),
    .library(name: "LLMMockTesting", targets: ["LLMMockTesting"]),
    .library(name: "LLMMockGateway", targets: ["LLMMockGateway"]),
    .executable(name: "llm-mock", targets: ["llm-mock"]),
    .executable(name: "llm-mock-tui", targets: ["llm-mock-tui"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    // For tests alone: what depends on this package does not build it.
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird",
      from: "2.28.0",
      traits: []
    ),
  ],
  targets: [
    // The libraries, from what knows least to what knows most. CONTRIBUTING.md has the table of
    // who may import whom; .ci/run compares it with this list.
    .target(
      name: "LLMMockExchange",
      dependencies: [.product(name: "HTTPTypes", package: "swift-http-types")]
    ),
    .target(
      name: "LLMMockCore",
      dependencies: [
        "LLMMockExchange",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .target(
      name: "LLMMockWorkspace",
      dependencies: [
        "LLMMockCore", "LLMMockExchange",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .target(
      name: "LLMMockInterception",
      dependencies: [
        "LLMMockExchange",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .target(
      name: "LLMMock",
      dependencies: [
        "LLMMockCore", "LLMMockExchange", "LLMMockInterception",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .target(
      name: "LLMMockTesting",
      dependencies: ["LLMMock"]
    ),
    .systemLibrary(
      name: "CCompression",
      providers: [.apt(["zlib1g-dev", "libbrotli-dev"]), .brew(["brotli"])]
    ),
    .target(
      name: "LLMMockGateway",
      dependencies: [
        "LLMMock", "LLMMockCore", "LLMMockExchange", "LLMMockInterception", "CCompression",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
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
    .target(name: "LLMMockTerminal", dependencies: ["LLMMockCore", "LLMMockTUI", "CNcurses"]),

    .executableTarget(
      name: "llm-mock",
      dependencies: [
        "LLMMock", "LLMMockCore", "LLMMockGateway", "LLMMockInterception", "LLMMockWorkspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .executableTarget(
      name: "llm-mock-tui",
      dependencies: [
        "LLMMockBrowser", "LLMMockCore", "LLMMockInterception", "LLMMockTUI", "LLMMockTerminal",
        "LLMMockWorkspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    // Run by `make bench`; no product, because nobody else needs it.
    .executableTarget(
      name: "replay-bench",
      dependencies: [
        "LLMMock", "LLMMockExchange",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      path: "Tests/Benchmarks/replay-bench"
    ),
    .executableTarget(
      name: "diff-bench",
      dependencies: ["LLMMockCore", "LLMMockTUI"],
      path: "Tests/Benchmarks/diff-bench"
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
        "LLMMockCore", "LLMMockExchange", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .testTarget(
      name: "LLMMockInterceptionTests",
      dependencies: [
        "LLMMockExchange", "LLMMockInterception", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .testTarget(
      name: "LLMMockTests",
      dependencies: [
        "LLMMock", "LLMMockCore", "LLMMockExchange", "LLMMockTesting", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["fixtures"]
    ),
    .testTarget(
      name: "LLMMockGatewayTests",
      dependencies: [
        "LLMMock", "LLMMockCore", "LLMMockExchange", "LLMMockGateway", "TestSupport",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .testTarget(
      name: "LLMMockWorkspaceTests",
      dependencies: [
        "LLMMockCore", "LLMMockExchange", "LLMMockWorkspace", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
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
