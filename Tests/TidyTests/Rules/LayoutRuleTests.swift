import Testing

@Suite("Layout")
struct LayoutRuleTests {
    private static let full = String(repeating: "x\n", count: LayoutRule.fileLinesMax)

    @Test("A file may have 500 lines and no more", arguments: ["a.swift", "b.c", "b.h", ".ci/run"])
    func files(path: String) {
        #expect(LayoutRule.longFiles(in: SourceFile(path, Self.full)) == [])
        #expect(LayoutRule.longFiles(in: SourceFile(path, Self.full + "x\n")).map(\.line) == [501])
        #expect(LayoutRule.longFiles(in: SourceFile(path, Self.full + "x")).count == 1)
    }

    @Test("A page of text may be as long as it needs")
    func pages() {
        #expect(LayoutRule.longFiles(in: SourceFile("docs/a.md", Self.full + "x\n")) == [])
        #expect(LayoutRule.longLines(in: SourceFile("docs/a.md", Self.wide + "x")) == [])
    }

    private static let wide = String(repeating: "ü", count: LayoutRule.lineCharactersMax)

    @Test(
        "A line may have 100 characters and no more, however many bytes",
        arguments: ["a.swift", "b.h"]
    )
    func lines(path: String) {
        #expect(LayoutRule.longLines(in: SourceFile(path, "\n\(Self.wide)\n")) == [])
        let found = LayoutRule.longLines(in: SourceFile(path, "\n\(Self.wide)ü\n"))
        #expect(found.map(\.description) == ["\(path):2: 101 columns, at most 100: break the line"])
    }

    @Test("White space at the end of a line is found in every text", arguments: [" ", "\t", "\r"])
    func ends(space: String) {
        let found = LayoutRule.trailingSpace(in: SourceFile("docs/a.md", "a\nb\(space)\nc"))
        #expect(found.map(\.line) == [2])
        #expect(LayoutRule.trailingSpace(in: SourceFile("docs/a.md", " a\n\tb\n\nc")) == [])
    }
}
