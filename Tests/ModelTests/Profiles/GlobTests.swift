import Model
import Testing

@Suite("Patterns of names")
struct GlobTests {
    @Test(
        "A pattern without a slash is of the name, wherever it is",
        arguments: [
            ("*.mkv", "a.mkv", true), ("*.mkv", "x/y/a.mkv", true), ("*.mkv", "a.mkv.part", false),
            ("*.mkv", "a.MKV", false), ("*", "x/.hidden", true), ("a?c", "abc", true),
            ("a?c", "ac", false), ("a?c", "aéc", true), ("[a-cx]1", "b1", true),
            ("[a-cx]1", "d1", false), ("[!a-c]1", "d1", true), ("[^a-c]1", "b1", false),
            ("[]]", "]", true), ("[a-]", "-", true), ("[é-ü]", "ö", true), ("\\*", "*", true),
            ("\\*", "a", false), ("[\\]]", "]", true), ("a**b", "a/b", false),
            ("a**b", "axxb", true), ("*sample*", "a.sample.mkv", true), ("", "", false),
            ("*a*b*", "xxaxxbxx", true), ("*a*b", "xxaxxbxx", false),
        ] as [(String, String, Bool)]
    )
    func names(pattern: String, path: String, matches: Bool) {
        let glob = Glob(pattern)
        #expect((glob?.matches(Path(path.isEmpty ? "x" : path)) ?? false) == matches)
    }

    @Test(
        "A pattern with a slash is of the path below its folder",
        arguments: [
            ("a/*.mkv", "a/b.mkv", true), ("a/*.mkv", "x/a/b.mkv", false),
            ("a/*.mkv", "a/b/c.mkv", false), ("**/b.mkv", "b.mkv", true),
            ("**/b.mkv", "x/y/b.mkv", true), ("a/**/b.mkv", "a/b.mkv", true),
            ("a/**/b.mkv", "a/x/y/b.mkv", true), ("a/**", "a/x/y", true), ("a/**", "b/x", false),
            ("**/x/**/y", "a/x/b/x/c/y", true), ("**/x/**/y", "a/b/y", false),
            ("**", "a/b", true), ("*/*", "a", false),
        ] as [(String, String, Bool)]
    )
    func paths(pattern: String, path: String, matches: Bool) throws {
        #expect(try #require(Glob(pattern)).matches(Path(path)) == matches)
    }

    @Test("A name that is no text is matched by its bytes")
    func bytes() throws {
        let name = try #require(FileName(bytes: [0x61, 0xff, 0x62]))
        #expect(try #require(Glob("a?b")).matches(name))
        #expect(try #require(Glob("a*")).matches(name))
        #expect(try #require(Glob("a[!x]b")).matches(name))
        #expect(!(try #require(Glob("a??b")).matches(name)))
    }

    @Test(
        "What is no pattern is told",
        arguments: [
            ("", "the pattern is empty"),
            ("/a", "the pattern begins at the profile's folder, not at /"),
            ("a/", "the pattern has an empty name in it"),
            ("[a", "the pattern has a \"[\" without \"]\", or ends in a backslash"),
            ("a\\", "the pattern has a \"[\" without \"]\", or ends in a backslash"),
            ("[z-a]", "the pattern has a \"[\" without \"]\", or ends in a backslash"),
        ]
    )
    func problems(pattern: String, problem: String) {
        #expect(Glob.problem(pattern) == problem)
        #expect(Glob(pattern) == nil)
    }

    /// Two to the power of 30 ways to part the name: a matcher that tries them all has no end.
    @Test("A pattern of many stars comes to an end")
    func stars() throws {
        let name = String(repeating: "a", count: 250)
        let pattern = String(repeating: "*a", count: 30) + "*b"
        #expect(!(try #require(Glob(pattern)).matches(Path(name))))
        let folders = String(repeating: "a/", count: 250) + "a"
        let deep = String(repeating: "**/a/", count: 30) + "b"
        #expect(!(try #require(Glob(deep)).matches(Path(folders))))
    }
}
