import Model
import Testing

@Suite("Words of a shell command")
struct ShellWordTests {
    @Test(
        "A word is quoted as little as it needs",
        arguments: [
            (Array("movies/Heat.mkv".utf8), "movies/Heat.mkv"),
            (Array("movies/Heat (1995).mkv".utf8), "'movies/Heat (1995).mkv'"),
            (Array("it's".utf8), "'it'\\''s'"),
            (Array("'".utf8), "''\\'''"),
            (Array("".utf8), "''"),
            (Array("a'\u{301}b".utf8), "'a'\\''\u{301}b'"),
            (Array("~user".utf8), "'~user'"),
            (Array("a=b".utf8), "'a=b'"),
            (Array("Amélie.mkv".utf8), "'Amélie.mkv'"),
            (Array("back\\slash".utf8), "'back\\slash'"),
            (Array("two\nlines".utf8), "$'two\\012lines'"),
            ([0x61, 0xff, 0x31], "$'a\\3771'"),
            (Array("it's\u{1b}\\".utf8), "$'it\\'s\\033\\\\'"),
        ] as [([UInt8], String)]
    )
    func quotes(bytes: [UInt8], word: String) {
        #expect(ShellWord.quoted(bytes) == word)
    }
}
