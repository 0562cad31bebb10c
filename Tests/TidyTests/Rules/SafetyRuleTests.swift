import Testing

@Suite("Reasons for what the compiler cannot check")
struct SafetyRuleTests {
    private func findings(_ source: String, _ path: String = "Sources/A/a.swift") -> [String] {
        SafetyRule.findings(in: SourceFile(path, source)).map { finding in
            "\(finding.line) \(finding.message.prefix { $0 != " " })"
        }
    }

    @Test(
        "Each is found without a reason",
        arguments: [
            ("let a = b!", "`!`"), ("f(a!, b)", "`!`"), ("a[0]!.b", "`!`"), ("f()!", "`!`"),
            ("a! + b", "`!`"), ("var a: Int!", "`!`"), ("var a: [Int]! = nil", "`!`"),
            ("init!(a: Int) {}", "`!`"), ("let a = \"\\(b!)\"", "`!`"), ("a!=b", "`!`"),
            ("{ $0! }", "`!`"), ("a as! B", "`as!`"), ("try! f()", "`try!`"),
            ("\\A.b!.c", "`!`"), ("\"a\"!", "`!`"),
            ("let a = b.unsafelyUnwrapped", "`unsafelyUnwrapped`"),
            ("nonisolated(unsafe) var a = 1", "`nonisolated(unsafe)`"),
        ]
    )
    func found(source: String, what: String) {
        #expect(findings(source) == ["1 \(what)"])
        #expect(findings("// Safety: it is set above.\n\(source)") == [])
        #expect(findings("\(source) // Safety: it is set above.") == [])
    }

    @Test("An unchecked conformance is found without a reason")
    func unchecked() {
        let source = "final class A: @unchecked Sendable {}"
        #expect(findings(source) == ["1 `@unchecked"])
        #expect(findings("// Safety: the lock.\n/// An A.\n\(source)") == [])
    }

    @Test(
        "Negation, comparison, text and comments are not found",
        arguments: [
            "if !flag {}", "a != b", "f(!a)", "[!a, !b]", "a && !b", "(!a)", "{ !$0 }",
            "a ? !b : !c",
            "// a!", "/* try! a */", "\"wow!\"", "\"\"\"\na!\n\"\"\"", "#\"a! \\(b!)\"#",
            "#if !os(Linux)", "return !a", "static func != (a: A, b: A) -> Bool {}", "a !== b",
            "try? a as? B", "nonisolated func a() {}", "unchecked = true", "f(/* not */!a)",
        ]
    )
    func notFound(source: String) {
        #expect(findings(source) == [])
    }

    @Test(
        "A reason counts only directly above and with words in it",
        arguments: [
            "// Safety: it is set above.\n\nlet a = b!", "// Safety:\nlet a = b!",
            "// Safety:  \nlet a = b!", "// It is safe.\nlet a = b!",
            "let c = 1 // Safety: it is set above.\nlet a = b!",
            "let a = b!\n// Safety: it is set above.", "let c = \"// Safety: a\"\nlet a = b!",
        ]
    )
    func noReason(source: String) {
        #expect(findings(source).count == 1)
    }

    @Test("A reason may go on over several lines of comment")
    func longReason() {
        #expect(findings("// Safety: the queue\n// is serial.\nlet a = b!") == [])
    }

    @Test("Tests may unwrap by force")
    func tests() {
        #expect(findings("let a = b!", "Tests/ATests/a.swift") == [])
    }
}
