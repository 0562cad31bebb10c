@testable import CommandLine
import Model
import Testing

@Suite("Configuration files")
struct ConfigurationFileTests {
    private let settings = CommandTable.standard.settings

    private func read(_ bytes: [UInt8]) throws -> ConfigurationFile {
        try ConfigurationFile(bytes, path: "/etc/r.conf", settings: settings)
    }

    private func problems(_ bytes: [UInt8]) -> String? {
        do throws(ConfigurationError) {
            _ = try ConfigurationFile(bytes, path: "/etc/r.conf", settings: settings)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("Lines are keys and values, with comments, blanks, line ends and a byte order mark")
    func accepted() throws {
        let text =
            "\u{feff}# a comment\r\n\r\n\troot =/media \t# why\r\nslots=4\n  # more\nname = a"
        let file = try read(Array(text.utf8))
        #expect(file.entries["root"] == .init(value: .path("/media"), line: 3))
        #expect(file.entries["slots"] == .init(value: .integer(4), line: 4))
        #expect(file.entries["name"] == .init(value: .text("a"), line: 6))
        #expect(file.entries.count == 3)
        #expect(try read([]).entries.isEmpty)
    }

    @Test(
        "A value ends where its comment begins, and quotes keep what they hold",
        arguments: [
            ("/a#b", "/a#b"), ("/a #b", "/a"), ("/a b  c ", "/a b  c"), ("\" /a \"", "/etc/ /a "),
            ("\"/a # b\" # c", "/a # b"), (#""/a\\b\"c""#, #"/a\b"c"#), (#""/\u{e9}""#, "/é"),
            ("/a\"b\"", "/a\"b\""), ("/a = b", "/a = b"), ("media", "/etc/media"),
        ]
    )
    func values(written: String, meant: String) throws {
        let file = try read(Array("root = \(written)\n".utf8))
        #expect(file.entries["root"]?.value == .path(Path(meant)))
    }

    @Test("Any bytes that are written for a file are read back, seed 7")
    func roundTrip() throws {
        var state: UInt64 = 7
        for _ in 0..<2_000 {
            var bytes = Array("/".utf8)
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let pick = UInt8(truncatingIfNeeded: state >> 33)
                let awkward = Array("\"\\# \t\n\r=~x{}\u{e9}".utf8)
                bytes.append(pick < 128 ? awkward[Int(pick) % awkward.count] : max(1, pick))
            }
            let path = try #require(Path(bytes: bytes))
            let line = "root = \(QuotedText.written(path.bytes))"
            let file = try read(Array(line.utf8))
            #expect(file.entries["root"]?.value == .path(path), "\(line)")
        }
    }

    @Test("A wrong line is shown with its place and what is wrong with it", arguments: wrongLines)
    func refused(line: WrongLine) {
        #expect(problems(line.bytes) == line.message)
    }

    @Test("All wrong lines are told at once, the first ten of them")
    func many() throws {
        let text = (1...12).map { "k\($0) = 1" }.joined(separator: "\n")
        let message = try #require(problems(Array(text.utf8)))
        #expect(message.hasPrefix("/etc/r.conf:1:1: unknown key \"k1\"\n    1 | k1 = 1\n"))
        #expect(message.hasSuffix("\nand 2 more"))
        #expect(message.split(separator: "\n").count == 31)
    }

    @Test("A line that may hold a secret is not shown")
    func secrets() {
        let lines = [
            "token = \"hunter2", "tokn = hunter2", "Token hunter2", "token=hunter2\u{7}",
            "REELMILL_TOKEN=hunter2", "export token=hunter2", "api-token = hunter2",
            "password = hunter2",
        ]
        for text in lines {
            let message = problems(Array(text.utf8))
            #expect(message?.contains("hunter2") == false)
            #expect(message?.hasPrefix("/etc/r.conf:1:") == true)
        }
    }

    @Test("A line that names the file of a secret is shown")
    func secretFile() {
        #expect(problems(Array("token-file = ~/token".utf8))?.contains("| token-file = ~/") == true)
    }

    @Test("A file of more than a mebibyte is refused, one of just that is read")
    func limit() {
        let line = Array(repeating: UInt8(ascii: "#"), count: ConfigurationFile.bytesMax)
        #expect(problems(line) == nil)
        #expect(
            problems(line + line[..<1])
                == "/etc/r.conf is longer than 1 MiB; it is no configuration file"
        )
    }
}

struct WrongLine: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String

