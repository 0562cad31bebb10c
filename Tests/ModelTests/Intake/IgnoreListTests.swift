import Model
import Testing

@Suite("Lists of what is left alone")
struct IgnoreListTests {
    private func verdict(
        _ text: String,
        _ path: Path,
        isFolder: Bool = false
    ) -> IgnoreList.Verdict? {
        IgnoreList(Array(text.utf8)).verdict(for: path, isFolder: isFolder)
    }

    @Test("A pattern without a slash is about names in any folder")
    func names() {
        #expect(verdict("*.avi", "a.avi") == .ignored("*.avi"))
        #expect(verdict("*.avi", "deep/er/a.avi") == .ignored("*.avi"))
        #expect(verdict("*.avi", "a.mkv") == nil)
    }

    @Test("A pattern with a slash is about paths from the list's folder")
    func paths() {
        #expect(verdict("tv/*.avi", "tv/a.avi") == .ignored("tv/*.avi"))
        #expect(verdict("tv/*.avi", "x/tv/a.avi") == nil)
        #expect(verdict("/a.avi", "a.avi") == .ignored("/a.avi"))
        #expect(verdict("/a.avi", "tv/a.avi") == nil)
        #expect(verdict("**/x/*", "a/b/x/c.avi") == .ignored("**/x/*"))
    }

    @Test("A pattern that ends in a slash is about folders")
    func folders() {
        #expect(verdict("tv/", "tv", isFolder: true) == .ignored("tv/"))
        #expect(verdict("tv/", "tv", isFolder: false) == nil)
    }

    @Test("The last line that is about a path holds")
    func order() {
        #expect(verdict("*.avi\n!b*", "b.avi") == .takenBack)
        #expect(verdict("!b*\n*.avi", "b.avi") == .ignored("*.avi"))
    }

    @Test("Comments, empty lines and the ends of lines of Windows say nothing")
    func plain() {
        #expect(verdict("# *\r\n\r\n  \r\n*.avi \r\n", "a.avi") == .ignored("*.avi"))
        #expect(verdict("# *\r\n\r\n  \r\n*.avi \r\n", "a.mkv") == nil)
    }

    @Test("What is no pattern is told with its line")
    func problems() {
        let list = IgnoreList(Array("ok\n[a\n".utf8))
        #expect(list.problems.map(\.line) == [2])
        #expect(list.problems.first?.reason.contains("without \"]\"") ?? false)
    }
}
