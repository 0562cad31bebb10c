internal import History
internal import Model
internal import Spool

/// What was done since nothing waited or ran the last time.
struct BatchNews {
    /// The end of the last job that was counted, in milliseconds since 1970.
    private var counted: Int64

    /// - Parameters:
    ///   - database: With all that ended so far. Another coordinator may have told of it.
    ///   - beginning: Where none ever did, nobody wants to hear of what was there before.
    init(_ database: HistoryDatabase, since beginning: WallTime) throws(HistoryError) {
        let event = try database.lastEvent(of: Event.Kind.batchFinished.rawValue)
        if let time = event.flatMap({ WallTime(rfc3339: $0.time) }) {
            counted = time.milliseconds
        } else {
            counted = beginning.milliseconds
        }
    }

    /// What is not told yet; nil is nothing.
    func pending(_ database: HistoryDatabase) throws(HistoryError) -> String? {
        let sum = try database.statistics(filter).total
        return sum.done + sum.failed > 0 ? BatchNews.text(sum) : nil
    }

    /// The same, and it counts as told.
    mutating func take(_ database: HistoryDatabase) throws(HistoryError) -> String? {
        let text = try pending(database)
        counted = max(counted, try database.entries(filter, limit: 1).first?.ended ?? 0)
        return text
    }

    private var filter: HistoryFilter {
        var filter = HistoryFilter()
        filter.since = counted + 1
        return filter
    }

    static func text(_ sum: HistoryStatistics.Sum) -> String {
        var parts = ["\(sum.done) done"]
        if sum.failed > 0 { parts.append("\(sum.failed) failed") }
        if sum.savedBytes > 0 { parts.append("\(Amount.size(sum.savedBytes)) saved") }
        return parts.joined(separator: ", ")
    }
}
