import Model
import Platform
import Profiles
import Testing

/// The bytes that are in the binary, and the files of the checkout.
@Suite("Files of shipped profiles")
struct ShippedFileTests {
    private static let root = Path("\(#filePath)").parent.parent.parent.parent

    private func read(_ path: Path) throws -> [UInt8] {
        try OpenFile(ShippedFileTests.root.appending(path), for: .read).readAll(limit: 1 << 20)
    }

    private func files(in folder: Path) throws -> Set<String> {
        let entries = try Directory.entries(of: ShippedFileTests.root.appending(folder))
        return Set(entries.map { "\($0.name)" }.filter { $0.hasSuffix(".conf") })
    }

    @Test("The binary holds the files byte for byte", arguments: Shipped.names)
    func isEmbedded(name: String) throws {
        let source = try #require(Shipped.source(name))
        #expect(try read(Path("Sources/Profiles/Shipped/\(name).conf")) == source.bytes)
        #expect(try read(Path("profiles/\(name).conf")) == source.bytes)
    }

    @Test("Every file is in the binary, and shown at the top")
    func isWhole() throws {
        let names = Set(Shipped.names.map { "\($0).conf" })
        #expect(names.count == 10)
        #expect(try files(in: "Sources/Profiles/Shipped") == names)
        #expect(try files(in: "profiles") == names)
        #expect(Shipped.names.first == "default")
        #expect(Shipped.all.map(\.origin) == Shipped.names.map { .builtin($0) })
    }

    @Test("What is not there is nil")
    func unknown() {
        #expect(Shipped.source("h264") == nil)
        #expect(Shipped.summary(of: "h264") == nil)
    }

    @Test(
        "Each says its name, its summary, and what a person learns first",
        arguments: Shipped.names
    )
    func explains(name: String) throws {
        let text = String(decoding: try #require(Shipped.source(name)).bytes, as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("# \(name): ") ?? false)
        #expect(lines.contains("name        = \(name)"))
        #expect(lines.contains { $0.hasPrefix("extends     = none") })
        for heading in ["# Size    ", "# Speed   ", "# Change first"] {
            #expect(lines.contains { $0.hasPrefix(heading) })
        }
        #expect(lines.allSatisfy { $0.count <= 100 })
        let summary = try #require(Shipped.summary(of: name))
        #expect((10...70).contains(summary.count))
        #expect(lines.contains("description = \(summary)"))
    }
}
