import History
import Model
import TestKit
import Testing

@Suite("Asking the history")
struct AskingTests {
    let folder: HistoryFolder
    let database: HistoryDatabase

    init() throws {
        folder = try HistoryFolder()
        database = try HistoryDatabase(folder.database)
        var tv = entry(1, "tv/dark/s01e01.mkv")
        (tv.profile, tv.resultBytes, tv.filmMilliseconds, tv.frames) = ("tv", 40, 60_000, 1_500)
        var other = entry(2, "tv/dark.mkv")
        (other.profile, other.resultBytes) = ("films", 70)
        var failed = entry(3, "films/Heat [1995].mkv", outcome: .failed)
        failed.ended = 1_790_000_000_000
        var removed = entry(4, "films/gone.mkv")
        removed.isRemoved = true
        try database.take([tv, other, failed, removed, entry(10, "a_%.mkv")])
    }

    private func sources(_ change: (inout HistoryFilter) -> Void) throws -> [String] {
        var filter = HistoryFilter()
        change(&filter)
        return try database.entries(filter).map { "\($0.source)" }
    }

    private func sources(of pattern: String) throws -> [String] {
        try sources { $0.patterns = [HistoryPattern(pattern)] }
    }

    struct Case: Sendable {
        let pattern: String
        let found: [String]
    }

    static let patternCases = [
        Case(pattern: "tv/dark.mkv", found: ["tv/dark.mkv"]),
        // A folder is all that is in it, and no file that begins like it.
        Case(pattern: "tv/dark", found: ["tv/dark/s01e01.mkv"]),
        Case(pattern: "tv/", found: ["tv/dark.mkv", "tv/dark/s01e01.mkv"]),
        Case(pattern: "tv/*.mkv", found: ["tv/dark.mkv", "tv/dark/s01e01.mkv"]),
        Case(pattern: "*s01e0?.mkv", found: ["tv/dark/s01e01.mkv"]),
        // A name with signs of a glob in it is meant as it stands, too.
        Case(pattern: "films/Heat [1995].mkv", found: ["films/Heat [1995].mkv"]),
        Case(pattern: "1111", found: ["tv/dark/s01e01.mkv"]),
        Case(pattern: "1111111111111111", found: ["tv/dark/s01e01.mkv"]),
        Case(pattern: "111", found: []),
        Case(pattern: "aaaa", found: ["a_%.mkv"]),
        Case(pattern: "a_%.mkv", found: ["a_%.mkv"]),
        Case(pattern: "a%", found: []),
        Case(pattern: "films/gone.mkv", found: []),
        Case(pattern: "'; DROP TABLE entries; --", found: []),
    ]

    @Test("A pattern is an id, a path, a folder or a glob", arguments: patternCases)
    func patterns(_ wanted: Case) throws {
        #expect(try sources(of: wanted.pattern) == wanted.found)
    }

    @Test("Several patterns are each enough")
    func several() throws {
        let found = try sources { $0.patterns = ["1111", "a_%.mkv"].map { HistoryPattern($0) } }
        #expect(found == ["a_%.mkv", "tv/dark/s01e01.mkv"])
    }

    @Test("Profile, outcome, time and what was taken back can be asked for")
    func filters() throws {
        #expect(try sources { $0.profile = "tv" } == ["tv/dark/s01e01.mkv"])
        #expect(try sources { $0.outcomes = [.failed] } == ["films/Heat [1995].mkv"])
        #expect(try sources { $0.since = 10_001 } == ["films/Heat [1995].mkv"])
        #expect(try sources { $0.isOfRemoved = true } == ["films/gone.mkv"])
    }

    @Test("What was done is summed up by profile and month")
    func statistics() throws {
        let statistics = try database.statistics()
        #expect(statistics.total.done == 3)
        #expect(statistics.total.failed == 1)
        #expect(statistics.total.sourceBytes == 300)
        #expect(statistics.total.savedBytes == 190)
        #expect(statistics.profiles.map(\.name) == ["", "films", "tv"])
        #expect(statistics.profiles.last?.sum.frames == 1_500)
        #expect(statistics.months.map(\.name) == ["2026-09", "1970-01"])
    }

    @Test("Without a single entry the sums are nothing")
    func nothing() throws {
        var filter = HistoryFilter()
        filter.profile = "none of them"
        #expect(try database.statistics(filter) == HistoryStatistics())
    }
}