    init(_ text: String, _ message: String) {
        (bytes, self.message) = (Array(text.utf8), message)
    }

    init(bytes: [UInt8], _ message: String) {
        (self.bytes, self.message) = (bytes, message)
    }

    var testDescription: String { ReadableBytes.escaped(bytes) }
}

private let wrongLines = [
    WrongLine(
        "\n\nsltos = 4\r\n",
        """
        /etc/r.conf:3:1: unknown key "sltos"; did you mean "slots"?
            3 | sltos = 4
              | ^^^^^
        """
    ),
    WrongLine(
        #""folder" = 4"#,
        #"""
        /etc/r.conf:1:1: unknown key "\"folder\""
            1 | "folder" = 4
              | ^^^^^^^^
        """#
    ),
    WrongLine(
        "slots = 4\nname = a\n slots = 4",
        """
        /etc/r.conf:3:2: "slots" is set twice; it was set on line 1 already
            3 |  slots = 4
              |  ^^^^^
        """
    ),
    WrongLine(
        "[node]",
        """
        /etc/r.conf:1:1: there is no "="; a line is written  key = value
            1 | [node]
              | ^^^^^^
        """
    ),
    WrongLine(
        "= 4",
        """
        /etc/r.conf:1:1: there is no key before the "="
            1 | = 4
              | ^
        """
    ),
    WrongLine(
        "slots = # many",
        """
        /etc/r.conf:1:1: there is no value; leave the line out for the default
            1 | slots = # many
              | ^^^^^
        """
    ),
    WrongLine(
        "slots = four",
        """
        /etc/r.conf:1:9: slots takes auto or a whole number from 1 to 1024, not "four"
            1 | slots = four
              |         ^^^^
        """
    ),
    WrongLine(
        "color\t=\talwasy # x",
        #"""
        /etc/r.conf:1:9: color takes auto, always or never, not "alwasy"; did you mean "always"?
            1 | color\t=\talwasy # x
              |           ^^^^^^
        """#
    ),
    WrongLine(
        "root = ~/media",
        """
        /etc/r.conf:1:8: root: "~" stands for no directory here; write the whole path
            1 | root = ~/media
              |        ^^^^^^^
        """
    ),
    WrongLine(
        "root = \"/a",
        """
        /etc/r.conf:1:8: the quotes are not closed, or "\\" stands before a wrong letter
            1 | root = "/a
              |        ^^^
        """
    ),
    WrongLine(
        #"root = "/a" b"#,
        """
        /etc/r.conf:1:13: there is more behind the closing quote
            1 | root = "/a" b
              |             ^
        """
    ),
    WrongLine(
        "name = é\u{0}x",
        #"""
        /etc/r.conf:1:9: there is a NUL byte
            1 | name = é\x00x
              |         ^^^^
        """#
    ),
    WrongLine(
        "name = a\u{1b}[2J",
        #"""
        /etc/r.conf:1:9: there is a control character
            1 | name = a\x1b[2J
              |         ^^^^
        """#
    ),
    WrongLine(
        bytes: Array("name = é".utf8) + [0xff, 0x41],
        #"""
        /etc/r.conf:1:9: there is a byte that is not UTF-8
            1 | name = é\xffA
              |         ^^^^
        """#
    ),
    WrongLine(
        String(repeating: " ", count: 100) + "nmae = a",
        """
        /etc/r.conf:1:101: unknown key "nmae"; did you mean "name"?
            1 | \(String(repeating: " ", count: 64))nmae = a
              | \(String(repeating: " ", count: 64))^^^^
        """
    ),
    WrongLine(
        bytes: [0xef, 0xbb, 0xbf] + Array("nmae = a".utf8),
        """
        /etc/r.conf:1:1: unknown key "nmae"; did you mean "name"?
            1 | nmae = a
              | ^^^^
        """
    ),
    WrongLine(
        "slots = 4\n\u{feff}name = a",
        #"""
        /etc/r.conf:2:1: there is a byte order mark; it may stand at the start of the file only
            2 | \u{feff}name = a
              | ^^^^^^^^
        """#
    ),
]
