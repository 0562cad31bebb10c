/// The tokens of a file without its comments, with the brackets matched.
struct Code {
    let tokens: [Token]
    /// From a bracket's index to that of its partner, both ways.
    let partners: [Int: Int]

    init(_ all: [Token]) {
        tokens = all.filter { $0.kind != .comment }
        var partners: [Int: Int] = [:]
        var open: [Int] = []
        for (index, token) in tokens.enumerated() where token.kind == .symbol {
            switch token.text {
            case "(", "[", "{": open.append(index)
            case ")", "]", "}":
                guard let start = open.popLast() else { continue }
                partners[start] = index
                partners[index] = start
            default: continue
            }
        }
        self.partners = partners
    }

    init(swift text: String) { self.init(Lexer.tokens(of: Array(text.utf8), .swift)) }

    var indices: Range<Int> { tokens.indices }

    /// Nil before the first and behind the last token.
    subscript(_ index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

    func isSymbol(_ text: String, at index: Int) -> Bool { self[index]?.isSymbol(text) ?? false }
    func isWord(_ text: String, at index: Int) -> Bool { self[index]?.isWord(text) ?? false }

    /// Whether the token is the first of its line.
    func startsLine(_ index: Int) -> Bool {
        guard let token = self[index], let before = self[index - 1] else { return true }
        return token.line > before.lastLine
    }
}
