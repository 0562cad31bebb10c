import Model
import Testing

@Suite("Which nodes may take a task")
struct NodeRuleTests {
    private func refusal(
        _ terms: [NodeRule.Term],
        arch: String = "arm64",
        encoders: Set<String> = ["libx264"],
        name: String = "pi4"
    ) -> String? {
        var rule = NodeRule()
        rule.terms = terms
        let reason = rule.refusal(arch: arch, encoders: encoders, name: name)
        #expect(rule.matches(arch: arch, encoders: encoders, name: name) == (reason == nil))
        return reason
    }

    @Test("A rule without terms takes every node")
    func empty() { #expect(refusal([]) == nil) }

    @Test("Of the terms about one property one has to hold")
    func alternatives() {
        let both: [NodeRule.Term] = [.init(.arch, "amd64"), .init(.arch, "arm64")]
        #expect(refusal(both) == nil)
        #expect(
            refusal(both, arch: "riscv64")
                == "the profile says arch:amd64 or arch:arm64, and it is riscv64"
        )
    }

    @Test("Terms about different properties have to hold all")
    func properties() {
        let terms: [NodeRule.Term] = [.init(.arch, "arm64"), .init(.encoder, "libx265")]
        #expect(
            refusal(terms) == "the profile says encoder:libx265, and it has none that works"
        )
        #expect(refusal(terms, encoders: ["libx265"]) == nil)
    }

    @Test("A name is a pattern, and one that is refused is refused by any other term")
    func names() {
        let terms: [NodeRule.Term] = [
            .init(.name, "pi*"), .init(.name, "pi4", isNegative: true),
        ]
        #expect(refusal(terms) == "the profile says !name:pi4")
        #expect(refusal(terms, name: "pi5") == nil)
        #expect(
            refusal(terms, name: "big")
                == #"the profile says name:pi*, and it is called "big""#
        )
    }
}
