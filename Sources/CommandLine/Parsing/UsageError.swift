/// A command line that is wrong: what is wrong with it, and where to read how it is done.
public struct UsageError: Error, Hashable, Sendable {
    public let message: String
    /// A command that explains.
    public let remedy: String
    /// Nothing was asked for: the overview serves better than a message.
    public let isEmptyLine: Bool

    init(_ message: String, help words: String = "", isEmptyLine: Bool = false) {
        self.message = message
        remedy = words.isEmpty ? "reelmill help" : "reelmill help \(words)"
        self.isEmptyLine = isEmptyLine
    }
}
