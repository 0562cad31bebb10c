import Testing

/// The rules of CONTRIBUTING.md that a machine can check, over every text file of the repository.
@Suite("The repository is tidy")
struct TidyTests {
    enum Rule: String, CaseIterable, CustomTestStringConvertible {
        case map = "paper, package and folders name the same modules"
        case imports = "imports are arrows of the module map"
        case longFiles = "files are short"
        case functions = "functions are short"
        case longLines = "lines are short"
        case safety = "what the compiler cannot check has a reason"
        case words = "nothing belongs to one machine or one person"
        case trailingSpace = "no white space at the end of lines"

        var testDescription: String { rawValue }
    }

    @Test("Every rule holds in every file", arguments: Rule.allCases)
    func holds(rule: Rule) throws {
        let findings = Self.findings(of: rule, in: try Repository.current.get())
        let list = findings.map { "\n\($0)" }.joined()
        #expect(findings.isEmpty, "\(list)")
    }

    @Test("The files that the rules are about are found")
    func reading() throws {
        let repository = try Repository.current.get()
        for path in [
            ModuleMap.path, PackageTargets.path, "Makefile", "Sources/Model/Product.swift",
        ] {
            #expect(repository.file(path) != nil, "\(path) was not read")
        }
        #expect(!repository.files.contains { $0.path.hasPrefix(".build") })
    }

    static func findings(of rule: Rule, in repository: Repository) -> [Finding] {
        let files = repository.files
        switch rule {
        case .map: return MapRule.findings(in: files)
        case .imports:
            // Without a map the rule above fails; then no import is an arrow.
            let map = repository.file(ModuleMap.path).flatMap { ModuleMap(page: $0) }
            return map.map { map in files.flatMap { ImportRule.findings(in: $0, map) } } ?? []
        case .longFiles: return files.flatMap { LayoutRule.longFiles(in: $0) }
        case .functions: return files.flatMap { FunctionRule.findings(in: $0) }
        case .longLines: return files.flatMap { LayoutRule.longLines(in: $0) }
        case .safety: return files.flatMap { SafetyRule.findings(in: $0) }
        case .words: return files.flatMap { WordRule.findings(in: $0) }
        case .trailingSpace: return files.flatMap { LayoutRule.trailingSpace(in: $0) }
        }
    }
}
