import Model
import Testing

@Suite("Paths")
struct PathTests {
    @Test("Two encodings of one letter are two paths")
    func twins() {
        #expect(Path("\u{e9}") != Path("e\u{301}"))
        #expect(Set([Path("\u{e9}"), Path("e\u{301}")]).count == 2)
    }

    @Test(
        "Parent and name are as written",
        arguments: [
            ("a/b", "a", "b"), ("a", ".", "a"), ("/a", "/", "a"), ("/", "/", nil),
            ("a/b/", "a", "b"),
            ("a//b", "a", "b"), ("..", ".", nil), ("//", "/", nil),
        ] as [(String, String, String?)]
    )
    func parts(path: String, parent: String, name: String?) {
        #expect(Path(path).parent == Path(parent))
        #expect(Path(path).name == name.map { FileName($0) })
    }

    @Test(
        "What lies below a directory is relative to it",
        arguments: [
            ("/in/tv/a.mkv", "/in", "tv/a.mkv"), ("/in/tv/a.mkv", "/in/", "tv/a.mkv"),
            ("/a", "/", "a"), ("/in//a", "/in", "a"), ("/input/a", "/in", nil), ("/in", "/in", nil),
            ("/in/", "/in", nil), ("a/b", "a", "b"),
        ] as [(String, String, String?)]
    )
    func relative(path: String, directory: String, expected: String?) {
        #expect(Path(path).relative(to: Path(directory)) == expected.map { Path($0) })
    }

    @Test("An absolute path stands for itself, a relative one goes behind")
    func appends() {
        #expect(Path("/a").appending("b/c") == "/a/b/c")
        #expect(Path("/a/").appending("b") == "/a/b")
        #expect(Path("/").appending("b") == "/b")
        #expect(Path("/a").appending("/b") == "/b")
        #expect(Path("/a") / "b" == "/a/b")
    }

    @Test("What cannot be a path or a name is refused")
    func refuses() {
        #expect(Path(bytes: []) == nil)
        #expect(Path(bytes: [0x61, 0]) == nil)
        for name in ["", ".", "..", "a/b", "a\0b"] {
            #expect(FileName(bytes: Array(name.utf8)) == nil, "\(name)")
        }
    }
}
