import History
import Model
import Platform

/// Questions to a history of a million entries.
struct SearchBenchmarks {
    let place: Path
    private static let entries = 1_000_000

    func run() throws {
        print("\na history of \(Self.entries) entries: least, median, greatest")
        let path = place / "history.db"
        let began = MonotonicTime.now
        do {
            let database = try HistoryDatabase(path)
            for start in stride(from: 0, to: Self.entries, by: 10_000) {
                try database.take((start..<start + 10_000).map(SearchBenchmarks.entry))
            }
        }
        let seconds = MeasuredRun.seconds(MonotonicTime.now - began)
        let size = try Directory.status(of: path).size
        print("  made in \(Figures.decimal(seconds, digits: 0)) s, \(size >> 20) MiB")
        let database = try HistoryDatabase(reading: path)
        try measure(database, "the latest 50", HistoryFilter())
        try measure(database, "50 of them 900,000 further back", HistoryFilter(), offset: 900_000)
        var filter = HistoryFilter()
        filter.outcomes = [.failed]
        try measure(database, "the latest 50 that failed", filter)
        for (name, piece) in [
            ("a piece that one has", "film 777777."), ("a piece that 100 have", "show 4321/"),
            ("a piece that 11,000 have", "film 99"), ("a piece that all have", ".MKV"),
            ("a piece that none has", "nosferatu"), ("a piece of two letters", "77"),
            ("one of two letters that none has", "zq"),
            ("one of two letters that 100 have, far back", "q7"), ("a piece of one letter", "7"),
        ] {
            filter = HistoryFilter()
            filter.search = piece
            try measure(database, name, filter)
            try measure(database, "  the same, 5,000 further back", filter, offset: 5_000)
        }
        filter.search = ".mkv"
        filter.outcomes = [.failed]
        try measure(database, "a piece that all have, of the failed", filter)
        filter.outcomes = [.cancelled]
        try measure(database, "the same, of the cancelled", filter)
        try Report.perOperation("what was saved since the last month", 1) {
            _ = try database.totals(since: Int64(Self.entries - 20_000) * 1_000)
        }
    }

    private func measure(
        _ database: HistoryDatabase,
        _ name: String,
        _ filter: HistoryFilter,
        offset: Int = 0
    ) throws {
        try Report.perOperation(name, 1) {
            _ = try database.page(filter, limit: 50, offset: offset)
            _ = try database.count()
        }
    }

    private static func entry(_ number: Int) -> HistoryEntry {
        // Spread as hashes are.
        let digits = String(UInt64(number) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
        let id = String(repeating: "0", count: 16 - digits.count) + digits
        let outcome: HistoryEntry.Outcome = number % 50 == 0 ? .failed : .done
        let name = number < 10_000 && number % 100 == 0 ? "q7 film" : "film"
        var entry = HistoryEntry(
            record: "film-\(number)_\(id).0.0.\(outcome.rawValue).json",
            id: id,
            outcome: outcome,
            source: Path("library/show \(number / 100)/season 1/\(name) \(number).mkv"),
            sourceBytes: 4_000_000_000,
            queued: Int64(number) * 1_000,
            ended: Int64(number) * 1_000,
            document: Array(repeating: 32, count: 1_500)
        )
        (entry.resultBytes, entry.profile) = (2_000_000_000, "movies")
        return entry
    }
}
