/// One of ffmpeg's options as help shows it. A command that lists any takes all of them.
public struct EncodingOption: Sendable {
    /// Without its dash: `c:v`.
    public let name: String
    /// Nil for one that no value follows.
    public let placeholder: String?
    /// One line, without a full stop.
    public let summary: String
    /// Some of the values it may have, for completions.
    let words: [String]

    init(_ name: String, _ placeholder: String?, _ summary: String, words: String = "") {
        (self.name, self.placeholder, self.summary) = (name, placeholder, summary)
        self.words = words.split(separator: " ").map(String.init)
    }

    /// As it is typed: `-c:v`.
    public var spelling: String { "-\(name)" }
}
