/// Where the compiler's checks are switched off, a `// Safety:` line says why that holds.
enum SafetyRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.kind == .swift, file.module != nil else { return [] }
        let justified = justifiedLines(in: file)
        return file.code.indices.compactMap { index in
            guard let what = unsafeWord(at: index, in: file.code), let token = file.code[index],
                !justified.contains(token.line)
            else { return nil }
            let message =
                "\(what) without a reason: do without, or say why it holds in a "
                + "`// Safety: …` line directly above"
            return file.finding(token.line, message)
        }
    }

    private static func unsafeWord(at index: Int, in code: Code) -> String? {
        guard let token = code[index] else { return nil }
        if token.isSymbol("!"), token.isLeftBound {
            switch code[index - 1]?.text {
            case "try": return "`try!`"
            case "as": return "`as!`"
            default: return "`!`"
            }
        }
        if token.isWord("unsafelyUnwrapped") { return "`unsafelyUnwrapped`" }
        if token.isWord("unchecked"), code.isSymbol("@", at: index - 1) {
            return "`@unchecked Sendable`"
        }
        let isUnsafe =
            token.isWord("nonisolated") && code.isSymbol("(", at: index + 1)
            && code.isWord("unsafe", at: index + 2)
        return isUnsafe ? "`nonisolated(unsafe)`" : nil
    }

    /// The lines with a reason on them, and those directly below a comment that holds one.
    private static func justifiedLines(in file: SourceFile) -> Set<Int> {
        let comments = file.tokens.filter { $0.kind == .comment }
        let codeLines = Set(file.code.tokens.map(\.line))
        let commentLines = Set(comments.flatMap { $0.line...$0.lastLine }).subtracting(codeLines)
        var justified: Set<Int> = []
        for comment in comments where givesReason(comment.text) {
            var line = comment.line
            if commentLines.contains(line) {
                while commentLines.contains(line) { line += 1 }
            }
            justified.insert(line)
        }
        return justified
    }

    private static func givesReason(_ comment: String) -> Bool {
        let mark = "// Safety: "
        return comment.hasPrefix(mark) && comment.dropFirst(mark.count).contains { $0 != " " }
    }
}
