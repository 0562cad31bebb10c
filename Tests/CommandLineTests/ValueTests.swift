@testable import CommandLine
import Model
import Testing

@Suite("Values")
struct ValueTests {
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
}
