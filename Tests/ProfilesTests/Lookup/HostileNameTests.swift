import Model
@testable import Profiles
import Testing

@Suite("Names that people do not type")
struct HostileNameTests {
    /// Pieces that mean something to a shell, a format, a terminal or a decoder.
    private static let pieces: [[UInt8]] =
        [
            "%s", "%{FORMAT=.x}", "${INPUT}", "\n", "\r", "\t", "\u{1b}[31m", " ", "-", "--", "-rf",
            "'", "\"", "\\", "`id`", "#", "=", "[video]", "*", "?", "..", ".", "...", "~", "é",
            "e\u{301}", "\u{202e}", "profile.conf", ".profile", ".ffmpeg", ".mkv", "0",
            "default.conf",
        ].map { Array($0.utf8) } + [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0x80, 0x80]]

    private static func name(_ random: inout SystemRandomNumberGenerator) -> FileName {
        while true {
            let count = Int.random(in: 1...4, using: &random)
            let bytes = (0..<count).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
            if let name = FileName(bytes: bytes), name != "profile.conf",
                !ProfileNames.isCompanion(name)
            {
                return name
            }
        }
    }

    @Test("Every name is found byte by byte, by listings and without")
    func found() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let folders = (0..<3).map { _ in Self.name(&random) }
            let film = try #require(Path(bytes: Self.name(&random).bytes)?.name)
            let folder = folders.reduce("/in" as Path) { $0 / $1 }
            let disk = MemoryDisk()
            disk.write("/in" / folders[0] / "profile.conf", "name = upper\n")
            disk.write(folder / "profile.conf", "name = lower\n")
            let own = try #require(Path(bytes: (folder / film).bytes + Array(".profile".utf8)))
            disk.write(own, "name = own\n")
            var catalogue = ProfileCatalogue(disk)
            for isListed in [false, true] {
                catalogue.beginScan()
                if isListed {
                    let listing = disk.listing(folder)
                    catalogue.profile(forFolder: folder, listing: listing)
                }
                let chain = catalogue.profile(forFilm: folder / film).resolved.chain.map(\.path)
                let upper = "/in" / folders[0] / "profile.conf"
                #expect(chain == [upper, folder / "profile.conf", own])
                let other = catalogue.profile(forFilm: folder / "other.mkv")
                #expect(other.resolved.profile?.name == "lower")
                #expect(other.result.map { $0.bytes.contains(0) } == false)
            }
        }
    }

    @Test("Messages about them stay on their lines, and their remedies name the same bytes")
    func messages() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let folder = "/in" / Self.name(&random)
            let disk = MemoryDisk()
            disk.put(folder / "profile.conf", .other("a pipe"))
            var catalogue = ProfileCatalogue(disk)
            let error = catalogue.error(folder / "m.mkv")
            let message = try #require(error)
            #expect(ReadableBytes.isPlainText(Array(message.utf8)))
            #expect(message.hasSuffix("rm \(ShellWord.quoted(folder / "profile.conf"))"))
        }
    }

    @Test("Two encodings of one letter are two films")
    func encodings() {
        let disk = MemoryDisk(["/in/e\u{301}.mkv.profile": "name = two\n"])
        var catalogue = ProfileCatalogue(disk)
        #expect(catalogue.profile(forFilm: "/in/e\u{301}.mkv").found == .companion)
        #expect(catalogue.profile(forFilm: "/in/\u{e9}.mkv").found == .builtin)
    }

    @Test("A way is the same however it is written, as long as it ends where it seems to")
    func ways() {
        let places = ProfilePlaces(input: "/m/in/", profiles: "/m/in/pr/", shipped: [])
        #expect(places.input == "/m/in")
        for path in ["/m/in/a", "/m//in/./a/", "/m/x/../in/b/../a", "/../m/in/a"] as [Path] {
            #expect(places.canonical(path) == "/m/in/a")
            #expect(places.tree(of: "/m/in/a") == .input)
        }
        #expect(places.canonical("/m/in") == "/m/in")
        #expect(places.canonical("/m/in/pr/x") == "/m/in/pr/x")
        #expect(places.tree(of: "/m/in/pr/x") == .profiles)
        #expect(places.canonical("/m/inn/a") == nil)
        #expect(places.canonical("/m/in/../a") == nil)
        #expect(("/a/../../b" as Path).normalized == "/b")
        #expect(("a/../../b" as Path).normalized == "../b")
        #expect(("/" as Path).normalized == "/")
        #expect(("a/.." as Path).normalized == ".")
    }
}
