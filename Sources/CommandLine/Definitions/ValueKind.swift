public import Model

/// What a value may be, wherever it comes from: a flag, an argument, a variable or the file.
public enum ValueKind: Sendable, Equatable {
    case text
    /// What may be a part of a file name in the spool.
    case name
    case path
    case choice([String])
    /// Several of the words, separated by commas.
    case choices([String])
    case integer(ClosedRange<Int>)
    case integerOr(ClosedRange<Int>, String)
    case duration
    case size
    /// Where a server takes connections, or that there is none.
    case listen
    /// Where a server is reached over HTTP, without a path.
    case webAddress
    /// Names or addresses of hosts, separated by commas.
    case hosts
}

/// A value that was checked.
public enum ParsedValue: Hashable, Sendable {
    /// A flag that takes no value was given.
    case on
    case text(String)
    case path(Path)
    case words([String])
    case integer(Int)
    case duration(Duration)
    case bytes(Int)
}

/// Why a value was not taken.
public struct ValueProblem: Error, Hashable, Sendable {
    let expected: String
    let suggestion: String?

    /// For example `--color takes auto, always or never, not "alwasy"; did you mean "always"?`
    ///
    /// Without what was given for a secret.
    func sentence(subject: String, given: [UInt8]?) -> String {
        guard let given else { return "\(subject) takes \(expected)" }
        return "\(subject) takes \(expected), not \(Quoted.readable(given))"
            + Quoted.suggestion(suggestion)
    }
}

extension ValueKind {
    /// The longest name of a node: it stands in file names of at most 255 bytes beside other
    /// things.
    static let nameBytesMax = 63

    public func parse(_ bytes: [UInt8]) throws(ValueProblem) -> ParsedValue {
        if self == .path {
            guard let path = Path(bytes: bytes) else { throw problem() }
            return .path(path)
        }
        guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else {
            throw problem()
        }
        guard let value = value(of: text) else { throw problem(suggestion(for: text)) }
        return value
    }

    /// Words for a message: what a value has to be.
    var expectation: String {
        switch self {
        case .text: "a text without control characters"
        case .name: "1 to \(ValueKind.nameBytesMax) letters, digits, \"-\" or \"_\""
        case .path: "a path"
        case .choice(let words): Quoted.list(words, last: "or")
        case .choices(let words): "\(Quoted.list(words, last: "or")) (several with commas)"
        case .integer(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .integerOr(let range, let word):
            "\(word) or a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .duration: "a time such as 90s, 5m or 2h30m"
        case .size: "a size such as 500M or 20G"
        case .listen: "an address and a port such as 127.0.0.1:8080 or [::]:8080, or none"
        case .webAddress: "an address such as http://nuc-1:8080, without a path"
        case .hosts: "names of hosts (several with commas)"
        }
    }

    /// What is wrong with a path that a shell would have to expand first, and does not in every
    /// place: `--root=~/media` arrives as it is typed. A directory of that name is `./~`.
    func shellProblem(subject: String, _ bytes: [UInt8]) -> String? {
        guard self == .path, bytes.first == UInt8(ascii: "~") else { return nil }
        return "\(subject): \"~\" stands for no directory here; write the whole path"
    }

    /// The words it may be, for completions.
    var words: [String] {
        switch self {
        case .choice(let words), .choices(let words): words
        case .integerOr(_, let word): [word]
        case .listen: ["none"]
        default: []
        }
    }

    private func problem(_ suggestion: String? = nil) -> ValueProblem {
        ValueProblem(expected: expectation, suggestion: suggestion)
    }

    private func value(of text: String) -> ParsedValue? {
        switch self {
        case .path: nil
        case .text: ReadableBytes.isPlainText(Array(text.utf8)) ? .text(text) : nil
        case .name: ValueKind.isName(text) ? .text(text) : nil
        case .choice(let words): words.contains(text) ? .text(text) : nil
        case .choices(let words): ValueKind.parts(of: text, among: words).map(ParsedValue.words)
        case .integer(let range): ValueKind.integer(text, in: range)
        case .integerOr(let range, let word):
            text == word ? .text(word) : ValueKind.integer(text, in: range)
        case .duration: Measure.duration(text).map(ParsedValue.duration)
        case .size: Measure.size(text).map(ParsedValue.bytes)
        case .listen: ValueKind.isListen(text) ? .text(text) : nil
        case .webAddress: WebPlace(text).map { .text($0.description) }
        case .hosts: ValueKind.hosts(text)
        }
    }

    private static func isListen(_ text: String) -> Bool {
        text == "none" || ListenAddress(text) != nil
    }

    private static func hosts(_ text: String) -> ParsedValue? {
        let hosts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return hosts.allSatisfy(WebPlace.isHost) ? .words(hosts) : nil
    }

    private func suggestion(for text: String) -> String? {
        guard case .choices = self else { return Suggestion.nearest(to: text, among: words) }
        let wrong = text.split(separator: ",").first { !words.contains(String($0)) }
        return wrong.flatMap { Suggestion.nearest(to: String($0), among: words) }
    }

    /// In the order of the table, each once, however they were written; nil when one is unknown.
    private static func parts(of text: String, among words: [String]) -> [String]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy(words.contains) else { return nil }
        return words.filter(parts.contains)
    }

    /// Digits only: `Int` would take `+4` too.
    private static func integer(_ text: String, in range: ClosedRange<Int>) -> ParsedValue? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard digits.utf8.allSatisfy(Measure.isDigit), let number = Int(text),
            range.contains(number)
        else { return nil }
        return .integer(number)
    }

    private static func isName(_ text: String) -> Bool {
        (1...nameBytesMax).contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
