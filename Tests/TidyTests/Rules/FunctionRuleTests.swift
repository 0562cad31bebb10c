import Testing

@Suite("Length of functions")
struct FunctionRuleTests {
    private func functions(_ source: String, _ path: String = "a.swift") -> [String] {
        FunctionRule.functions(in: SourceFile(path, source)).map {
            "\($0.name) \($0.line) \($0.lines)"
        }
    }

    @Test(
        "Every kind of function is measured from its first word to its closing brace",
        arguments: [
            ("func a() {\n}", ["a 1 2"]),
            (
                "public static func a<T: P>(\nb: [T] = [{ 1 }],\nc: Int\n) throws(E)\n-> T\n"
                    + "where T: Q,\nT: R\n{\n}",
                ["a 1 9"]
            ),
            ("init?(a: Int) {\n}", ["init 1 2"]),
            ("deinit {\n}", ["deinit 1 2"]),
            ("subscript(a: Int) -> Int {\n1\n}", ["subscript 1 3"]),
            ("subscript(a: Int) -> Int {\nget {\n1\n}\nset(b) { }\n}", ["get 2 3", "set 5 1"]),
            ("static func == (a: A, b: A) -> Bool {\ntrue }", ["== 1 2"]),
            ("var a: Int {\n1\n}", ["a 1 3"]),
            ("var a: Int {\nmutating get throws {\n1\n}\nset { }\n}", ["get 2 3", "set 5 1"]),
            ("var a = 1 {\ndidSet {\n}\n}", ["didSet 2 2"]),
            ("let a = {\n1\n}()", ["a 1 3"]),
            ("let a: @Sendable (Int) -> Void = { b in\n}", ["a 1 2"]),
            ("func a() {\nfunc b() {\n}\n}", ["a 1 4", "b 2 2"]),
            ("func a() {\n\"\\(b { })\"\n// }\n\"}\"\n}", ["a 1 5"]),
        ]
    )
    func kinds(source: String, expected: [String]) {
        #expect(functions(source) == expected)
    }

    @Test(
        "What has no body or is no function is not measured",
        arguments: [
            "protocol P {\nfunc a() -> Int\nfunc b() async throws\ninit(c: Int)\n}",
            "protocol P {\nvar a: Int { get }\nvar b: A { get throws }\nvar c: A { get set }\n}",
            "let a = [\n1,\n2\n]", "if let a {\n}", "guard let a = b, let c else {\nreturn\n}",
            "self.init(a)\nfor b in c {\n}", "a.map(String.init).forEach {\n}",
            "struct A {\nvar b: Int\nlet c: Int\n}", "f(init: 1) {\n}", "let a: Int\nif b {\n}",
        ]
    )
    func noFunctions(source: String) {
        #expect(functions(source) == [])
    }

    @Test("Functions of C are measured at the outermost level")
    func cSources() {
        let source =
            "#define A(x) do { \\\n} while (0)\nstruct s { int a; };\n"
            + "int f(int a)\n{\nif (a) {\n}\n}\n"
        #expect(functions(source, "a.c") == ["f 4 5"])
    }

    @Test(
        "A function may have 70 lines and no more",
        arguments: [
            ("a.swift", "func f() {\n"), ("a.swift", "let f = {\n"), ("a.c", "int f(void) {\n"),
        ]
    )
    func limit(path: String, head: String) {
        let body = String(repeating: "x;\n", count: FunctionRule.linesMax - 2)
        #expect(FunctionRule.findings(in: SourceFile(path, "\(head)\(body)}\n")) == [])
        let found = FunctionRule.findings(in: SourceFile(path, "\(head)\(body)x;\n}\n"))
        #expect(
            found.map(\.description)
                == ["\(path):1: f has 71 lines, at most 70: give its parts names of their own"]
        )
    }
}
