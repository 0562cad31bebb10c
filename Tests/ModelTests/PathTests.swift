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
}
