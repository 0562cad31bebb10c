internal import Model

extension RouteTable {
    var history: [Route] {
        [
            get("/history", RouteTable.historyParameters + RouteTable.page, act: page),
            get(
                "/history/export",
                [Parameter("format")] + RouteTable.historyParameters,
                act: export
            ),
            get("/history/{id}", [], RouteTable.found, act: entry),
            Route("DELETE", RouteTable.root + "/history/{id}", [], RouteTable.found, act: remove),
            post("/history/{id}/restore", RouteTable.found, act: restore),
            get("/statistics", act: statistics),
        ]
    }

    private static let historyParameters = [
        Parameter("search"), Parameter("outcome"), Parameter("profile"), Parameter("since"),
        Parameter("removed"),
    ]

    private func query(_ asked: Asked) throws(Refused) -> HistoryQuery {
        let given = asked.parameters
        var query = HistoryQuery()
        if let search = try given.text("search"), !search.isEmpty {
            guard search.unicodeScalars.count <= RouteTable.searchMax else {
                throw .wrong("the parameter search is longer than \(RouteTable.searchMax) letters")
            }
            query.search = search
        }
        let outcomes = HistoryEntry.Outcome.allCases.map(\.rawValue)
        query.outcome = try given.choice("outcome", outcomes).flatMap(HistoryEntry.Outcome.init)
        query.profile = try given.text("profile")
        query.since = try given.moment("since")?.milliseconds
        query.isOfRemoved = try given.flag("removed") ?? false
        return query
    }

    private static let searchMax = 1_000
    private static let exportedAtOnce = 500

    @Sendable private func page(_ asked: Asked) throws(Refused) -> WebResponse {
        var query = try query(asked)
        let (offset, limit) = try asked.parameters.page
        (query.offset, query.limit) = (offset, limit ?? query.limit)
        let page = try asking { () throws(DeskRefusal) in try desk.history(query) }
        return .document("history", page)
    }

    @Sendable private func export(_ asked: Asked) throws(Refused) -> WebResponse {
        let form = try asked.parameters.choice("format", ["jsonl", "csv"])
        var query = try query(asked)
        query.limit = RouteTable.exportedAtOnce
        // The first page before the answer begins: what is wrong can still be said then.
        let first = try asking { () throws(DeskRefusal) in try desk.historyLines(query) }
        let isTable = form == "csv"
        let type = isTable ? "text/csv; charset=utf-8" : "application/jsonl"
        let name = "\(Product.name)-history.\(isTable ? "csv" : "jsonl")"
        return WebResponse(
            200,
            [
                .init("Content-Type", type),
                .init("Content-Disposition", "attachment; filename=\"\(name)\""),
            ],
            stream: HistoryExport(desk, query, isTable: isTable, first: first)
        )
    }

    @Sendable private func entry(_ asked: Asked) throws(Refused) -> WebResponse {
        let entry = try asking { () throws(DeskRefusal) in try desk.historyEntry(asked.word) }
        return .document("history-entry", entry)
    }

    @Sendable private func remove(_ asked: Asked) throws(Refused) -> WebResponse {
        let changes = try asking { () throws(DeskRefusal) in try desk.removeEntry(asked.word) }
        return .document("history-changes", changes)
    }

    @Sendable private func restore(_ asked: Asked) throws(Refused) -> WebResponse {
        let changes = try asking { () throws(DeskRefusal) in try desk.restoreEntry(asked.word) }
        return .document("history-changes", changes)
    }

    @Sendable private func statistics(_ asked: Asked) throws(Refused) -> WebResponse {
        let sums = try asking { () throws(DeskRefusal) in try desk.statistics() }
        return .document("history-stats", sums)
    }
}
