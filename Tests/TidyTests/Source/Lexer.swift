/// Cuts Swift and C into tokens. It knows nested comments, strings of all kinds and the code inside
/// their interpolations; it does not know regular expression literals.
struct Lexer {
    enum Language { case swift, c }

    let language: Language
    var position = 0
    var line = 1
    var tokens: [Token] = []
    private let bytes: [UInt8]

    static func tokens(of bytes: [UInt8], _ language: Language) -> [Token] {
        var lexer = Lexer(language: language, bytes: bytes)
        lexer.lexCode(insideInterpolation: false)
        return lexer.tokens
    }

    private init(language: Language, bytes: [UInt8]) {
        self.language = language
        self.bytes = bytes
    }

    /// Zero behind the end, which is no byte of any token.
    func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    var isAtEnd: Bool { position >= bytes.count }

    func text(from start: Int) -> String {
        String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
    }

    /// Lexes to the end, or to the parenthesis that closes an interpolation.
    mutating func lexCode(insideInterpolation: Bool) {
        var depth = 0
        while !isAtEnd {
            switch byte() {
            case "\n":
                line += 1
                position += 1
            case " ", "\t", "\r":
                position += 1
            case "(":
                depth += 1
                lexSymbol()
            case ")" where insideInterpolation && depth == 0:
                position += 1
                return
            case ")":
                depth -= 1
                lexSymbol()
            default:
                lexToken()
            }
        }
    }

    private mutating func lexToken() {
        switch byte() {
        case "/" where byte(1) == "/": lexLineComment()
        case "/" where byte(1) == "*": lexBlockComment()
        case "#" where language == .c: skipDirective()
        case "#" where opensRawString: lexString()
        case "\"": lexString()
        case "'" where language == .c: lexCharacter()
        case "`": lexQuotedName()
        case let first where first.isDigit: lexNumber()
        case let first where first.isWordPart: lexWord()
        default: lexSymbol()
        }
    }

    mutating func append(_ kind: Token.Kind, from start: Int, onLine first: Int? = nil) {
        let token = Token(
            kind: kind,
            text: text(from: start),
            line: first ?? line,
            lastLine: line,
            isLeftBound: isLeftBound(start)
        )
        tokens.append(token)
    }

    /// The compiler's own rule: white space, an opening bracket, a separator or a comment before it
    /// leave a token unbound.
    func isLeftBound(_ start: Int) -> Bool {
        guard start > 0 else { return false }
        switch bytes[start - 1] {
        case " ", "\t", "\r", "\n", "(", "[", "{", ",", ";", ":": return false
        case "/": return tokens.last?.kind != .comment
        default: return true
        }
    }

    private mutating func lexWord() {
        let start = position
        while byte().isWordPart { position += 1 }
        append(.word, from: start)
    }

    private mutating func lexQuotedName() {
        let start = position
        position += 1
        while !isAtEnd, byte() != "`", byte() != "\n" { position += 1 }
        position += 1
        append(.word, from: start)
    }

    private mutating func lexNumber() {
        let start = position
        while byte().isWordPart || (byte() == "." && byte(1).isDigit) { position += 1 }
        append(.number, from: start)
    }

    /// One bracket or separator, or a whole operator.
    private mutating func lexSymbol() {
        let start = position
        let isSuffix = (byte() == "!" || byte() == "?") && isLeftBound(start)
        let isOperator = byte().isOperatorPart || (byte() == "." && byte(1) == ".")
        position += 1
        guard isOperator, !isSuffix else { return append(.symbol, from: start) }
        while byte().isOperatorPart || (byte() == "." && text(from: start).hasPrefix(".")) {
            if byte() == "/", byte(1) == "/" || byte(1) == "*" { break }
            position += 1
        }
        append(.symbol, from: start)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= "0" && self <= "9" }

    /// Letters, digits, `_`, `$` and every byte of a character outside of ASCII.
    fileprivate var isWordPart: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "$", 0x80...: true
        default: false
        }
    }

    fileprivate var isOperatorPart: Bool {
        switch self {
        case "/", "=", "-", "+", "!", "*", "%", "<", ">", "&", "|", "^", "~", "?": true
        default: false
        }
    }
}

/// Lets bytes be compared with letters: `byte == "a"`.
extension UInt8: @retroactive ExpressibleByUnicodeScalarLiteral {
    public init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = UInt8(ascii: scalar) }
}
