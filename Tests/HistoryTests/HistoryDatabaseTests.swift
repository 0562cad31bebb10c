import History
import Model
import Platform
import TestKit
import Testing

@Suite("The history's database")
struct HistoryDatabaseTests {
    let folder: HistoryFolder
    var path: Path { folder.database }

    init() throws { folder = try HistoryFolder() }

    private func database() throws(HistoryError) -> HistoryDatabase { try HistoryDatabase(path) }

    @Test("What was taken in is read as it was, also paths that are not UTF-8")
    func roundTrip() throws {
        var whole = entry(1, "films/\u{e9}t\u{e9}.mkv")
        whole.result = Path(bytes: [0x66, 0xff, 0x0a, 0x2d])
        whole.resultBytes = 40
        whole.profile = "tv"
        whole.profileDigest = "00ff"
        whole.filmMilliseconds = 61_000
        whole.frames = 1_525
        whole.reason = "a \u{0} within"
        whole.isRemoved = true
        let bare = entry(2, "-x.mkv", outcome: .failed)
        try database().take([whole, bare])
        let again = try database()
        var removed = HistoryFilter()
        removed.isOfRemoved = true
        #expect(try again.entries(removed) == [whole])
        #expect(try again.entries() == [bare])
    }

    @Test("An entry that comes twice is there once, as it came last")
    func takenTwice() throws {
        let database = try database()
        var changed = entry(1, "a.mkv")
        try database.take([changed])
        changed.resultBytes = 7
        try database.take([changed])
        #expect(try database.entries() == [changed])
        #expect(try database.count() == 1)
    }

    @Test("The latest come first, and can be asked for in pages")
    func pages() throws {
        let database = try database()
        try database.take((1...5).map { entry($0, Path("\($0).mkv")) })
        let page = try database.entries(limit: 2, offset: 1)
        #expect(page.map(\.ended) == [4_000, 3_000])
    }

    @Test("Events come in once each, and are read on from a number")
    func events() throws {
        let database = try database()
        let first = [event("a.x", 1), event("a.x", 2), event("a.x", 3)]
        #expect(try database.take(first) == 3)
        #expect(try database.take(first + [event("b.y", 1)]) == 1)
        #expect(try database.lastSequences() == ["a.x": 3, "b.y": 1])
        let behind = try database.events(after: 2, limit: 9)
        #expect(behind.map(\.event) == [event("a.x", 3), event("b.y", 1)])
        let last = try #require(behind.last)
        #expect(last.number > 3)
        #expect(try database.events(after: last.number, limit: 9).isEmpty)
    }

    @Test("Old events are forgotten, and do not come again with a number that was given")
    func oldEvents() throws {
        let database = try database()
        try database.take([event("a.x", 1), event("a.x", 2)])
        try database.dropEvents(before: "2026-11-21T00:00:02Z")
        try database.take([event("a.x", 3)])
        #expect(try database.events(after: 0, limit: 9).map(\.number) == [2, 3])
    }

    @Test("A copy holds what the database held")
    func copied() throws {
        let database = try database()
        try database.take([entry(1, "a.mkv")])
        let copy = folder.path / "copy.db"
        try database.copy(to: copy)
        try database.take([entry(2, "b.mkv")])
        #expect(try HistoryDatabase(reading: copy).count() == 1)
    }

    @Test("A reader does not make a database")
    func readerMakesNothing() throws {
        #expect(throws: HistoryError.self) { _ = try HistoryDatabase(reading: path) }
        #expect(try folder.names() == [])
    }

    @Test("Somebody who reads sees what is written meanwhile")
    func readsMeanwhile() throws {
        let writer = try database()
        let reader = try HistoryDatabase(reading: path)
        try writer.take([entry(1, "a.mkv")])
        #expect(try reader.count() == 1)
    }

    @Test("A database of a newer program is not touched")
    func newer() throws {
        try database().take([entry(1, "a.mkv")])
        try setVersion(9)
        let error = failure { () throws(HistoryError) in _ = try database() }
        #expect(error?.kind == .tooNew)
        let text = "\(try #require(error))"
        #expect(text.contains("version 9") && text.contains("run the newer program"))
    }

    /// The version lies in bytes 60 to 63 of the file.
    private func setVersion(_ version: UInt8) throws {
        // What is in the log is newer than the file; the last one to close takes it over.
        #expect(try folder.names() == ["history.db"])
        let file = try OpenFile(path, for: .read)
        var bytes = try file.readAll(limit: 1 << 20)
        bytes[63] = version
        try StagedFile.publish(bytes, replacing: path)
    }
}
