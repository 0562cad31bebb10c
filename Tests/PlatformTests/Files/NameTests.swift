import Model
import Platform
import TestKit
import Testing

@Suite("Names of every kind")
struct NameTests {
    /// Everything that Linux allows in a name and programs stumble over.
    static let names: [FileName] = [
        "new\nline", "tab\tand\rreturn", "'single' \"double\" `back`", "-rf", "--",
        " lead and trail ",
        "$HOME;*?[a]|&<>(){}!#~", "back\\slash", "\u{1b}[31mred", "\u{202e}gnp.exe", "…", "日本語.mkv",
        "👩‍👩‍👧.mkv", "caf\u{e9}", "cafe\u{301}", "...", ".hidden", "%s%n", "\u{feff}bom",
        FileName(String(repeating: "x", count: 255)),
        FileName(String(repeating: "é", count: 127)),
        name([0xff]), name([0xc3, 0x28]), name([0xed, 0xa0, 0x80]), name([0xf0, 0x9f, 0x91]),
        name(Array(1...0x2e)), name(Array(0x30...0xff)),
    ]

    @Test("Every name survives list, rename and read")
    func survive() throws {
        let scratch = try Scratch()
        let from = scratch.path / "from"
        let to = scratch.path / "to"
        try Directory.create(from)
        try Directory.create(to)
        for name in Self.names { try OpenFile.create(from / name).write(name.bytes) }

        let listed = try Directory.entries(of: from).map(\.name)
        #expect(Set(listed) == Set(Self.names))
        #expect(listed.count == Self.names.count)
        for name in listed { #expect(try Move.claim(from / name, as: to / name) == .won) }

        let moved = try Directory.entries(of: to)
        #expect(moved.count == Self.names.count)
        for entry in moved {
            let content = try OpenFile(to / entry.name, for: .read).readAll(limit: 1_000)
            #expect(content == entry.name.bytes)
        }
        #expect(try Directory.entries(of: from).isEmpty)
    }

    @Test("The two encodings of one letter are two files")
    func twins() throws {
        let scratch = try Scratch()
        try scratch.file("caf\u{e9}", "composed")
        try scratch.file("cafe\u{301}", "decomposed")
        #expect(try Directory.entries(of: scratch.path).count == 2)
        let content = try OpenFile(scratch.path / "cafe\u{301}", for: .read).readAll(limit: 100)
        #expect(content == Array("decomposed".utf8))
    }

    @Test("A name of 256 bytes is refused by the kernel with the whole path")
    func tooLong() throws {
        let scratch = try Scratch()
        let path = scratch.path / FileName(String(repeating: "x", count: 256))
        #expect(throws: SystemError("create", path, .nameTooLong)) { _ = try OpenFile.create(path) }
    }

    private static func name(_ bytes: [UInt8]) -> FileName {
        FileName(bytes: bytes) ?? "not a name"
    }
}
