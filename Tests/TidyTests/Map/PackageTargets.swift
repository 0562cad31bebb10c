/// What Package.swift says of the targets below Sources.
struct PackageTargets {
    struct Target: Equatable {
        let name: String
        let dependencies: [String]
        let line: Int
    }

    static let path = "Package.swift"

    let targets: [Target]

    /// Takes the calls that name a target: SwiftPM's own, and the package's `library(…, uses: …)`.
    init(manifest: SourceFile) {
        let code = manifest.code
        var targets: [Target] = []
        var index = 0
        while index < code.indices.endIndex {
            if let end = Self.callEnd(at: index, in: code) {
                if let target = Self.target(index..<end, in: code) { targets.append(target) }
                index = end
            }
            index += 1
        }
        self.targets = targets
    }

    private static let makers: Set = ["library", "target", "executableTarget", "systemLibrary"]

    /// The closing parenthesis of a call that makes a target with a name written as a string.
    private static func callEnd(at index: Int, in code: Code) -> Int? {
        guard let word = code[index], word.kind == .word, makers.contains(word.text) else {
            return nil
        }
        guard code.isSymbol("(", at: index + 1) else { return nil }
        let isNamed =
            code[index + 2]?.kind == .string
            || (code.isWord("name", at: index + 2) && code[index + 4]?.kind == .string)
        return isNamed ? code.partners[index + 1] : nil
    }

    /// Nil for a target that lives elsewhere, as those of tests do.
    private static func target(_ range: Range<Int>, in code: Code) -> Target? {
        guard let name = range.lazy.compactMap({ string(code[$0]) }).first else { return nil }
        var dependencies: [String] = []
        for index in range where code.isSymbol(":", at: index + 1) {
            switch code[index]?.text {
            case "path":
                if !(string(code[index + 2]) ?? "").hasPrefix("Sources") { return nil }
            case "uses", "dependencies":
                let end = code.partners[index + 2] ?? index + 2
                dependencies = (index + 2..<end).compactMap { string(code[$0]) }
            default: continue
            }
        }
        return Target(
            name: name,
            dependencies: dependencies,
            line: code[range.lowerBound]?.line ?? 0
        )
    }

    private static func string(_ token: Token?) -> String? {
        token?.kind == .string ? token?.text : nil
    }
}
