import Model
import Testing

@Suite("Lines of shell words")
struct ShellWordsTests {
    private func words(_ line: String) throws -> [String] {
        try ShellWords.line(of: Array(line.utf8), from: 0).words.map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    @Test(
        "Words are read as a shell reads them",
        arguments: [
            ("", []), ("  \t", []), ("-crf 20", ["-crf", "20"]),
            (#"-vf "scale=-2:'min(1080,ih)'""#, ["-vf", "scale=-2:'min(1080,ih)'"]),
            ("'a b'c\" d\"", ["a bc d"]), ("a '' b", ["a", "", "b"]),
            (##"a\ b \# \"c"##, ["a b", "#", "\"c"]), (#""\a \" \$ \\""#, [#"\a " $ \"#]),
            (#"'\a'"#, [#"\a"#]), ("a # b 'c", ["a"]), ("a#b", ["a#b"]), ("# a", []),
            ("a \\\n b", ["a", "b"]), ("a\\\nb", ["ab"]), ("\"a\\\nb\"", ["ab"]),
            ("a # b \\\nc", ["a"]), ("$HOME `a` *", ["$HOME", "`a`", "*"]), ("é'ü'", ["éü"]),
        ] as [(String, [String])]
    )
    func reads(line: String, expected: [String]) throws {
        #expect(try words(line) == expected)
    }

    @Test("Every word knows where it stands, and the line where the next one begins")
    func places() throws {
        let text = Array("one\n  'two' th\\\nree # x\nfour".utf8)
        let first = try ShellWords.line(of: text, from: 0)
        #expect(first.words == [PlacedWord(Array("one".utf8), 0..<3)])
        #expect(first.next == 4)
        let second = try ShellWords.line(of: text, from: first.next)
        #expect(
            second.words == [
                PlacedWord(Array("two".utf8), 6..<11), PlacedWord(Array("three".utf8), 12..<19),
            ]
        )
        let last = try ShellWords.line(of: text, from: second.next)
        #expect(last.words == [PlacedWord(Array("four".utf8), 24..<28)])
        #expect(last.next > text.count)
    }

    @Test(
        "What is not closed is named with its place",
        arguments: [
            ("a 'b", "the quotes are not closed", 2..<4),
            ("a \"b\nc\"", "the quotes are not closed", 2..<4),
            ("a \\", "nothing follows the backslash", 2..<3),
            (
                "a \\  \nb",
                "there is a space behind the backslash; to go on, the line ends in a backslash",
                2..<5
            ),
        ] as [(String, String, Range<Int>)]
    )
    func wrong(line: String, message: String, range: Range<Int>) {
        var problem: LineProblem?
        do throws(LineProblem) {
            _ = try ShellWords.line(of: Array(line.utf8), from: 0)
        } catch {
            problem = error
        }
        #expect(problem == LineProblem(message, range))
    }
}
