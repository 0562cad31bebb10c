/// What the sources of a module import is an arrow of the map, and C enters at its owner alone.
enum ImportRule {
    /// Modules that may read and write JSON or dates with Apple's library, which makes the program
    /// 7 MB larger. Commands prints JSON; Services speaks it with its children; Dashboard with all.
    static let essentialsUsers: Set<String> = ["Commands", "Dashboard", "Services", "Spool"]

    private static let foundation: Set = [
        "Foundation", "FoundationXML", "FoundationNetworking", "FoundationInternationalization",
    ]
    private static let cLibraries: Set = [
        "Glibc", "Musl", "Bionic", "Android", "Darwin", "SwiftGlibc",
    ]
    private static let standard: Set = ["Swift", "Synchronization"]

    static func findings(in file: SourceFile, _ map: ModuleMap) -> [Finding] {
        guard file.kind == .swift, let module = file.module else { return [] }
        let wrong = imports(in: file.code).compactMap { line, name in
            fault(module, importing: name, map).map { file.finding(line, $0) }
        }
        return wrong + backDoors(in: file)
    }

    /// Attributes by which Swift calls C that it never imported.
    private static func backDoors(in file: SourceFile) -> [Finding] {
        file.code.indices.compactMap { index in
            guard let token = file.code[index], file.code.isSymbol("@", at: index - 1),
                token.isWord("_silgen_name") || token.isWord("_extern")
            else { return nil }
            let message =
                "@\(token.text) goes past every import: declare the function in a C module"
            return file.finding(token.line, message)
        }
    }

    private static func fault(_ module: String, importing name: String, _ map: ModuleMap) -> String?
    {
        if standard.contains(name) || module == name { return nil }
        if foundation.contains(name) {
            return "import \(name) makes the program 44 MB larger: use the standard library"
        }
        if name == "FoundationEssentials" {
            if essentialsUsers.contains(module) { return nil }
            return
                "\(module) may not import \(name): do without, or name \(module) in ImportRule"
        }
        if name == "Dispatch" {
            if module == "Platform" { return nil }
            return "threads and queues are Platform's: use its blocking executor, not Dispatch"
        }
        if cLibraries.contains(name) {
            return "import \(name) goes past our error handling: add a linux_… function to CLinux"
        }
        if let owner = ModuleMap.owners[name], owner != module {
            return "C enters at one module: use what \(owner) offers, not \(name) itself"
        }
        if map.module(module)?.arrows.contains(name) ?? false { return nil }
        return "\(module) -> \(name) is no arrow of \(ModuleMap.path): use a module below \(module)"
    }

    /// Every form of import, with its line: attributes and access words before it, the kind of a
    /// single declaration and a path into the module behind it.
    static func imports(in code: Code) -> [(line: Int, module: String)] {
        let kinds: Set = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]
        return code.indices.compactMap { index in
            // `x.import` is a member and `import:` is a label.
            guard code.isWord("import", at: index), !code.isSymbol(".", at: index - 1) else {
                return nil
            }
            guard let next = code[index + 1], next.kind == .word else { return nil }
            guard kinds.contains(next.text) else { return (next.line, next.text) }
            return code[index + 2].map { ($0.line, $0.text) }
        }
    }
}
