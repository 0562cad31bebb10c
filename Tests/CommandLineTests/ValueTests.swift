@testable import CommandLine
import Model
import Testing

@Suite("Values")
struct ValueTests {
    @Test(
        "Times are numbers with units, the larger first",
        arguments: [
            ("90s", 90_000), ("5m", 300_000), ("2h30m", 9_000_000), ("500ms", 500),
            ("1d2h3m4s5ms", 93_784_005), ("0s", 0), ("", nil), ("5", nil), ("m5", nil),
            ("5 m", nil), ("30m2h", nil), ("1h1h", nil), ("-5s", nil), ("5S", nil), ("1.5h", nil),
            ("99999999999999999d", nil), ("9223372036854775807ms1ms", nil), ("5y", nil),
            ("9223372036854775s9223ms", nil),
        ] as [(String, Int?)]
    )
    func durations(text: String, milliseconds: Int?) {
        #expect(Measure.duration(text) == milliseconds.map { .milliseconds($0) })
    }

    @Test(
        "A time is written as it can be read",
        arguments: ["90s", "5m", "2h", "7d", "1500ms"]
    )
    func writtenDurations(text: String) throws {
        #expect(Measure.written(try #require(Measure.duration(text))) == text)
    }

    @Test(
        "Sizes are numbers with a power of 1024",
        arguments: [
            ("0", 0), ("17", 17), ("17B", 17), ("4K", 4_096), ("500M", 524_288_000),
            ("20G", 21_474_836_480), ("20GiB", 21_474_836_480), ("1T", 1_099_511_627_776),
            ("", nil), ("G", nil), ("1.5G", nil), ("-1", nil), ("1GB", nil), ("9999999999T", nil),
        ] as [(String, Int?)]
    )
    func sizes(text: String, bytes: Int?) {
        #expect(Measure.size(text) == bytes)
    }

    @Test(
        "A whole number is digits and nothing else",
        arguments: [("1", 1), ("10", 10), ("0", nil), ("11", nil), ("+4", nil), ("4 ", nil)]
            as [(String, Int?)]
    )
    func integers(text: String, number: Int?) {
        #expect((try? ValueKind.integer(1...10).parse(Array(text.utf8)))?.asInteger == number)
    }

    @Test("Negative numbers are numbers where the range has them")
    func negative() throws {
        #expect(try ValueKind.integer(-5...5).parse(Array("-3".utf8)) == .integer(-3))
    }

    @Test("Several words come in the order of the table, each once")
    func choices() throws {
        let kind = ValueKind.choices(["a", "b", "c"])
        #expect(try kind.parse(Array("c,a,c".utf8)) == .words(["a", "c"]))
        #expect((try? kind.parse(Array("a,".utf8))) == nil)
        #expect((try? kind.parse(Array("a, b".utf8))) == nil)
    }

    @Test("A node's name has no dot, since names in the spool are cut at dots")
    func names() throws {
        #expect(try ValueKind.name.parse(Array("pi4-a_1".utf8)) == .text("pi4-a_1"))
        for wrong in ["a.b", "a/b", "", "ä", String(repeating: "a", count: 64)] {
            #expect((try? ValueKind.name.parse(Array(wrong.utf8))) == nil)
        }
    }

    @Test("Only a path may be bytes that are not text")
    func bytes() {
        #expect(throws: Never.self) { try ValueKind.path.parse([0xff]) }
        #expect((try? ValueKind.text.parse([0xff])) == nil)
        #expect((try? ValueKind.text.parse(Array("a\u{1b}[0m".utf8))) == nil)
        #expect((try? ValueKind.path.parse([])) == nil)
    }

    @Test("What a message repeats is bounded and acts on no terminal")
    func quoting() {
        #expect(Quoted.readable([0x1b, 0x5b, 0xff, 0x0a]) == #""\x1b[\xff\n""#)
        #expect(Quoted.readable(#""token""#) == #""\"token\"""#)
        #expect(Quoted.readable("a\"\u{301}\\") == "\"a\\\"\u{301}\\\\\"")
        let long = Quoted.readable(String(repeating: "a", count: 1_000_000))
        #expect(long.count == Quoted.scalarsMax + 3)
    }

    @Test("A path is shown whole up to a bound, and its ends beyond it")
    func paths() {
        let whole = "/" + String(repeating: "b", count: Quoted.pathScalarsMax - 1)
        #expect(Quoted.path(Path(whole)) == whole)
        let head = whole.prefix(Quoted.pathScalarsMax / 2)
        let tail = String(repeating: "b", count: Quoted.pathScalarsMax / 2)
        #expect(Quoted.path(Path(whole + "b")) == "\(head)…\(tail)")
    }
}
