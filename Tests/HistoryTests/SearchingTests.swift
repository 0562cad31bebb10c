import Model
import Platform
import TestKit
import Testing

@testable import History

@Suite("Searching the history")
struct SearchingTests {
    let folder: HistoryFolder
    let database: HistoryDatabase

    init() throws {
        folder = try HistoryFolder()
        database = try HistoryDatabase(folder.database)
    }

    private func found(_ piece: String, removed: Bool = false) throws -> [String] {
        var filter = HistoryFilter()
        filter.search = piece
        filter.isOfRemoved = removed
        let entries = try database.entries(filter)
        let page = try database.page(filter, limit: 2, offset: 1)
        #expect(page.entries == Array(entries.dropFirst().prefix(2)))
        #expect(page.matching == entries.count && page.isMatchingAll)
        #expect(try database.count(filter) == entries.count)
        return entries.map { ReadableBytes.escaped($0.source.bytes) }
    }

    @Test("a piece of a path is found in any case, wherever it stands, the latest first")
    func pieces() throws {
        try database.take([
            entry(1, "Movies/Heat (1995).mkv"), entry(2, "movies/AMÉLIE.mkv"),
            entry(3, "tv/the heat.mkv"),
        ])
        #expect(try found("hEAt") == ["tv/the heat.mkv", "Movies/Heat (1995).mkv"])
        #expect(try found("s/Heat (19") == ["Movies/Heat (1995).mkv"])
        #expect(try found("amélie") == ["movies/AMÉLIE.mkv"])
        #expect(try found("É") == ["movies/AMÉLIE.mkv"])
        #expect(try found("nosferatu") == [])
        #expect(try found("").count == 3)
    }

    @Test("pieces of one or two letters are found as well, and signs mean themselves")
    func short() throws {
        try database.take([
            entry(1, "a_b%.mkv"), entry(2, "axb.mkv"), entry(3, "say \"no\" OR x.mkv"),
        ])
        #expect(try found("_") == ["a_b%.mkv"])
        #expect(try found("b%") == ["a_b%.mkv"])
        #expect(try found("a_b") == ["a_b%.mkv"])
        #expect(try found("\"no\" OR") == ["say \"no\" OR x.mkv"])
        #expect(try found("y \"") == ["say \"no\" OR x.mkv"])
        // A combining accent makes one character of itself and the sign before it.
        #expect(try found("no\"\u{301} OR") == [])
    }

    @Test("paths that are not UTF-8 are found by what is in them that is")
    func bytes() throws {
        let path = try #require(Path(bytes: [0x66, 0xff] + Array("ilm one.mkv".utf8)))
        try database.take([entry(1, path)])
        #expect(try found("ilm one").count == 1)
    }

    @Test("what is taken in again, marked or forgotten is found as it is then")
    func kept() throws {
        let first = entry(1, "heat.mkv")
        try database.take([first])
        try database.take([first])
        #expect(try found("heat") == ["heat.mkv"])
        try database.mark(first.record, isRemoved: true)
        #expect(try found("heat") == [])
        #expect(try found("heat", removed: true) == ["heat.mkv"])
        var mended = first
        mended.source = "cold.mkv"
        try database.take([mended])
        #expect(try found("heat") == [])
        #expect(try found("cold") == ["cold.mkv"])
        _ = try database.reconcile(present: [], removed: [])
        #expect(try found("cold") == [])
        try database.proveIndexes()
    }

    @Test("what very many have is found page by page, and counted as far as somebody looks")
    func many() throws {
        let count = HistoryDatabase.countedMax + 5_000
        try database.take((1...count).map { numbered($0) })
        var filter = HistoryFilter()
        for piece in [".mkv", "v", "m 1"] {
            filter.search = piece
            let wanted = try database.entries(filter)
            let page = try database.page(filter, limit: 3, offset: 20, patience: .seconds(60))
            #expect(page.entries == Array(wanted[20..<23]))
            #expect(page.matching > 23 && page.matching < wanted.count)
            #expect(!page.isMatchingAll)
            let hasty = try database.page(filter, limit: 3, offset: 20, patience: .zero)
            #expect(hasty.entries == page.entries && !hasty.isMatchingAll)
        }
        let all = try database.page(HistoryFilter(), limit: 3, offset: 5_000)
        let ends = [count - 5_000, count - 5_001, count - 5_002].map(Int64.init)
        #expect(all.entries.map(\.ended) == ends)
        #expect(all.matching == count && all.isMatchingAll)
    }

    @Test("pieces of one or two letters are found far back, at the ends of paths, too")
    func farBack() throws {
        var old = [numbered(1), numbered(2), numbered(3)]
        old[0].source = "Ж/one.MQ"
        old[1].source = "жq.mkv"
        old[2].source = "mq \"1\".mkv"
        let later = HistoryDatabase.latestMax + 10
        try database.take(old + (4...later).map { numbered($0) })
        #expect(try found("mQ") == [#"mq "1".mkv"#, "Ж/one.MQ"])
        #expect(try found("ж") == ["жq.mkv", "Ж/one.MQ"])
        #expect(try found("\"") == [#"mq "1".mkv"#])
        #expect(try found("zz") == [])
        var filter = HistoryFilter()
        (filter.search, filter.outcomes) = ("q", [.failed])
        #expect(try database.page(filter, limit: 9, offset: 0).entries == [])
    }

