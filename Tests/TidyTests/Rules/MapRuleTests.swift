import Testing

@Suite("Paper, package and folders")
struct MapRuleTests {
    private static let modules = """
        tool         starts it                    -> Commands
        Commands     texts and exit codes;
                     one file each                -> Node and every module below
        Node         order of start and stop      -> Spool, Media
        Spool        the protocol                 -> Platform, Model
        Media        cut and join                 -> CFFmpeg, Model
        Platform     the kernel                   -> CLinux, Model
        HTTPServer   a socket                     -> CMicroHTTPD
        HTTPClient   an address                   -> CCurl
        History      what was done                -> CSQLite, Model
        Model        values
        """

    private static let manifest = """
        func library(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
            .target(name: name, dependencies: dependencies, swiftSettings: house)
        }
        let package = Package(
            name: "tool",
            products: [.executable(name: "tool", targets: ["tool"])],
            targets: [
                .executableTarget(name: "tool", dependencies: ["Commands"]),
                library("Commands", uses: [
                    "Node", "Spool", "Media", "Platform", "HTTPServer", "HTTPClient", "History",
                    "Model",
                ]),
                library("Node", uses: ["Media", .target(name: "Spool")]),
                library("Spool", uses: ["Platform", "Model"]),
                library("Media", uses: ["CFFmpeg", "Model"]),
                library("Platform", uses: ["CLinux", "Model"]),
                library("HTTPServer", uses: ["CMicroHTTPD"]),
                library("HTTPClient", uses: ["CCurl"]),
                library("History", uses: ["CSQLite", "Model"]),
                library("Model", uses: []),
                .target(name: "CLinux", cSettings: linux), .target(name: "CLibav"),
                .systemLibrary(name: "CFFmpeg"), .systemLibrary(name: "CSQLite"),
                .systemLibrary(name: "CMicroHTTPD"), .systemLibrary(name: "CCurl"),
                .target(name: "TestKit", dependencies: ["Commands"], path: "Tests/TestKit"),
                tests(of: "Model"),
            ]
        )
        """

    private func page(_ modules: String) -> SourceFile {
        SourceFile("ARCHITECTURE.md", "# Rooms\n```sh\nls\n```\n```modules\n\(modules)\n```\nEnd\n")
    }

    private func findings(
        modules: String = MapRuleTests.modules,
        manifest: String = MapRuleTests.manifest,
        folder: String = "Model"
    ) -> [String] {
        let files = [
            page(modules), SourceFile("Package.swift", manifest),
            SourceFile("Sources/\(folder)/A.swift", ""),
        ]
        return MapRule.findings(in: files).map(\.description)
    }

    @Test("What agrees is no finding")
    func agreement() {
        #expect(findings() == [])
    }

    @Test("A map that is missing is a finding")
    func missing() {
        let files = [SourceFile("ARCHITECTURE.md", "```\nModel values\n```\n")]
        #expect(MapRule.findings(in: files).count == 1)
    }

    @Test(
        "The words behind an entry's name may be continued, and `every module below` is those below"
    )
    func reading() throws {
        let map = try #require(ModuleMap(page: page(Self.modules)))
        #expect(map.modules.count == 10)
        #expect(map.module("tool")?.arrows == ["Commands"])
        #expect(map.module("Model")?.arrows == [])
        #expect(
            map.module("Commands")
                == ModuleMap.Module(
                    name: "Commands",
                    arrows: [
                        "Node", "Spool", "Media", "Platform", "HTTPServer", "HTTPClient", "History",
                        "Model",
                    ],
                    line: 7
                )
        )
    }

    @Test(
        "A wrong arrow on the page is a finding",
        arguments: [
            ("Spool points up", "-> Platform, Model", "-> Platform, Node, Model", "points up"),
            ("no such line", "-> Spool, Media", "-> Spool, Media, Stage", "no line for Stage"),
            ("a C module", "-> Spool, Media", "-> Spool, Media, CSQLite", "only History imports"),
            ("two edges", "-> CFFmpeg, Model", "-> CFFmpeg, Platform, Model", "edges never import"),
            ("itself", "-> CSQLite, Model", "-> CSQLite, History", "points up"),
            ("twice", "Model        values", "Model values\nModel values", "stands here twice"),
        ]
    )
    func wrongPage(_: String, right: String, wrong: String, message: String) throws {
        let modules = try Self.modules.replacingFirst(right, with: wrong)
        #expect(findings(modules: modules).contains { $0.contains(message) })
    }

    @Test(
        "A package that differs from the page is a finding",
        arguments: [
            (
                "library(\"Spool\", uses: [\"Platform\", ", "library(\"Spool\", uses: [",
                "add Platform"
            ),
            ("uses: [\"CMicroHTTPD\"]", "uses: [\"CMicroHTTPD\", \"Model\"]", "remove Model"),
            ("library(\"Model\", uses: []),", "", "the map has Model"),
            ("tests(of: \"Model\"),", "library(\"Stray\", uses: []),", "Stray is not on the map"),
        ]
    )
    func wrongPackage(right: String, wrong: String, message: String) throws {
        let manifest = try Self.manifest.replacingFirst(right, with: wrong)
        let found = findings(manifest: manifest)
        #expect(found.count == 1)
        #expect(found.contains { $0.hasPrefix("Package.swift:") && $0.contains(message) })
    }

    @Test("A folder below Sources that is not on the page is a finding")
    func folders() {
        #expect(findings(folder: "CLinux") == [])
        #expect(findings(folder: "Stray").count == 1)
    }
}

extension String {
    /// Fails where the text does not hold what is to be replaced: the test would test nothing.
    func replacingFirst(_ old: String, with new: String) throws -> String {
        let range = try #require(firstRange(of: old))
        return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
