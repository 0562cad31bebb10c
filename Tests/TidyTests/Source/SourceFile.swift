/// A text file of the repository.
struct SourceFile {
    enum Kind { case swift, c, script, other }

    /// From the root of the repository.
    let path: String
    let bytes: [UInt8]
    let kind: Kind
    /// With comments; empty where the file is neither Swift nor C.
    let tokens: [Token]
    let code: Code

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        kind = Self.kind(of: path)
        switch kind {
        case .swift: tokens = Lexer.tokens(of: bytes, .swift)
        case .c: tokens = Lexer.tokens(of: bytes, .c)
        case .script, .other: tokens = []
        }
        code = Code(tokens)
    }

    init(_ path: String, _ text: String) { self.init(path: path, bytes: Array(text.utf8)) }

    /// Without the line ends; what a line end leaves behind at the end of the file is no line.
    var lines: [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines
    }

    /// `Spool` for `Sources/Spool/Claim.swift`; nil outside of Sources.
    var module: String? {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" else { return nil }
        return String(parts[1])
    }

    func finding(_ line: Int, _ message: String) -> Finding {
        Finding(path: path, line: line, message: message)
    }

    private static func kind(of path: String) -> Kind {
        let name = path.split(separator: "/").last ?? ""
        if name.hasSuffix(".swift") { return .swift }
        if name.hasSuffix(".c") || name.hasSuffix(".h") { return .c }
        return path.hasPrefix(".ci/") || name.hasSuffix(".sh") ? .script : .other
    }
}

/// A place that breaks a rule, and what to do about it.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}
