internal import CommandLine
internal import History
internal import Model
internal import Platform
internal import Spool

/// The entries that words and flags on the command line mean.
struct HistorySelection {
    private let access: HistoryAccess
    private let surroundings: Surroundings
    /// What the flags let through.
    let filter: HistoryFilter

    init(_ access: HistoryAccess, _ context: Context, isOfRemoved: Bool = false) {
        self.access = access
        surroundings = context.surroundings
        var filter = HistoryFilter()
        filter.isOfRemoved = isOfRemoved
        filter.profile = context.invocation[CommonFlags.profile]
        if let outcome = context.invocation[HistoryTable.outcome] {
            filter.outcomes = [HistoryEntry.Outcome(outcome)]
        }
        if let age = context.invocation[CommonFlags.since] {
            filter.since = WallTime.now.milliseconds - age.milliseconds
        }
        self.filter = filter
    }

    /// For commands that know none of the flags.
    init(_ access: HistoryAccess, _ surroundings: Surroundings, isOfRemoved: Bool) {
        (self.access, self.surroundings) = (access, surroundings)
        var filter = HistoryFilter()
        filter.isOfRemoved = isOfRemoved
        self.filter = filter
    }

    /// With words, or with none for all.
    func filter(_ words: [Path]) throws(Failure) -> HistoryFilter {
        var filter = filter
        for word in words { filter.patterns += try patterns(of: word) }
        return filter
    }

    /// Each once, the latest first; every word has to mean something.
    func entries(_ words: [Path]) throws(Failure) -> [HistoryEntry] {
        let wanted = try filter(words)
        return try access.asking { database throws(HistoryError) in try database.entries(wanted) }
    }

    /// The patterns of a word that means something.
    private func patterns(of word: Path) throws(Failure) -> [HistoryPattern] {
        var found = filter
        found.patterns = meanings(of: word)
        let entries = try access.asking { database throws(HistoryError) in
            try database.entries(found)
        }
        guard !entries.isEmpty else { throw try nothing(word) }
        let isPath = entries.contains { isMeantByPath($0.source, found.patterns) }
        let ids = Set(entries.map(\.id))
        if !isPath, HistoryPattern(word.bytes).glob == nil, ids.count > 1 {
            throw several(word, entries)
        }
        return found.patterns
    }

    /// As it is written, and as it lies below the input when it is written as it lies on this host.
    private func meanings(of word: Path) -> [HistoryPattern] {
        let whole = surroundings.absolute(word)
        let below = access.open.input.flatMap { whole.relative(to: $0) }
        return [HistoryPattern(word.bytes)] + (below.map { [HistoryPattern($0.bytes)] } ?? [])
    }

    private func isMeantByPath(_ source: Path, _ patterns: [HistoryPattern]) -> Bool {
        patterns.contains { pattern in
            guard let path = Path(bytes: pattern.path) else { return false }
            return source == path || source.relative(to: path) != nil
        }
    }

    // MARK: - What is said instead

    private func nothing(_ word: Path) throws(Failure) -> Failure {
        let sources = try access.asking { database throws(HistoryError) in
            try database.sources(limit: HistorySelection.suggestionsMax)
        }
        let texts = sources.map { ReadableBytes.escaped($0.bytes) }
        let text = ReadableBytes.escaped(word.bytes)
        let closest =
            Suggestion.nearest(to: text, among: texts)
            ?? texts.first { $0.lowercased().contains(text.lowercased()) }
        let near = closest.map { "; closest: \(Quoted.readable($0))" } ?? ""
        let what = filter.isOfRemoved ? "entry that was removed" : "history entry"
        return Failure(
            .notFound,
            "no \(what) matches \(Quoted.readable(word.bytes))\(near)",
            hint: "reelmill history ls"
        )
    }

    private func several(_ word: Path, _ found: [HistoryEntry]) -> Failure {
        let shown = found.prefix(HistorySelection.candidatesMax).map { entry in
            "\n  \(entry.id)  \(Quoted.path(entry.source))"
        }
        let more = found.count - shown.count
        return Failure(
            .usage,
            "\(Quoted.readable(word.bytes)) may mean \(found.count) entries:" + shown.joined()
                + (more > 0 ? "\n  and \(more) more" : "")
        )
    }

    private static let suggestionsMax = 20_000
    private static let candidatesMax = 10
}

extension HistoryEntry.Outcome {
    init(_ outcome: HistoryTable.Outcome) {
        switch outcome {
        case .done: self = .done
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }
}
