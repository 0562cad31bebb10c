import Model
import Testing

@Suite("What messages repeat")
struct QuotedTests {
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
