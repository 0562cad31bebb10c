import History
import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("Keeping the history")
struct HistoryKeeperTests {
    let bed: PublishingBed
    let keeper: HistoryKeeper
    var path: Path { bed.folders.spool / "history.db" }

    init() throws {
        bed = try PublishingBed()
        keeper = HistoryKeeper(bed.site)
    }

    /// A film that is done.
    private func done(_ name: String = "film") throws -> JobOrder {
        let source = Path("tv/\(name).avi")
        let offer = try bed.offer(source, "source of \(name)", result: Path("tv/\(name).mkv"))
        let order = try bed.order(offer)
        try bed.finish(try bed.mergeClaim(), "result of \(name)")
        return order
    }

    private func sources(
        _ keeper: HistoryKeeper,
        removed: Bool = false
    ) throws -> [String] {
        try keeper.catchUp()
        var filter = HistoryFilter()
        filter.isOfRemoved = removed
        return try keeper.database().entries(filter).map { "\($0.source)" }.sorted()
    }

    private func names() throws -> [String] {
        try Directory.entries(of: bed.folders.spool).map { "\($0.name)" }
            .filter { $0.hasPrefix("history.db") }.sorted()
    }

    @Test("What was done is there once, however often it is looked for")
    func once() throws {
        let order = try done()
        for _ in 0..<3 { #expect(try sources(keeper) == ["tv/film.avi"]) }
        let entry = try #require(try keeper.database().entries().first)
        #expect(entry.outcome == .done)
        #expect(entry.result == "tv/film.mkv")
        #expect(entry.resultBytes == 14)
        #expect(entry.profile == "tv")
        #expect(entry.record == "\(order.key).0.done.json")
        #expect(order.key.job.text.hasSuffix(entry.id))
    }

    @Test("A record that is taken back is marked, and one that is put back again holds")
    func takenBack() throws {
        let order = try done()
        let name = try #require(try bed.site.spool.records(of: order.key.job).first)
        #expect(try sources(keeper) == ["tv/film.avi"])
        try bed.site.spool.removeRecord(name)
        #expect(try sources(keeper) == [])
        #expect(try sources(keeper, removed: true) == ["tv/film.avi"])
        #expect(try bed.site.spool.restoreRecord(name))
        #expect(try sources(keeper) == ["tv/film.avi"])
        try Directory.removeFile(bed.site.path(inSpool: Layout.record(name)))
        #expect(try sources(keeper) == [])
        #expect(try sources(keeper, removed: true) == [])
    }

    @Test("Events come in once each, also what is written between two looks")
    func events() throws {
        _ = try done("one")
        try keeper.catchUp()
        let database = try keeper.database()
        let before = try database.events(after: 0, limit: 1_000)
        #expect(before.filter { $0.event.kind == "history.recorded" }.count == 1)
        _ = try done("two")
        try keeper.catchUp()
        let after = try database.events(after: 0, limit: 1_000)
        #expect(after.filter { $0.event.kind == "history.recorded" }.count == 2)
        #expect(Set(after.map(\.event.sequence)).count == after.count)
        // Another process on the same database reads none of them a second time.
        try HistoryKeeper(bed.site).catchUp()
        #expect(try database.events(after: 0, limit: 1_000).count == after.count)
    }

    @Test("Events of somebody who is gone are read to their end, and then let be")
    func silent() throws {
        let other = try bed.node("pi2").spool
        try other.join(NodeStatus())
        try other.leave()
        try keeper.catchUp()
        let database = try keeper.database()
        let own = try database.events(after: 0, limit: 100)
            .filter { $0.event.holder == other.holder.text }
        #expect(own.map(\.event.kind) == ["node.joined", "node.left"])
        try Directory.removeFile(bed.site.path(inSpool: Layout.events(other.holder)))
        try bed.write("", to: bed.site.path(inSpool: Layout.events(other.holder)))
        try keeper.catchUp()
        let after = try database.events(after: 0, limit: 100)
            .filter { $0.event.holder == other.holder.text }
        #expect(after.count == 2)
    }

    @Test("Half a line at the end waits for its other half, and one in the middle is passed over")
    func tornLines() throws {
        try bed.site.spool.join(NodeStatus())
        let file = bed.site.path(inSpool: Layout.events(bed.site.spool.holder))
        let whole = try #require(try bed.text(of: file))
        let line = try #require(whole.split(separator: "\n").last.map(String.init))
        let next = line.replacing("\"sequence\":2", with: "\"sequence\":9")
        try bed.write(whole + "{\"half\":\n" + next.prefix(40), to: file)
        try keeper.catchUp()
        let count = try keeper.database().events(after: 0, limit: 100).count
        try bed.write(whole + "{\"half\":\n" + next + "\n", to: file)
        try keeper.catchUp()
        #expect(try keeper.database().events(after: 0, limit: 100).count == count + 1)
    }

    @Test("A record that cannot be read holds up nothing, and is told once")
    func unreadable() throws {
        let order = try done("one")
        let name = try #require(try bed.site.spool.records(of: order.key.job).first)
        _ = try done("two")
        try bed.write("{", to: bed.site.path(inSpool: Layout.record(name)))
        for _ in 0..<2 { #expect(try sources(keeper) == ["tv/two.avi"]) }
        #expect(bed.warnings.count == 1)
    }

    @Test("A spool that is away is trouble, and empties nothing")
    func spoolAway() throws {
        _ = try done()
        try keeper.catchUp()
        let away = bed.folders.spool / "away"
        try Directory.rename(bed.folders.spool / "history", to: away)
        #expect(throws: HistoryKeepingError.self) { try keeper.catchUp() }
        #expect(try keeper.database().entries().count == 1)
    }

    // MARK: The database

    enum Harm: CaseIterable {
        case deleted, deletedWithoutLog, emptied, cutOff, noise, noDatabase, noiseInLog
    }

    @Test(
        "Whatever happens to the database, it is equal to the records again",
        arguments: Harm.allCases
    )
    func harmed(harm: Harm) throws {
        for number in 0..<40 { _ = try done("film-\(number)") }
        let expected = try sources(keeper)
        #expect(expected.count == 40)
        let whole = try keeper.database().entries()
        keeper.close()
        try self.harm(harm)
        let again = HistoryKeeper(bed.site)
        try again.catchUp()
        #expect(try again.database().entries() == whole)
        let events = try again.database().events(after: 0, limit: 10_000)
        #expect(Set(events.map(\.event.sequence)).count == events.count)
        #expect(events.filter { $0.event.kind == "history.recorded" }.count == 40)
    }

    private func harm(_ harm: Harm) throws {
        var bytes = try OpenFile(path, for: .read).readAll(limit: 1 << 24)
        switch harm {
        case .deleted: return try Directory.removeFile(path)
        case .deletedWithoutLog:
            try Directory.removeFile(path)
            try bed.write(String(repeating: "w", count: 4_096), to: wal)
            return
        case .emptied: bytes = []
        case .cutOff: bytes = Array(bytes.prefix(bytes.count / 2))
        case .noise:
            for place in 4_096..<12_288 { bytes[place] = UInt8(truncatingIfNeeded: place &* 37) }
        case .noDatabase: bytes = Array("what was this file for?".utf8)
        case .noiseInLog:
            try bed.write(String(repeating: "w", count: 4_096), to: wal)
            return
        }
        try StagedFile.publish(bytes, replacing: path)
    }

    private var wal: Path { bed.folders.spool / "history.db-wal" }

    @Test("Bytes flipped by chance end in the records or in a database that was not harmed")
    func flipped() throws {
        for number in 0..<12 { _ = try done("film-\(number)") }
        try keeper.catchUp()
        let expected = try keeper.database().entries()
        keeper.close()
        let whole = try OpenFile(path, for: .read).readAll(limit: 1 << 24)
        var generator = SeededRandom(seed: 6)
        for _ in 0..<100 {
            var bytes = whole
            for _ in 0..<16 {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
            }
            try StagedFile.publish(bytes, replacing: path)
            for name in ["history.db-wal", "history.db-shm"] as [FileName] {
                try? Directory.removeFile(bed.folders.spool / name)
            }
            do {
                let again = HistoryKeeper(bed.site)
                try again.catchUp()
                while try !again.prove() {}
                try again.catchUp()
                #expect(try again.database().entries() == expected)
            } catch HistoryKeepingError.database(let error) where error.kind == .tooNew {
                // A flip in its version makes it one of a newer program, which is not touched.
            }
        }
    }

    @Test("A damaged one is set aside under a name that says so, and told")
    func setAside() throws {
        _ = try done()
        try StagedFile.publish(Array("nothing".utf8), replacing: path)
        try keeper.catchUp()
        keeper.close()
        let names = try names()
        #expect(names.count == 2)
        #expect(names.last?.hasPrefix("history.db.damaged-") == true)
        #expect(bed.warnings.count == 1)
        #expect(bed.warnings.first?.contains("nothing is lost") == true)
        #expect(bed.warnings.first?.contains(names.last ?? "?") == true)
    }

    @Test("A database that breaks while it is open is noticed, and made again")
    func brokenWhileOpen() throws {
        _ = try done("one")
        #expect(try sources(keeper) == ["tv/one.avi"])
        try Directory.removeFile(path)
        _ = try done("two")
        // Whoever asks in between does not hide it from the next look.
        #expect(try keeper.database().count() == 0)
        #expect(try sources(keeper) == ["tv/one.avi", "tv/two.avi"])
        let events = try keeper.database().events(after: 0, limit: 1_000)
        #expect(events.filter { $0.event.kind == "history.recorded" }.count == 2)
        try StagedFile.publish(Array("nothing".utf8), replacing: path)
        #expect(try sources(keeper) == ["tv/one.avi", "tv/two.avi"])
    }

    @Test("One of a newer program is left as it is, and the spool goes on")
    func newer() throws {
        _ = try done("one")
        try keeper.catchUp()
        keeper.close()
        var bytes = try OpenFile(path, for: .read).readAll(limit: 1 << 24)
        bytes[63] = 99
        try StagedFile.publish(bytes, replacing: path)
        _ = try done("two")
        #expect(throws: HistoryKeepingError.self) { try keeper.catchUp() }
        #expect(try OpenFile(path, for: .read).readAll(limit: 1 << 24) == bytes)
        let own = HistoryKeeper(bed.site, isInMemory: true)
        #expect(try sources(own) == ["tv/one.avi", "tv/two.avi"])
        #expect(try names() == ["history.db"])
    }

    @Test("Two at once on one database take everything once")
    func twoAtOnce() throws {
        let keepers = (0..<2).map { _ in HistoryKeeper(bed.site) }
        let threads = try (0..<2).map { number in
            let keeper = keepers[number]
            return Kept(
                try NamedThread("keeper") { () -> [String] in
                    (0..<20).compactMap { _ in
                        do { try keeper.catchUp() } catch { return "\(error)" }
                        return nil
                    }
                }
            )
        }
        for number in 0..<20 { _ = try done("film-\(number)") }
        for thread in threads { #expect(thread.join() == []) }
        for keeper in keepers {
            #expect(try sources(keeper).count == 20)
            let events = try keeper.database().events(after: 0, limit: 10_000)
            #expect(events.filter { $0.event.kind == "history.recorded" }.count == 20)
        }
    }

    /// An array cannot hold what has one owner.
    private final class Kept {
        private var thread: NamedThread<[String], Never>?
        init(_ thread: consuming NamedThread<[String], Never>) { self.thread = consume thread }
        func join() -> [String] { thread.take()?.join() ?? [] }
    }
}
