internal import CommandLine
internal import History
internal import Model

/// `reelmill history stats`
enum HistoryStatsCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let access = try HistoryAccess(context)
        let filter = HistorySelection(access, context).filter
        let statistics = try access.asking { database throws(HistoryError) in
            try database.statistics(filter)
        }
        if context.invocation[GlobalFlags.json] {
            let document = Document(schema: "\(Product.name).history-stats/1", body: statistics)
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(text(statistics))
        }
        return .done
    }

    private static func text(_ statistics: HistoryStatistics) -> String {
        var table = TextTable(
            ["", "DONE", "FAILED", "CANCELLED", "IN", "OUT", "SAVED", "FILM"],
            right: ["DONE", "FAILED", "CANCELLED", "IN", "OUT", "SAVED", "FILM"]
        )
        table.add(row("all", statistics.total))
        for profile in statistics.profiles {
            let name = profile.name.isEmpty ? "none" : Shown.line(profile.name)
            table.add(row("profile \(name)", profile.sum))
        }
        for month in statistics.months { table.add(row(month.name, month.sum)) }
        return table.text()
    }

    private static func row(_ name: String, _ sum: HistoryStatistics.Sum) -> [String] {
        let share =
            sum.sourceBytes > 0 ? Double(sum.savedBytes) / Double(sum.sourceBytes) : nil
        return [
            name, Figures.grouped(Int64(sum.done)), Figures.grouped(Int64(sum.failed)),
            Figures.grouped(Int64(sum.cancelled)), Amount.size(sum.sourceBytes),
            Amount.size(sum.resultBytes), HistoryText.percent(share) ?? "-",
            Amount.time(seconds: Double(sum.filmMilliseconds) / 1_000),
        ]
    }
}

/// `reelmill history export`
enum HistoryExportCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let access = try HistoryAccess(context)
        let selection = HistorySelection(access, context)
        let filter = try selection.filter(context.invocation[HistoryTable.patterns])
        let isTable = context.invocation[HistoryTable.form] == .csv
        if isTable { try context.console.print(CommaSeparated.head) }
        var offset = 0
        while true {
            let page = try access.asking { database throws(HistoryError) in
                try database.entries(filter, limit: entriesAtOnce, offset: offset)
            }
            for entry in page {
                let body = HistoryLine(entry)
                try context.console.print(
                    isTable
                        ? CommaSeparated.line(body)
                        : JSONText.line(
                            Document(schema: "\(Product.name).history-line/1", body: body)
                        )
                )
            }
            offset += page.count
            if page.count < entriesAtOnce { return .done }
        }
    }

    private static let entriesAtOnce = 1_000
}
