/// A text in parts, for a terminal as well as for the manual.
public struct Page: Sendable {
    enum Block: Sendable {
        case heading(String)
        case paragraph(String)
        /// Lines that keep their shape.
        case verbatim([String])
        case list([Item])
        case examples([Command.Example])
    }

    struct Item: Sendable {
        let term: String
        let text: String
        /// Only the manual has room for these.
        var details: String?
    }

    var blocks: [Block] = []

    mutating func add(_ heading: String, _ block: Block) {
        blocks += [.heading(heading), block]
    }

    mutating func add(_ heading: String, _ items: [Item]) {
        if !items.isEmpty { add(heading, .list(items)) }
    }
}

extension Page.Item {
    init(_ flag: FlagDefinition) {
        let short = flag.short.map { "-\($0), " } ?? "    "
        let placeholder = flag.value.map { " \($0.placeholder)" } ?? ""
        self.init(
            term: short + flag.spelling + placeholder,
            text: flag.summary + (flag.isRepeatable ? "; may be given several times" : ""),
            details: flag.details
        )
    }

    init(_ option: EncodingOption) {
        let placeholder = option.placeholder.map { " \($0)" } ?? ""
        self.init(term: option.spelling + placeholder, text: option.summary)
    }

    init(_ argument: ArgumentDefinition) {
        self.init(term: argument.name, text: argument.summary)
    }

    init(_ code: ExitCode) {
        self.init(term: String(code.rawValue), text: code.meaning)
    }
}
