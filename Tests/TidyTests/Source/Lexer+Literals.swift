/// Comments, strings, and what else must not be taken for code.
extension Lexer {
    mutating func lexLineComment() {
        let start = position
        while !isAtEnd, byte() != "\n" { position += 1 }
        append(.comment, from: start)
    }

    mutating func lexBlockComment() {
        let start = position
        let first = line
        var depth = 0
        while !isAtEnd {
            if byte() == "/", byte(1) == "*", language == .swift || depth == 0 {
                depth += 1
                position += 2
            } else if byte() == "*", byte(1) == "/" {
                depth -= 1
                position += 2
                if depth == 0 { break }
            } else {
                if byte() == "\n" { line += 1 }
                position += 1
            }
        }
        append(.comment, from: start, onLine: first)
    }

    /// A directive of C with its continued lines.
    mutating func skipDirective() {
        while !isAtEnd, byte() != "\n" {
            if byte() == "\\", byte(1) == "\n" {
                line += 1
                position += 1
            }
            position += 1
        }
    }

    /// `'"'` in C.
    mutating func lexCharacter() {
        let start = position
        position += 1
        while !isAtEnd, byte() != "'", byte() != "\n" { position += byte() == "\\" ? 2 : 1 }
        position += 1
        append(.string, from: start)
    }

    /// Whether the number signs here belong to a quote.
    var opensRawString: Bool {
        var offset = 0
        while byte(offset) == "#" { offset += 1 }
        return byte(offset) == "\""
    }

    /// A string of any kind. Its token comes before those of its interpolations.
    mutating func lexString() {
        let isBound = isLeftBound(position)
        var hashes = 0
        while byte() == "#" {
            hashes += 1
            position += 1
        }
        let isTripled = language == .swift && byte(1) == "\"" && byte(2) == "\""
        let quotes = isTripled ? 3 : 1
        position += quotes
        let index = tokens.count
        tokens.append(
            Token(kind: .string, text: "", line: line, lastLine: line, isLeftBound: isBound)
        )
        let content = lexStringContent(quotes: quotes, hashes: hashes)
        tokens[index].text = content
        tokens[index].lastLine = line
    }

    private mutating func lexStringContent(quotes: Int, hashes: Int) -> String {
        var content = ""
        var start = position
        while !isAtEnd {
            if closesString(quotes: quotes, hashes: hashes) {
                content += text(from: start)
                position += quotes + hashes
                return content
            }
            let isEscape = byte() == "\\" && hasHashes(hashes, at: 1)
            if isEscape, byte(1 + hashes) == "(", language == .swift {
                content += text(from: start)
                position += 2 + hashes
                lexCode(insideInterpolation: true)
                start = position
                continue
            }
            if isEscape { position += 1 + hashes }
            if byte() == "\n" {
                // A string of one line that is not closed: the compiler's matter, go on behind it.
                if quotes == 1, !isEscape { break }
                line += 1
            }
            position += 1
        }
        return content + text(from: start)
    }

    private func closesString(quotes: Int, hashes: Int) -> Bool {
        for offset in 0..<quotes where byte(offset) != "\"" { return false }
        return hasHashes(hashes, at: quotes)
    }

    private func hasHashes(_ hashes: Int, at offset: Int) -> Bool {
        for place in 0..<hashes where byte(offset + place) != "#" { return false }
        return true
    }
}