    @Test("the latest come first, whenever they came in and however many end at once")
    func order() throws {
        var ends: [Int64] = Array(repeating: 7_000, count: 1_100) + [9_000, 1_000, -5, .max, 7_002]
        let entries = ends.enumerated().map { number, ended in
            var entry = numbered(number + 1)
            entry.ended = ended
            return entry
        }
        try database.take(entries)
        ends.sort(by: >)
        #expect(try database.entries().map(\.ended) == ends)
        var moved = entries[0]
        moved.ended = 8_000
        try database.take([moved])
        #expect(try database.entries(limit: 3).map(\.ended) == [.max, 9_000, 8_000])
        #expect(try database.count() == ends.count)
        var filter = HistoryFilter()
        filter.since = 7_001
        let page = try database.page(filter, limit: 9, offset: 0)
        #expect(page.entries.map(\.ended) == [.max, 9_000, 8_000, 7_002])
        #expect(page.matching == 4 && page.isMatchingAll)
    }

    @Test("how many there are of an end and a profile is known as they change")
    func counts() throws {
        var entries = [entry(1, "a.mkv"), entry(2, "b.mkv"), entry(3, "c.mkv", outcome: .failed)]
        (entries[0].profile, entries[2].profile) = ("tv", "tv")
        try database.take(entries)
        func count(_ outcome: HistoryEntry.Outcome?, _ profile: String?) throws -> Int {
            var filter = HistoryFilter()
            (filter.outcomes, filter.profile) = (outcome.map { [$0] } ?? [], profile)
            let page = try database.page(filter, limit: 9, offset: 0)
            #expect(page.matching == page.entries.count && page.isMatchingAll)
            return page.matching
        }
        #expect(try (count(nil, nil), count(.done, nil), count(nil, "tv")) == (3, 2, 2))
        #expect(try count(.failed, "tv") == 1)
        entries[2].profile = "films"
        try database.take([entries[2]])
        try database.mark(entries[0].record, isRemoved: true)
        #expect(try (count(nil, nil), count(.done, nil), count(nil, "tv")) == (2, 1, 0))
        _ = try database.reconcile(present: [entries[2].record], removed: [])
        #expect(try (count(nil, nil), count(.done, nil), count(nil, "films")) == (1, 0, 1))
    }

    @Test("pages behind an entry go on where the one before ended")
    func cursor() throws {
        try database.take((1...7).map { numbered($0) })
        var filter = HistoryFilter()
        var ends: [Int64] = []
        while true {
            let page = try database.entries(filter, limit: 3)
            ends += page.map(\.ended)
            guard page.count == 3, let last = page.last else { break }
            filter.behind = HistoryCursor(ended: last.ended, record: last.record)
        }
        #expect(ends == [7, 6, 5, 4, 3, 2, 1])
        filter.behind = HistoryCursor(ended: 3, record: "gone meanwhile")
        filter.search = "film"
        #expect(try database.entries(filter).map(\.ended) == [2, 1])
    }

    private func numbered(_ number: Int) -> HistoryEntry {
        HistoryEntry(
            record: "film_\(number).0.0.done.json",
            id: "\(number)",
            outcome: .done,
            source: Path("show/film \(number).mkv"),
            sourceBytes: 1,
            queued: 0,
            ended: Int64(number),
            document: []
        )
    }

    @Test("an entry is meant by its record, its id or the first digits of that")
    func words() throws {
        let (first, second) = (entry(10, "a.mkv"), entry(11, "b.mkv"))
        try database.take([first, second])
        #expect(try database.entries(meantBy: first.record, limit: 9) == [first])
        #expect(try database.entries(meantBy: second.id, limit: 9) == [second])
        #expect(try database.entries(meantBy: "bbbb", limit: 9) == [second])
        #expect(try database.entries(meantBy: "bbb", limit: 9) == [])
        #expect(try database.source(ofID: first.id) == "a.mkv")
    }

    @Test("events are chosen by their kinds, also those of slices apart from other tasks")
    func events() throws {
        var (slice, merge) = (event("a.x", 1), event("a.x", 2))
        (slice.kind, slice.attempt) = ("task.done", "v00001.0.a.x")
        (merge.kind, merge.attempt) = ("task.done", "merge.0.a.x")
        try database.take([slice, merge, event("a.x", 3), event("a.x", 4)])
        func sequences(_ names: [String], isLatest: Bool = false, limit: Int = 9) throws -> [UInt64]
        {
            try database.events(
                behind: 0,
                kinds: names.map { EventNames.kept($0) },
                isLatest: isLatest,
                limit: limit
            ).map(\.event.sequence)
        }
        #expect(try sequences(["slice.done"]) == [1])
        #expect(try sequences(["task.done"]) == [2])
        #expect(try sequences(["slice.done", "job.queued"]) == [1, 3, 4])
        #expect(try sequences([], isLatest: true, limit: 2) == [3, 4])
        #expect(try sequences([], limit: 2) == [1, 2])
    }
}
