// swift-tools-version: 6.0
import PackageDescription

/// Every Swift target is built the same way. `InternalImportsByDefault` keeps C types out of our
/// own interfaces; `MemberImportVisibility` (6.1 and later) makes an import mean what it says.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-warnings-as-errors"]),
]

/// Fault injection exists in debug builds only: a release binary has no way to make a call fail.
let linux: [CSetting] = [
    .define("_GNU_SOURCE"),
    .define("REELMILL_FAULTS", .when(configuration: .debug)),
    .unsafeFlags(["-Wall", "-Wextra", "-Werror"]),
]

func library(
    _ name: String,
    uses dependencies: [Target.Dependency],
    embeds resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

/// Part of the binary as bytes: there is nothing to find at run time, and no Foundation.
let shippedProfiles: [Resource] = [
    "archive", "audio-only", "av1-svt", "default", "h264-raspberry-pi", "hevc-10bit",
    "remux-only", "small-for-phones", "vp9-webm", "web-ladder",
].map { .embedInCode("Shipped/\($0).conf") }

/// The page: every file of it is part of the binary.
let pageFiles: [Resource] = [
    "index.html", "app.css", "favicon.svg", "favicon.ico", "actions.js", "api.js", "app.js",
    "dialogs.js", "dom.js", "gantt.js", "health.js", "history.js", "job.js", "live.js", "nodes.js",
    "parts.js", "profiles.js", "queue.js", "store.js", "text.js",
].map { .embedInCode("Embedded/\($0)") }

func tests(of name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name), "TestKit"] + dependencies,
        swiftSettings: house
    )
}

let package = Package(
    name: "reelmill",
    products: [.executable(name: "reelmill", targets: ["reelmill"])],
    targets: [
        // The module map of ARCHITECTURE.md, top to bottom. Arrows point down only; TidyTests holds
        // this list, that page and the imports in the sources against each other.
        .executableTarget(name: "reelmill", dependencies: ["Commands"], swiftSettings: house),
        library(
            "Commands",
            uses: [
                "CommandLine", "Node", "Services", "Dashboard", "HTTPServer", "HTTPClient", "Spool",
                "Media", "History", "Profiles", "Platform", "Model",
            ]
        ),
        library(
            "Node",
            uses: ["Services", "Dashboard", "HTTPServer", "Spool", "Platform", "Model"]
        ),
        library(
            "Services",
            uses: ["Spool", "Media", "History", "HTTPClient", "Profiles", "Platform", "Model"]
        ),
        library(
            "Dashboard",
            uses: ["Model"],
            embeds: pageFiles + [.embedInCode("Embedded/openapi.json")]
        ),
        library("HTTPServer", uses: ["CMicroHTTPD", "Model"]),
        library("HTTPClient", uses: ["CCurl"]),
        library("Spool", uses: ["Platform", "Model"]),
        library("Media", uses: ["CFFmpeg", "CLibav", "Model"]),
        library("History", uses: ["CSQLite", "Model"]),
        library("Profiles", uses: ["Model"], embeds: shippedProfiles),
        library("Platform", uses: ["CLinux", "Model"]),
        library("CommandLine", uses: ["Model"]),
        library("Model", uses: []),

        // C enters here and nowhere else.
        .target(name: "CLinux", cSettings: linux),
        .target(name: "CLibav", dependencies: ["CFFmpeg"], cSettings: linux),
        .systemLibrary(
            name: "CFFmpeg",
            pkgConfig: "libavformat libavcodec libavfilter libavutil",
            providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavfilter-dev"])]
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl gnutls",
            providers: [.apt(["libcurl4-gnutls-dev", "libgnutls28-dev"])]
        ),
        .systemLibrary(
            name: "CMicroHTTPD",
            pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]
        ),

        .target(
            name: "TestKit",
            dependencies: ["CLinux", "Profiles", "Platform", "Model"],
            path: "Tests/TestKit",
            swiftSettings: house
        ),
        .target(
            name: "ClusterKit",
            dependencies: ["Spool", "Platform", "Model", "TestKit"],
            path: "Tests/ClusterKit",
            swiftSettings: house
        ),
        .executableTarget(
            name: "reelmill-storm",
            dependencies: ["ClusterKit", "Spool", "Platform", "Model", "TestKit", "reelmill"],
            path: "Tests/Storm",
            swiftSettings: house
        ),
        .executableTarget(
            name: "PlatformProbe",
            dependencies: ["Platform", "Model"],
            path: "Tests/PlatformProbe",
            swiftSettings: house
        ),
        .executableTarget(
            name: "reelmill-bench",
            dependencies: [
                "Services", "Dashboard", "HTTPServer", "Media", "Spool", "History", "Profiles",
                "Platform", "Model",
                "TestKit", "reelmill",
            ],
            path: "Tests/Benchmarks",
            swiftSettings: house
        ),
        .executableTarget(
            name: "reelmill-fuzz",
            dependencies: ["Media", "Profiles", "Platform", "Model", "TestKit"],
            path: "Tests/Fuzz",
            swiftSettings: house
        ),
        .executableTarget(
            name: "reelmill-stress",
            dependencies: ["Spool", "Platform", "Model", "TestKit"],
            path: "Tests/Stress",
            swiftSettings: house
        ),
        .target(
            name: "SpoolSimulation",
            dependencies: ["Spool", "Platform", "Model"],
            path: "Tests/SpoolSimulation",
            swiftSettings: house
        ),
        .executableTarget(
            name: "reelmill-simulate",
            dependencies: ["SpoolSimulation", "Platform", "Model"],
            path: "Tests/Simulate",
            swiftSettings: house
        ),
        tests(of: "Model"),
        tests(
            of: "Media",
            uses: ["CFFmpeg", "CLibav", "Model", "Platform", "reelmill-fuzz"]
        ),
        tests(
            of: "Node",
            uses: [
                "ClusterKit", "HTTPServer", "Services", "Spool", "Profiles", "Platform", "Model",
                "reelmill",
            ]
        ),
        tests(of: "History", uses: ["Model", "Platform"]),
        tests(of: "HTTPClient", uses: ["Model", "Platform"]),
        tests(of: "Profiles", uses: ["Model", "Platform", "reelmill-fuzz"]),
        tests(
            of: "Spool",
            uses: ["CLinux", "Model", "Platform", "SpoolSimulation", "reelmill-stress"]
        ),
        tests(of: "CommandLine", uses: ["Model"]),
        tests(of: "Dashboard", uses: ["Model"]),
        tests(
            of: "Services",
            uses: ["Media", "History", "Spool", "Profiles", "Platform", "Model", "reelmill"]
        ),
        tests(
            of: "Commands",
            uses: [
                "CommandLine", "Services", "Model", "Platform", "Profiles", "Spool", "reelmill",
            ]
        ),
        tests(of: "HTTPServer", uses: ["Platform", "Model"]),
        tests(of: "Platform", uses: ["CLinux", "Model", "PlatformProbe"]),
        .testTarget(name: "TidyTests", dependencies: ["Platform", "Model"], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
