import Model
import Profiles
import Testing

@Suite("Texts of profiles")
struct ProfileTextTests {
    private func complaint(_ bytes: [UInt8]) -> String? {
        ProfilesTests.complaint(of: [("tv.conf", bytes)])
    }

    private static let text = "name = a\n[video]\n-crf 20 \\\n  -preset slow\n"

    @Test("A byte order mark and lines of Windows say the same")
    func windows() throws {
        let bytes = Array(ProfileTextTests.text.replacing("\n", with: "\r\n").utf8)
        let plain = try read(Array(ProfileTextTests.text.utf8))
        #expect(try read([0xef, 0xbb, 0xbf] + bytes) == plain)
        #expect(try read(Array(ProfileTextTests.text.dropLast().utf8)) == plain)
    }

    private func read(_ bytes: [UInt8]) throws -> EncodingProfile {
        try ProfileReading.read([ProfileSource(.file("tv.conf"), bytes)], name: "tv").profile
    }

    @Test("A text of Windows' programs is told how to be saved", arguments: [true, false])
    func utf16(isBigEndian: Bool) {
        let units = Array("\u{feff}[video]\n-crf 20\n".utf16)
        let bytes = units.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
            return isBigEndian ? [high, low] : [low, high]
        }
        let message = "tv.conf: this is UTF-16; save it as UTF-8"
        #expect(complaint(bytes) == message)
        // Without its byte order mark as well.
        #expect(complaint(Array(bytes.dropFirst(2))) == message)
    }

    @Test("A text in UTF-32 is told how to be saved")
    func utf32() {
        let bytes = "\u{feff}-an".unicodeScalars.flatMap { scalar in
            [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
        }
        #expect(complaint(bytes) == "tv.conf: this is UTF-32; save it as UTF-8")
    }

    @Test("Bytes that no editor shows are told with their place")
    func bytes() {
        #expect(
            complaint(Array("[video]\n".utf8) + [0xef, 0xbb, 0xbf] + Array("-crf 20".utf8)) == """
                tv.conf:2:1: there is a byte order mark; it may stand at the start of the file \
                only
                    2 | \\u{feff}-crf 20
                      | ^^^^^^^^
                """
        )
        #expect(
            complaint(Array("name = caf".utf8) + [0xe9]) == """
                tv.conf:1:11: there is a byte that is not UTF-8
                    1 | name = caf\\xe9
                      |           ^^^^
                """
        )
        #expect(
            complaint(Array("name = a\nb".utf8) + [0] + Array("c\n\u{7f}".utf8)) == """
                tv.conf:2:2: there is a NUL byte
                    2 | b\\x00c
                      |  ^^^^
                tv.conf:3:1: there is a control character
                    3 | \\x7f
                      | ^^^^
                """
        )
    }

    @Test("What is far too long is refused by its length, whatever is in it")
    func tooLong() {
        let bytes = [UInt8](repeating: UInt8(ascii: "-"), count: 100 << 20)
        #expect(complaint(bytes) == "tv.conf is longer than 1 MiB; it is no profile")
        #expect(ProfileReading.extends(ProfileSource(.file("tv.conf"), bytes)) == nil)
    }

    @Test("A place is told in the file of the chain that it is in")
    func chain() {
        let root = Array("\u{feff}# root\r\n[video]\r\n-crf 20 \\".utf8)
        let middle = Array("".utf8)
        let leaf = Array("name = é\n[video]\n-préset slow -crf 99 out.mkv".utf8)
        #expect(
            ProfilesTests.complaint(
                of: [("root.conf", root), ("empty.conf", middle), ("a/leaf.conf", leaf)]
            ) == """
                root.conf:3:9: nothing follows the backslash
                    3 | -crf 20 \\\\
                      |         ^^
                a/leaf.conf:3:22: "out.mkv" is no option and belongs to none before it
                    3 | -préset slow -crf 99 out.mkv
                      |                      ^^^^^^^
                """
        )
    }

    @Test("Of a line without an end a part is shown, and of a thousand problems the first ten")
    func longLine() throws {
        let line = "[video]\n" + String(repeating: "-crf 20 x ", count: 5_000)
        let message = try #require(complaint(Array(line.utf8)))
        #expect(
            message.hasPrefix("tv.conf:2:9: \"x\" is no option and belongs to none before it\n")
        )
        #expect(message.hasSuffix("\nand 90 more"))
        #expect(message.utf8.count < 3_000)
    }
}
