internal import History
public import Model
internal import Platform
internal import Profiles
internal import Spool

extension SiteDesk {
    public func history(_ query: HistoryQuery) throws(DeskRefusal) -> HistoryPage {
        let filter = HistoryFilter(query)
        return try history.asking { database throws(HistoryError) in
            let page = try database.page(filter, limit: query.limit, offset: query.offset)
            return HistoryPage(
                entries: page.entries.map { HistoryLine($0) },
                matching: page.matching,
                isMatchingAll: page.isMatchingAll,
                total: try database.count(),
                offset: query.offset
            )
        }
    }

    public func historyLines(_ query: HistoryQuery) throws(DeskRefusal) -> [HistoryLine] {
        try history.asking { database throws(HistoryError) in
            let entries = try database.entries(
                HistoryFilter(query),
                limit: query.limit,
                offset: query.offset
            )
            return entries.map { HistoryLine($0) }
        }
    }

    public func historyEntry(_ word: String) throws(DeskRefusal) -> HistoryDetail {
        let (entry, others) = try found(word)
        let record = Spool.record(inDocument: entry.document)
        let forecast = entry.isRemoved ? nil : forecast(entry)
        var detail = HistoryDetail(
            entry: HistoryLine(entry),
            forecast: forecast?.line(entry),
            decidedBy: record?.decidedBy.holder.text,
            others: others.map { HistoryLine($0) },
            actions: [
                ActionLine(
                    "remove",
                    objection: entry.isRemoved ? "it was removed" : nil,
                    consequence: forecast?.text(entry)
                ),
                ActionLine(
                    "restore",
                    objection: entry.isRemoved ? nil : "it was not removed",
                    consequence: entry.isRemoved ? "its source is not done again" : nil
                ),
            ]
        )
        detail.renditions = record?.renditions
        return detail
    }

    public func removeEntry(_ word: String) throws(DeskRefusal) -> HistoryChanges {
        let (entry, _) = try found(word)
        let path = Quoted.path(entry.source)
        guard !entry.isRemoved, let name = RecordName(entry.record) else {
            throw DeskRefusal(.conflict, "the entry of \(path) was removed")
        }
        let forecast = forecast(entry)
        try trying { spool throws(SpoolError) in try spool.removeRecord(name) }
        try? keeper.mark(entry.record, isRemoved: true)
        live.ask()
        let row = HistoryChanges.Row(
            entry: HistoryLine(entry),
            source: forecast.source.rawValue,
            isProfileChanged: forecast.hasOtherProfile
        )
        return HistoryChanges(action: "remove", entries: [row])
    }

    public func restoreEntry(_ word: String) throws(DeskRefusal) -> HistoryChanges {
        let (entry, _) = try found(word)
        let path = Quoted.path(entry.source)
        guard entry.isRemoved, let name = RecordName(entry.record) else {
            throw DeskRefusal(.conflict, "the entry of \(path) was not removed")
        }
        let isBack = try trying { spool throws(SpoolError) in try spool.restoreRecord(name) }
        guard isBack else {
            throw DeskRefusal(.conflict, "\(path) was taken in again since, and stays as it is")
        }
        try? keeper.mark(entry.record, isRemoved: false)
        live.ask()
        let row = HistoryChanges.Row(
            entry: HistoryLine(entry),
            source: nil,
            isProfileChanged: nil
        )
        return HistoryChanges(action: "restore", entries: [row])
    }

    public func statistics() throws(DeskRefusal) -> HistoryStatistics {
        try history.asking { database throws(HistoryError) in try database.statistics() }
    }

    public func events(_ query: EventQuery) throws(DeskRefusal) -> EventPage {
        let rows = try history.asking { database throws(HistoryError) in
            try database.events(
                behind: query.after ?? 0,
                since: query.since,
                kinds: query.kinds.map { EventNames.kept($0) },
                job: query.job,
                isLatest: query.after == nil && query.since == nil,
                limit: query.limit
            )
        }
        let lines = rows.map { sources.line($0.event, number: $0.number) }
        return EventPage(events: lines, next: rows.last?.number ?? query.after ?? 0)
    }

    // MARK: What is meant, and what becomes of it

    private func forecast(_ entry: HistoryEntry) -> HistoryForecast {
        var catalogue = room.catalogue()
        return HistoryForecast(entry, site.folders.input, &catalogue)
    }

    /// The one that holds, or was removed last; with all others of its source.
    private func found(_ word: String) throws(DeskRefusal) -> (HistoryEntry, [HistoryEntry]) {
        let found = try history.asking { database throws(HistoryError) in
            try database.entries(meantBy: word, limit: SiteDesk.meantMax)
        }
        guard let first = found.first else {
            throw DeskRefusal(
                .notFound,
                "no history entry is called \(Quoted.readable(String(word.prefix(80))))",
                hint: "reelmill history ls"
            )
        }
        let ids = Set(found.map(\.id))
        guard ids.count == 1 else {
            let names = ids.sorted().prefix(SiteDesk.candidatesMax).joined(separator: ", ")
            throw DeskRefusal(
                .conflict,
                "\(Quoted.readable(word)) may mean several entries: \(names)"
            )
        }
        guard first.record == word else { return (first, Array(found.dropFirst())) }
        let others = try history.asking { database throws(HistoryError) in
            try database.entries(meantBy: first.id, limit: SiteDesk.meantMax)
        }
        return (first, others.filter { $0.record != first.record })
    }

    private static let meantMax = 100
}

extension HistoryFilter {
    init(_ query: HistoryQuery) {
        self.init()
        (search, profile, since) = (query.search, query.profile, query.since)
        outcomes = query.outcome.map { [$0] } ?? []
        (isOfRemoved, behind) = (query.isOfRemoved, query.behind)
    }
}
