internal import Model

/// ffmpeg's options behind a command that takes them: one dash, a whole word, and a value behind.
struct EncodingOptionReader {
    let command: Command
    /// The command's own flags and the global ones.
    let flags: [FlagDefinition]

    /// Whether the word is an option of ffmpeg's, rather than letters of our own such as `-qy`.
    func owns(_ token: [UInt8]) -> Bool {
        guard FFmpegOptionNames.base(of: token) != nil else { return false }
        // `-vn` would be letters of ours.
        if token.count > 2, FFmpegOptionNames.isWellKnown(token) { return true }
        let letters = flags.compactMap { $0.short?.asciiValue }
        return !token.dropFirst().allSatisfy(letters.contains)
    }

    /// The option and the word behind it, if that is its value.
    func take(
        _ token: [UInt8],
        _ rest: inout ArraySlice<[UInt8]>
    ) throws(UsageError) -> [PlacedWord] {
        let place = rest.startIndex - 1
        let shown = ReadableBytes.escaped(token)
        let base = FFmpegOptionNames.base(of: token) ?? ""
        try check(token, base)
        let option = PlacedWord(token, place..<place + 1)
        guard FFmpegOptionNames.takesValue(base) else { return [option] }
        guard let value = rest.first, !value.starts(with: Array("--".utf8)) else {
            throw error("\(shown) needs a value")
        }
        guard !FFmpegOptionNames.isWellKnown(value) else {
            let other = Quoted.readable(value)
            throw error("\(shown) needs a value; behind it stands the option \(other)")
        }
        rest.removeFirst()
        return [option, PlacedWord(value, place + 1..<place + 2)]
    }

    private func check(_ token: [UInt8], _ base: String) throws(UsageError) {
        if base == "i" {
            let names = Quoted.list(command.arguments.map(\.definition.name), last: "and")
            throw error("\"\(command.name)\" takes \(names) as they are, without -i")
        }
        if let equals = token.firstIndex(of: UInt8(ascii: "=")) {
            let option = ReadableBytes.escaped(Array(token[..<equals]))
            throw error("a value stands behind its option as a word of its own: \(option) VALUE")
        }
        let spelling = "-" + String(decoding: token, as: UTF8.self)
        if flags.contains(where: { $0.spelling == spelling }),
            !FFmpegOptionNames.isWellKnown(token)
        {
            throw error("unknown option \(Quoted.readable(token))" + Quoted.suggestion(spelling))
        }
    }

    private func error(_ message: String) -> UsageError {
        UsageError(message, help: command.name)
    }
}
