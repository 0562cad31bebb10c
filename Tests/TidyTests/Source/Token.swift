/// A piece of source text, as far as the rules tell pieces apart.
struct Token: Equatable {
    enum Kind: Equatable { case word, number, string, comment, symbol }

    let kind: Kind
    /// As written; of a string what stands between its quotes, without the interpolations.
    var text: String
    let line: Int
    /// Where a comment or string of several lines ends.
    var lastLine: Int
    /// Whether it touches what stands before it, which makes a `!` a suffix and no prefix.
    let isLeftBound: Bool

    func isSymbol(_ text: String) -> Bool { kind == .symbol && self.text == text }
    func isWord(_ text: String) -> Bool { kind == .word && self.text == text }
}
