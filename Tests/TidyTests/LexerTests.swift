import Testing

@Suite("Cutting source text into tokens")
struct LexerTests {
    private func texts(_ source: String, _ language: Lexer.Language = .swift) -> [String] {
        Lexer.tokens(of: Array(source.utf8), language).map { token in
            token.kind == .string ? "'\(token.text)'" : token.text
        }
    }

    @Test("Comments nest in Swift and do not in C")
    func comments() {
        #expect(texts("a /* b /* c */ d */ e // f") == ["a", "/* b /* c */ d */", "e", "// f"])
        #expect(texts("a /* b /* c */ d", .c) == ["a", "/* b /* c */", "d"])
    }

    @Test(
        "Strings of all kinds are one token",
        arguments: [
            (#"f("a // b")"#, ["f", "(", "'a // b'", ")"]),
            (##"let s = #"a "quoted" \n"#"##, ["let", "s", "=", #"'a "quoted" \n'"#]),
            (#""a\"b" c"#, [#"'a\"b'"#, "c"]),
            ("\"\"\"\na \"b\"\n\"\"\" c", ["'\na \"b\"\n'", "c"]),
            ("\"\" x", ["''", "x"]),
            ("\"open\nx", ["'open'", "x"]),
        ]
    )
    func strings(source: String, expected: [String]) {
        #expect(texts(source) == expected)
    }

    @Test(
        "Code inside an interpolation is code, to any depth",
        arguments: [
            (#""a \(b(c)) d""#, ["'a  d'", "b", "(", "c", ")"]),
            (##"#"a \(b) \#(c!)"#"##, [#"'a \(b) '"#, "c", "!"]),
            (#""\("\(x)")" y"#, ["''", "''", "x", "y"]),
        ]
    )
    func interpolations(source: String, expected: [String]) {
        #expect(texts(source) == expected)
    }

    @Test("Operators are whole, but a suffix stands by itself")
    func operators() {
        #expect(texts("a != b") == ["a", "!=", "b"])
        #expect(texts("a! == b") == ["a", "!", "==", "b"])
        #expect(texts("x?.y ?? z") == ["x", "?", ".", "y", "??", "z"])
        #expect(texts("0..<n") == ["0", "..<", "n"])
        #expect(texts("a+/* b */c") == ["a", "+", "/* b */", "c"])
    }

    @Test("Lines are counted through comments and strings of several lines")
    func lines() {
        let source = "a\n/* b\n*/ c\n\"\"\"\n\\\nd\n\"\"\" e"
        let tokens = Lexer.tokens(of: Array(source.utf8), .swift)
        #expect(tokens.map(\.line) == [1, 2, 3, 4, 7])
        #expect(tokens.map(\.lastLine) == [1, 3, 3, 7, 7])
    }

    @Test("Directives and characters of C are no code")
    func cSources() {
        #expect(texts("#define A(x) { \\\n \"{\n'\\'' '\"' a", .c) == ["''\\'''", "''\"''", "a"])
    }
}
