import Testing

@Suite("Words of one machine or one person")
struct WordRuleTests {
    private func lines(_ text: String) -> [Int] {
        WordRule.findings(in: SourceFile("docs/a.md", text)).map(\.line)
    }

    // In halves, because this file is read as well.
    @Test(
        "They are found wherever they stand",
        arguments: [
            "/ro" + "ot/.bashrc", "cd /ho" + "me/pi/films", "\"/wo" + "rk/main\"",
            "(/tmp" + "/r/a)",
            "=/tmp" + "/w/a", "see ../sha" + "red/facts", "// TO" + "DO: later", "FIX" + "ME",
            "XX" + "X.",
            "a TO" + "DO, b",
        ]
    )
    func found(text: String) {
        #expect(lines("first\n\(text)\n") == [2])
    }

    @Test(
        "Their like is not found",
        arguments: [
            "$directory/ro" + "ot/a", "a/wo" + "rk/b", "${root}/ho" + "me/a",
            "/tmp" + "/reelmill-test",
            "/wo" + "rking/a", "/ro" + "ot", "mktemp -d reelmill.XX" + "XX" + "XX",
            "mas" + "TO" + "DON",
            "to" + "do", "../share", "./wo" + "rk/a", "http://host/ho" + "me/a",
        ]
    )
    func notFound(text: String) {
        #expect(lines("first\n\(text)\n") == [])
    }
}
