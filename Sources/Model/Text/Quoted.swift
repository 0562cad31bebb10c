/// Pieces of messages that show what was typed.
public enum Quoted {
    /// What a message repeats of a word at most: the rest of a screen is for the message.
    public static let scalarsMax = 80

    /// In quotes, on one line, with nothing in it that acts on a terminal.
    public static func readable(_ bytes: [UInt8]) -> String {
        // So many bytes are more scalars than are shown.
        let text = escaped(Array(bytes.prefix(4 * (scalarsMax + 1))))
        guard text.unicodeScalars.count > scalarsMax else { return "\"\(text)\"" }
        return "\"\(String(text.unicodeScalars.prefix(scalarsMax)))…\""
    }

    public static func readable(_ text: String) -> String { readable(Array(text.utf8)) }

    /// What may stand between quotes.
    ///
    /// By bytes: to a String a quote and the accent behind it are one character, which is no quote.
    public static func escaped(_ bytes: [UInt8]) -> String {
        let quote = UInt8(ascii: "\"")
        let text = ReadableBytes.escaped(bytes).utf8
        let inner = text.flatMap { $0 == quote ? [UInt8(ascii: "\\"), quote] : [$0] }
        return String(decoding: inner, as: UTF8.self)
    }

    /// What a message shows of a path at most: some lines of a terminal.
    public static let pathScalarsMax = 400

    /// Without quotes, on one line; of a path that would fill the screen both ends.
    public static func path(_ path: Path) -> String {
        let scalars = Array(path.description.unicodeScalars)
        guard scalars.count > pathScalarsMax else { return path.description }
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: scalars.prefix(pathScalarsMax / 2))
        shown.append("…")
        shown.append(contentsOf: scalars.suffix(pathScalarsMax / 2))
        return String(shown)
    }

    public static func suggestion(_ word: String?) -> String {
        word.map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// For example `auto, always or never`.
    public static func list(_ words: [String], last conjunction: String) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
    }
}
