/// Words that mean something on one machine or to one person only.
enum WordRule {
    /// Put together from halves, since this file is read as well.
    private static let paths = ["ro" + "ot", "ho" + "me", "wo" + "rk", "tmp" + "/r", "tmp" + "/w"]
        .map { "/\($0)/" }
    private static let outside = "../" + "shared"
    private static let reminders = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]

    static func findings(in file: SourceFile) -> [Finding] {
        let text = file.bytes
        var findings: [Finding] = []
        for path in paths {
            findings += places(of: path, in: text) { before, _ in !isPathPart(before) }.map {
                file.finding($0, "\(path)… is a path of one machine: name it relative to something")
            }
        }
        findings += places(of: outside, in: text) { _, _ in true }.map {
            file.finding($0, "\(outside) is not part of the repository: say it here")
        }
        for word in reminders {
            let isWhole = { before, after in !isWordPart(before) && !isWordPart(after) }
            findings += places(of: word, in: text, where: isWhole).map {
                file.finding(
                    $0,
                    "\(word) is forgotten here: do it, or write it where work is planned"
                )
            }
        }
        return findings.sorted { $0.line < $1.line }
    }

    /// The lines on which the word stands with fitting neighbours; no neighbour is a line end.
    private static func places(
        of word: String,
        in text: [UInt8],
        where fits: (UInt8, UInt8) -> Bool
    ) -> [Int] {
        let word = Array(word.utf8)
        var lines: [Int] = []
        var line = 1
        for index in text.indices {
            if text[index] == "\n" { line += 1 }
            guard text[index] == word[0], text[index...].starts(with: word) else { continue }
            let end = index + word.count
            let before = index > 0 ? text[index - 1] : "\n"
            let after = end < text.count ? text[end] : "\n"
            if fits(before, after) { lines.append(line) }
        }
        return lines
    }

    private static func isWordPart(_ byte: UInt8) -> Bool {
        switch byte {
        case "a"..."z", "A"..."Z", "0"..."9", "_", 0x80...: true
        default: false
        }
    }

    /// Before a slash these make it the inside of a longer path, as in `$directory/…` or `a/…`.
    private static func isPathPart(_ byte: UInt8) -> Bool {
        switch byte {
        case "-", ".", "/", "}", ")", "*": true
        default: isWordPart(byte)
        }
    }
}
