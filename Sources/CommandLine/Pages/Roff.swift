/// Writes man(7) macros.
struct Roff {
    private(set) var output = ""
    /// Paragraph macros right behind a heading or at its start are what linters warn of.
    private var isFresh = true

    /// Room is left for escapes within the 80 bytes that linters want.
    private static let columns = 66

    mutating func line(_ text: String) { output += text + "\n" }

    mutating func section(_ title: String) { heading(".SH", title) }
    mutating func subsection(_ title: String) { heading(".SS", title) }

    mutating func text(_ text: String) {
        if !isFresh { line(".PP") }
        isFresh = false
        sentences(text)
    }

    mutating func add(_ block: Page.Block) {
        switch block {
        case .heading(let text):
            if !isFresh { line(".PP") }
            isFresh = false
            line(".B \(Roff.escaped(text)):")
        case .paragraph(let text): self.text(text)
        case .verbatim(let lines): verbatim(lines)
        case .list(let items): items.forEach { add($0) }
        case .examples(let examples):
            for example in examples {
                text(example.meaning + (example.meaning.hasSuffix("?") ? "" : ":"))
                verbatim([example.line])
            }
        }
    }

    private mutating func add(_ item: Page.Item) {
        line(".TP")
        line(".B \(Roff.escaped(item.term.drop { $0 == " " }))")
        sentences(item.text + (item.details == nil ? "" : "."))
        if let details = item.details { sentences(details) }
        isFresh = false
    }

    private mutating func verbatim(_ lines: [String]) {
        line(".RS 4")
        line(".nf")
        lines.forEach { line(Roff.escaped($0)) }
        line(".fi")
        line(".RE")
        isFresh = false
    }

    private mutating func heading(_ macro: String, _ title: String) {
        line("\(macro) \"\(Roff.escaped(title))\"")
        isFresh = true
    }

    /// A new sentence begins on a new line, so that the formatter sets the space between them.
    private mutating func sentences(_ text: String) {
        var words: [Substring] = []
        for word in text.split(separator: " ") {
            words.append(word)
            if let last = word.last, ".:?".contains(last), word.count > 1 { flush(&words) }
        }
        flush(&words)
    }

    private mutating func flush(_ words: inout [Substring]) {
        for part in TerminalText.wrap(words.joined(separator: " "), columns: Roff.columns) {
            line(Roff.escaped(part))
        }
        words = []
    }

    /// Text that means itself: a hyphen that can be copied, no escapes, no macro at the line's
    /// start.
    static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "\"": escaped += "\\(dq"
            case "'": escaped += "\\(aq"
            case "~": escaped += "\\(ti"
            case "^": escaped += "\\(ha"
            case "`": escaped += "\\(ga"
            default: escaped.append(character)
            }
        }
        return escaped.first == "." ? "\\&" + escaped : escaped
    }
}
