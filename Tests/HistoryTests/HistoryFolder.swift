import History
import Model
import Platform
import TestKit

/// A folder of a test's own, for a database.
final class HistoryFolder {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    var path: Path { scratch.path }
    var database: Path { scratch.path / "history.db" }

    func names() throws -> [String] {
        try Directory.entries(of: path).map { "\($0.name)" }.sorted()
    }
}

func entry(
    _ number: Int,
    _ source: Path,
    outcome: HistoryEntry.Outcome = .done
) -> HistoryEntry {
    let digits = String(number, radix: 16)
    let id = String(repeating: digits, count: 16).prefix(16)
    return HistoryEntry(
        record: "film_\(id).0.0.\(outcome.rawValue).json",
        id: String(id),
        outcome: outcome,
        source: source,
        sourceBytes: 100,
        queued: 1_000,
        ended: Int64(number) * 1_000,
        document: [0x7b, 0x7d]
    )
}

func event(_ holder: String, _ sequence: UInt64) -> HistoryEvent {
    HistoryEvent(
        holder: holder,
        sequence: sequence,
        time: "2026-11-21T00:00:0\(sequence)Z",
        kind: "job.queued"
    )
}

/// Why it failed; nil when it did not.
func failure(of body: () throws(HistoryError) -> Void) -> HistoryError? {
    do throws(HistoryError) { try body() } catch { return error }
    return nil
}
