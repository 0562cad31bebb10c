internal import Model
internal import Spool

/// What a report of a failure says: what failed, why, what was tried, and how to go on.
enum FailureText {
    static let head = "Reelmill could not encode this film.\n"

    /// By which a report is known to be that of a record.
    static func mark(_ record: String) -> String { "\nrecord   \(record)\n" }

    static func text(_ entry: HistoryEntry, _ spool: Spool) throws(SpoolError) -> String {
        guard let name = RecordName(entry.record) else { return head }
        let logs = try spool.failureLogs(of: name.key)
        let ended = WallTime(seconds: entry.ended / 1_000).rfc3339
        let path = ShellWord.quoted(entry.source)
        return head
            + """

            film     \(entry.source) (\(Figures.grouped(entry.sourceBytes)) bytes)
            failed   \(ended)
            why      \(ReadableBytes.escaped(Array((entry.reason ?? "unknown").utf8)))
            profile  \(ReadableBytes.escaped(Array((entry.profile ?? "none").utf8)))\
            \(mark(entry.record))
            """ + tries(logs) + """

                The film itself was not touched. To try it again:

                    reelmill jobs retry \(path)

                It is also tried again when the file changes, or is taken out of the history:

                    reelmill history rm \(path)

                This report goes when the film is done.

                """
    }

    private static func tries(_ logs: [AttemptLog]) -> String {
        logs.suffix(triesMax).map { log in
            let reason = log.reason ?? log.outcome.rawValue
            let lines = log.lines.suffix(linesMax).map { "    " + shown($0) + "\n" }
            return "\n\(log.attempt) at \(log.time): \(shown(reason))\n" + lines.joined()
        }.joined()
    }

    private static func shown(_ text: String) -> String {
        ReadableBytes.escaped(Array(text.utf8))
    }

    private static let triesMax = 6
    private static let linesMax = 20
}
