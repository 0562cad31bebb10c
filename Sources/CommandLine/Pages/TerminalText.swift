/// How text stands out on a terminal, if at all.
public struct TextStyle: Sendable {
    public let isColored: Bool

    public init(isColored: Bool) { self.isColored = isColored }

    public static let plain = TextStyle(isColored: false)

    public func heading(_ text: String) -> String { wrapped(text, "1") }
    public func term(_ text: String) -> String { wrapped(text, "36") }
    public func alarm(_ text: String) -> String { wrapped(text, "1;31") }
    public func quiet(_ text: String) -> String { wrapped(text, "2") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColored && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}

/// Lays a page out in the columns of a terminal.
public struct TerminalText {
    private let columns: Int
    private let style: TextStyle

    /// Lines longer than this are tiring to read, however wide the window is.
    static let columnsMax = 100
    /// Narrower than this, a terminal may break the lines itself.
    static let columnsMin = 40
    /// A longer term stands on a line of its own.
    static let termColumnsMax = 26

    public init(columns: Int, style: TextStyle) {
        self.columns = min(max(columns, TerminalText.columnsMin), TerminalText.columnsMax)
        self.style = style
    }

    public func render(_ page: Page) -> String {
        let indent = indent(of: page)
        var lines: [String] = []
        for (index, block) in page.blocks.enumerated() {
            if index > 0, !isHeading(page.blocks[index - 1]) { lines.append("") }
            lines += render(block, indent: indent)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func isHeading(_ block: Page.Block) -> Bool {
        if case .heading = block { true } else { false }
    }

    /// In a narrow window the texts need at least half of it.
    private var termMax: Int { min(TerminalText.termColumnsMax, columns / 2) }

    /// Where the texts of all lists begin: one column for the whole page is quiet to the eye.
    private func indent(of page: Page) -> Int {
        let terms = page.blocks.flatMap { block in
            if case .list(let items) = block { items.map(\.term.count) } else { [Int]() }
        }
        return 2 + (terms.filter { $0 <= termMax }.max() ?? 0) + 2
    }

    private func render(_ block: Page.Block, indent: Int) -> [String] {
        switch block {
        case .heading(let text): [style.heading("\(text):")]
        case .paragraph(let text): TerminalText.wrap(text, columns: columns)
        case .verbatim(let lines): lines.map(verbatim)
        case .list(let items): list(items, indent: indent)
        case .examples(let examples):
            examples.flatMap { example in
                let meaning = TerminalText.wrap(example.meaning, columns: columns - 6)
                return ["  " + style.term(example.line)] + meaning.map { blank(6) + $0 }
            }
        }
    }

    /// Only the usage line begins at the left: everything else that keeps its shape is a sample.
    private func verbatim(_ line: String) -> String {
        guard line.hasPrefix("Usage: ") else { return "  " + line }
        return style.heading("Usage:") + line.dropFirst("Usage:".count)
    }

    private func list(_ items: [Page.Item], indent: Int) -> [String] {
        items.flatMap { item in
            let text = TerminalText.wrap(item.text, columns: columns - indent)
            let rest = text.dropFirst().map { blank(indent) + $0 }
            guard item.term.count <= termMax else {
                let below = text.prefix(1).map { blank(indent) + $0 }
                return ["  " + style.term(item.term)] + below + rest
            }
            let gap = blank(indent - 2 - item.term.count)
            return ["  " + style.term(item.term) + gap + (text.first ?? "")] + rest
        }
    }

    private func blank(_ count: Int) -> String { String(repeating: " ", count: count) }

    /// Breaks at spaces; a word that is too long keeps a line for itself.
    static func wrap(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= columns {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
