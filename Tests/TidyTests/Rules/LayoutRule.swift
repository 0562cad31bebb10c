/// Files and lines that can be read at a glance.
enum LayoutRule {
    static let fileLinesMax = 500
    static let lineCharactersMax = 100

    static func longFiles(in file: SourceFile) -> [Finding] {
        guard file.kind != .other else { return [] }
        let count = file.lines.count
        guard count > fileLinesMax else { return [] }
        let message = "\(count) lines, at most \(fileLinesMax): split the file by what its parts do"
        return [file.finding(fileLinesMax + 1, message)]
    }

    /// Counts characters, not bytes: an umlaut is one.
    static func longLines(in file: SourceFile) -> [Finding] {
        guard file.kind == .swift || file.kind == .c else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            guard line.count > lineCharactersMax else { return nil }
            let count = String(decoding: line, as: UTF8.self).count
            guard count > lineCharactersMax else { return nil }
            let message = "\(count) columns, at most \(lineCharactersMax): break the line"
            return file.finding(index + 1, message)
        }
    }

    static func trailingSpace(in file: SourceFile) -> [Finding] {
        file.lines.enumerated().compactMap { index, line in
            switch line.last {
            case " ", "\t": file.finding(index + 1, "white space at the end: remove it")
            case "\r": file.finding(index + 1, "a carriage return at the end: save with LF alone")
            default: nil
            }
        }
    }
}
