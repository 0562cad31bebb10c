/// A function fits on a screen. Measured from its first word to its closing brace.
enum FunctionRule {
    static let linesMax = 70

    struct Function: Equatable {
        let name: String
        let line: Int
        let lines: Int
    }

    static func findings(in file: SourceFile) -> [Finding] {
        functions(in: file).compactMap { function in
            guard function.lines > linesMax else { return nil }
            let message =
                "\(function.name) has \(function.lines) lines, at most \(linesMax): "
                + "give its parts names of their own"
            return file.finding(function.line, message)
        }
    }

    static func functions(in file: SourceFile) -> [Function] {
        switch file.kind {
        case .swift: file.code.indices.compactMap { swiftFunction(at: $0, in: file.code) }
        case .c: file.code.indices.compactMap { cFunction(at: $0, in: file.code) }
        case .script, .other: []
        }
    }

    private static let accessors: Set = ["get", "set", "willSet", "didSet", "_read", "_modify"]

    /// The function, accessor or named closure that begins with this word.
    private static func swiftFunction(at index: Int, in code: Code) -> Function? {
        guard let word = code[index], word.kind == .word, !code.isSymbol(".", at: index - 1),
            !code.isWord("func", at: index - 1)
        else { return nil }
        switch word.text {
        case "func":
            guard let name = code[index + 1] else { return nil }
            return function(name.text, index, bodyAt: body(after: index + 2, in: code), in: code)
        case "init", "deinit", "subscript":
            guard !code.isSymbol(":", at: index + 1) else { return nil }
            let start = body(after: index + 1, in: code)
            if let start, word.text == "subscript", hasAccessors(start, in: code) { return nil }
            return function(word.text, index, bodyAt: start, in: code)
        case "var", "let":
            return binding(at: index, in: code)
        case _ where accessors.contains(word.text):
            guard let before = code[index - 1], !before.isSymbol(":") else { return nil }
            return function(word.text, index, bodyAt: body(after: index + 1, in: code), in: code)
        default:
            return nil
        }
    }

    private static func function(
        _ name: String,
        _ index: Int,
        bodyAt start: Int?,
        in code: Code
    ) -> Function? {
        guard let start, let end = code.partners[start], let first = code[index],
            let last = code[end]
        else { return nil }
        return Function(name: name, line: first.line, lines: last.line - first.line + 1)
    }

    /// A computed property without accessors, or a closure that is given a name.
    private static func binding(at index: Int, in code: Code) -> Function? {
        // `if let x {`, `guard var x, let y else {`: the brace is not the variable's.
        if let before = code[index - 1],
            ["if", "guard", "while", "case", ","].contains(before.text)
        {
            return nil
        }
        guard let name = code[index + 1], name.kind == .word else { return nil }
        var next = index + 2
        while let token = code[next], !token.isSymbol("{"), !token.isSymbol("=") {
            if endsSignature(next, in: code) { return nil }
            next = skip(next, in: code)
        }
        if code.isSymbol("=", at: next) { next += 1 }
        guard code.isSymbol("{", at: next), !hasAccessors(next, in: code) else { return nil }
        return function(name.text, index, bodyAt: next, in: code)
    }

    /// Whether the body behind the brace is made of accessors, which are measured one by one.
    private static func hasAccessors(_ brace: Int, in code: Code) -> Bool {
        var index = brace + 1
        while let word = code[index] {
            if accessors.contains(word.text) {
                let next = code[index + 1]?.text ?? ""
                return ["{", "(", "}", "async", "throws", "set"].contains(next)
            }
            switch word.text {
            case "mutating", "nonmutating", "borrowing", "consuming": index += 1
            case "@": index += 2
            default: return false
            }
        }
        return false
    }

    /// The brace that opens the body; nil where a signature ends without one, as in a protocol.
    private static func body(after start: Int, in code: Code) -> Int? {
        var index = start
        while let token = code[index] {
            if token.isSymbol("{") { return index }
            if endsSignature(index, in: code) { return nil }
            index = skip(index, in: code)
        }
        return nil
    }

    private static func skip(_ index: Int, in code: Code) -> Int {
        guard code.isSymbol("(", at: index) || code.isSymbol("[", at: index) else {
            return index + 1
        }
        return (code.partners[index] ?? index) + 1
    }

    private static func endsSignature(_ index: Int, in code: Code) -> Bool {
        guard let token = code[index], let before = code[index - 1] else { return true }
        if ["}", ")", "]", ";"].contains(token.text), token.kind == .symbol { return true }
        guard code.startsLine(index) else { return false }
        let goesOn: Set = ["->", "where", "throws", "rethrows", "async", "&", ":", ",", "==", "("]
        return !goesOn.contains(token.text) && !goesOn.contains(before.text)
    }

    /// A body at the outermost level behind a list of parameters.
    private static func cFunction(at index: Int, in code: Code) -> Function? {
        guard code.isSymbol("{", at: index), code.isSymbol(")", at: index - 1),
            let open = code.partners[index - 1], let name = code[open - 1]
        else { return nil }
        let isInside = code.partners.contains { start, end in
            start < index && index < end && code.isSymbol("{", at: start)
        }
        return isInside ? nil : function(name.text, open - 1, bodyAt: index, in: code)
    }
}
