public import Model

extension HistoryDatabase {
    public func statistics(
        _ filter: HistoryFilter = HistoryFilter()
    ) throws(HistoryError) -> HistoryStatistics {
        let condition = FilterCondition(filter)
        return try asking { connection throws(HistoryError) in
            var statistics = HistoryStatistics()
            statistics.total = try sums(of: connection, by: "''", condition).first?.sum ?? .init()
            statistics.profiles = try sums(of: connection, by: "coalesce(profile, '')", condition)
                .sorted { $0.sum.films > $1.sum.films }
            // In milliseconds since 1970.
            let month = "strftime('%Y-%m', ended / 1000, 'unixepoch')"
            statistics.months = try sums(of: connection, by: month, condition)
                .sorted { $0.name > $1.name }
            return statistics
        }
    }

    private func sums(
        of connection: Connection,
        by name: String,
        _ condition: FilterCondition
    ) throws(HistoryError) -> [HistoryStatistics.Named] {
        try connection.rows(
            """
            SELECT \(name) AS name, sum(outcome = 'done'), sum(outcome = 'failed'),
            sum(outcome = 'cancelled'), sum(iif(outcome = 'done', source_bytes, 0)),
            sum(iif(outcome = 'done', coalesce(result_bytes, 0), 0)),
            sum(iif(outcome = 'done', coalesce(film_milliseconds, 0), 0)),
            sum(iif(outcome = 'done', coalesce(frames, 0), 0))
            FROM entries WHERE \(condition.text) GROUP BY name ORDER BY name
            """,
            condition.values,
            "read"
        ) { row in
            var sum = HistoryStatistics.Sum()
            sum.done = Int(row.integer(1) ?? 0)
            sum.failed = Int(row.integer(2) ?? 0)
            sum.cancelled = Int(row.integer(3) ?? 0)
            sum.sourceBytes = row.integer(4) ?? 0
            sum.resultBytes = row.integer(5) ?? 0
            sum.filmMilliseconds = row.integer(6) ?? 0
            sum.frames = row.integer(7) ?? 0
            return HistoryStatistics.Named(name: row.text(0) ?? "", sum: sum)
        }
    }
}

extension HistoryStatistics.Sum {
    fileprivate var films: Int { done + failed + cancelled }
}
