/// The filters of any graph, each with the place where it stands; unlike `FilterChain` also of
/// those with several chains.
struct FilterWords {
    struct Filter {
        var name: String
        /// As libavfilter gets them, one level of quotes taken away.
        var text: String
        var arguments: [Argument]
        /// Name and arguments as they stand in the graph.
        var written: String
        /// Bytes of the graph's text in front of it.
        var offset: Int
    }

    struct Argument {
        /// Nil for one that its place names.
        var name: String?
        var value: String
    }

    let filters: [Filter]

    init(_ text: String) {
        var reader = TokenReader(text)
        let characters = Array(text)
        var filters: [Filter] = []
        while reader.next != nil {
            FilterWords.skipLabels(&reader)
            let start = reader.position
            let offset = characters[..<start].reduce(0) { $0 + $1.utf8.count }
            let name = reader.token(until: "=,;[")
            var arguments = ""
            if reader.next == "=" {
                reader.skip()
                arguments = reader.token(until: "[],;")
            }
            // Settings of the scaler may stand in front of all.
            if !name.isEmpty, name != "sws_flags" {
                filters.append(
                    Filter(
                        name: String(name.prefix { $0 != "@" }),
                        text: arguments,
                        arguments: FilterWords.arguments(arguments),
                        written: String(characters[start..<reader.position]),
                        offset: offset
                    )
                )
            }
            FilterWords.skipLabels(&reader)
            if reader.next != nil { reader.skip() }
        }
        self.filters = filters
    }

    private static func skipLabels(_ reader: inout TokenReader) {
        while let next = reader.next, next == "[" || next.isWhitespace {
            if next == "[" { _ = reader.token(until: "]") }
            reader.skip()
        }
    }

    private static func arguments(_ text: String) -> [Argument] {
        guard !text.isEmpty else { return [] }
        var reader = TokenReader(text)
        var found: [Argument] = []
        while true {
            let name = reader.key()
            found.append(Argument(name: name, value: reader.token(until: ":")))
            guard reader.next == ":" else { return found }
            reader.skip()
        }
    }
}
