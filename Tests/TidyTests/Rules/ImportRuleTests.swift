import Testing

@Suite("Imports")
struct ImportRuleTests {
    private func findings(_ path: String, _ source: String) throws -> [String] {
        let page = SourceFile(
            "ARCHITECTURE.md",
            """
            ```modules
            Spool     the protocol  -> Platform, Model
            Media     cut, join     -> CFFmpeg, Model
            Platform  the kernel    -> CLinux, Model
            Model     values
            ```
            """
        )
        let map = try #require(ModuleMap(page: page))
        return ImportRule.findings(in: SourceFile(path, source), map).map(\.description)
    }

    @Test(
        "Arrows of the map are no findings",
        arguments: [
            ("Spool", "import Platform\npublic import Model"), ("Media", "internal import CFFmpeg"),
            ("Platform", "internal import CLinux; import Dispatch"), ("Model", "import Swift"),
            ("Model", "import Synchronization"), ("Model", "// import Platform"),
            ("Model", "let text = \"import Foundation\""), ("Model", "f(import: Platform)"),
            ("Model", "#if canImport(Foundation)\n#endif"), ("Model", "let `import` = a.import"),
        ]
    )
    func right(module: String, source: String) throws {
        #expect(try findings("Sources/\(module)/A.swift", source) == [])
    }

    @Test(
        "What is no arrow is a finding",
        arguments: [
            ("Model", "import Platform"), ("Spool", "import Media"), ("Media", "import Platform"),
            ("Model", "import RegexBuilder"), ("Spool", "import Dispatch"),
            ("Spool", "@preconcurrency import Dispatch"), ("Spool", "import CLinux"),
            ("Platform", "import CFFmpeg"), ("Platform", "import Glibc"), ("Media", "import Musl"),
            ("Spool", "public import CSQLite"), ("Spool", "package import CSQLite"),
            ("Spool", "private import CSQLite"), ("Spool", "fileprivate import CSQLite"),
            ("Spool", "@_implementationOnly import CMicroHTTPD"),
            ("Spool", "@preconcurrency internal import CSQLite"),
            ("Spool", "@_exported @_spi(Inner) import CSQLite"),
            ("Spool", "import struct CFFmpeg.AVRational"), ("Spool", "import func Glibc.open"),
            ("Spool", "import CFFmpeg.avutil"), ("Spool", "import class\n    CFFmpeg.A"),
            ("Model", "import Foundation"), ("Media", "import FoundationXML"),
            ("Platform", "public import FoundationNetworking"),
            ("Model", "import struct Foundation.Date"), ("Model", "import FoundationEssentials"),
            ("Platform", "@_silgen_name(\"getpid\") func identifier() -> Int32"),
            ("Platform", "@_extern(c) func getpid() -> Int32"),
            ("Model", "let a = 1; import Platform"), ("Model", "/* a */ import Platform"),
        ]
    )
    func wrong(module: String, source: String) throws {
        #expect(try findings("Sources/\(module)/A.swift", source).count == 1)
    }

    @Test("A finding names the line and the way out")
    func wording() throws {
        let source = "// Values.\nimport Swift\nimport Platform\n"
        let expected =
            "Sources/Model/Time/A.swift:3: Model -> Platform is no arrow of ARCHITECTURE.md: "
            + "use a module below Model"
        #expect(try findings("Sources/Model/Time/A.swift", source) == [expected])
    }

    @Test("Tests may import what they test")
    func tests() throws {
        #expect(try findings("Tests/ModelTests/A.swift", "import Foundation\nimport CLinux") == [])
    }
}
