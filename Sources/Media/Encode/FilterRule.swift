/// What a film's filters mean for cutting it.
public enum FilterRule: Hashable, Sendable {
    /// One frame in, one frame out, which depends on nothing but that frame.
    case sliceable
    /// A deinterlacer, which looks at the frames beside each one; with `fieldRate` two frames come
    /// out for each.
    case deinterlace(fieldRate: Bool)
    /// Only the film as a whole gives what the filters would give; why.
    case uncut(String)

    /// - Parameter filters: As on ffmpeg's command line; nil is none.
    public static func of(_ filters: String?) -> FilterRule {
        guard let filters, !filters.isEmpty else { return .sliceable }
        guard let chain = FilterChain.parse(filters) else {
            return .uncut("the filters are more than one plain chain")
        }
        var rule = FilterRule.sliceable
        for filter in chain {
            switch (FilterTable.rule(of: filter), rule) {
            case (.sliceable, _): continue
            case (.uncut(let reason), _): return .uncut(reason)
            case (.deinterlace, .deinterlace): return .uncut("two filters deinterlace")
            case (let found, _): rule = found
            }
        }
        return rule
    }
}

/// A linear chain of filters, read as libavfilter reads it.
struct FilterChain {
    struct Filter: Equatable {
        var name: String
        /// By name; those without one by their position, `0`, `1`, ….
        var arguments: [(name: String, value: String)]

        static func == (left: Filter, right: Filter) -> Bool {
            left.name == right.name && left.arguments.elementsEqual(right.arguments, by: ==)
        }

        /// The first of these names that is given.
        func argument(_ names: String...) -> String? {
            arguments.last { names.contains($0.name) }?.value
        }
    }

    /// Nil when it is no plain chain: pads with names, several chains, settings in front.
    static func parse(_ text: String) -> [Filter]? {
        var reader = TokenReader(text)
        var filters: [Filter] = []
        while true {
            let name = reader.token(until: "=,;[")
            guard !name.isEmpty, reader.next != "[", reader.next != ";" else { return nil }
            guard name != "sws_flags" else { return nil }
            var arguments = ""
            if reader.next == "=" {
                reader.skip()
                arguments = reader.token(until: "[],;")
            }
            filters.append(
                Filter(
                    name: String(name.prefix { $0 != "@" }),
                    arguments: split(arguments)
                )
            )
            guard let separator = reader.next else { return filters }
            guard separator == "," else { return nil }
            reader.skip()
        }
    }

    /// Whether the pictures that come out are no longer interlaced.
    static func deinterlaces(_ text: String?) -> Bool {
        let names: Set<String> = [
            "yadif", "bwdif", "w3fdif", "estdif", "kerndeint", "nnedi", "fieldmatch", "pullup",
        ]
        return text.flatMap(parse)?.contains { names.contains($0.name) } ?? false
    }

    private static func split(_ text: String) -> [(name: String, value: String)] {
        guard !text.isEmpty else { return [] }
        var reader = TokenReader(text)
        var found: [(name: String, value: String)] = []
        while true {
            let key = reader.key()
            let value = reader.token(until: ":")
            found.append((key ?? "\(found.count)", value))
            guard reader.next == ":" else { return found }
            reader.skip()
        }
    }
}

/// Takes words apart as libavutil's `av_get_token` does: a backslash keeps the next character,
/// single quotes keep everything up to the next one.
struct TokenReader {
    private let text: [Character]
    private(set) var position = 0

    init(_ text: String) { self.text = Array(text) }

    var next: Character? { position < text.count ? text[position] : nil }

    mutating func skip() { position += 1 }

    mutating func token(until ends: String) -> String {
        skipSpace()
        var word = ""
        var keptCount = 0
        while let character = next, !ends.contains(character) {
            skip()
            switch character {
            case "\\" where next != nil:
                word.append(text[position])
                skip()
                keptCount = word.count
            case "'":
                while let inner = next, inner != "'" {
                    word.append(inner)
                    skip()
                }
                if next != nil { skip() }
                keptCount = word.count
            default: word.append(character)
            }
        }
        while word.count > keptCount, word.last?.isWhitespace == true { word.removeLast() }
        return word
    }

    /// The name in front of `=`, when there is one.
    mutating func key() -> String? {
        skipSpace()
        let rest = text[position...]
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let behind = rest.dropFirst(name.count).drop { $0.isWhitespace }
        guard !name.isEmpty, behind.first == "=" else { return nil }
        position = behind.startIndex + 1
        return String(name)
    }

    private mutating func skipSpace() {
        while next?.isWhitespace == true { skip() }
    }
}
