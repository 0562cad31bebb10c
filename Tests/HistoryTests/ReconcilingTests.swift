import History
import Model
import TestKit
import Testing

@Suite("Holding the history against the records")
struct ReconcilingTests {
    let folder: HistoryFolder
    let database: HistoryDatabase
    private let entries = [entry(1, "a.mkv"), entry(2, "b.mkv"), entry(3, "c.mkv")]

    init() throws {
        folder = try HistoryFolder()
        database = try HistoryDatabase(folder.database)
        try database.take(entries)
    }

    private func paths(removed: Bool = false) throws -> [String] {
        var filter = HistoryFilter()
        filter.isOfRemoved = removed
        return try database.entries(filter).map { "\($0.source)" }
    }

    @Test("A record that was taken away by hand is forgotten")
    func gone() throws {
        let names = Set(entries.map(\.record))
        let unknown = try database.reconcile(
            present: names.subtracting([entries[1].record]),
            removed: []
        )
        #expect(unknown == [])
        #expect(try paths() == ["c.mkv", "a.mkv"])
    }

    @Test("A record that was taken back is kept as such, and comes back")
    func takenBack() throws {
        let names = Set(entries.map(\.record))
        let one = entries[0].record
        _ = try database.reconcile(present: names.subtracting([one]), removed: [one])
        #expect(try paths() == ["c.mkv", "b.mkv"])
        #expect(try paths(removed: true) == ["a.mkv"])
        _ = try database.reconcile(present: names, removed: [])
        #expect(try paths() == ["c.mkv", "b.mkv", "a.mkv"])
        #expect(try paths(removed: true) == [])
    }

    @Test("Records without an entry are asked for, those taken back as well")
    func unknown() throws {
        let names = Set(entries.map(\.record))
        let unknown = try database.reconcile(present: names.union(["new"]), removed: ["old"])
        #expect(unknown == ["new", "old"])
    }
}
