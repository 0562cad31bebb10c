import History
import Model
import Platform
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

@Suite("What a coordinator does with its history")
struct HistoryDutiesTests {
    let bed: PublishingBed
    let keeper: HistoryKeeper
    var report: Path { bed.output.appending(".failed/tv/film.avi.txt") }

    init() throws {
        bed = try PublishingBed()
        keeper = HistoryKeeper(bed.site)
    }

    /// A job that came to its end without a result.
    private func failed() throws -> JobOrder {
        let order = try bed.order()
        let all = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true)
        let claim = try #require(try bed.site.spool.claim(all))
        _ = try bed.site.spool.giveUp(claim, reason: "no decoder is called h266")
        try bed.advance(order.key, by: bed.site)
        #expect(try bed.records(of: order) == ["\(order.key).0.failed.json"])
        return order
    }

    private func settle(_ reports: inout FailureReports) throws {
        try keeper.catchUp()
        let database = try keeper.database()
        let isDone = try reports.settle(database)
        #expect(isDone)
    }

    @Test("A failure has a report with what, why and what to do")
    func reported() throws {
        _ = try failed()
        var reports = FailureReports(bed.site)
        try settle(&reports)
        let text = try #require(try bed.text(of: report))
        #expect(text.hasPrefix("Reelmill could not encode this film.\n\nfilm     tv/film.avi (40 "))
        #expect(text.contains("why      split: no decoder is called h266\n"))
        #expect(text.contains("    reelmill jobs retry tv/film.avi\n"))
        #expect(text.contains("split.0.\(bed.site.spool.holder)"))
    }

    @Test("A report goes when the record is taken back, also when nobody looked meanwhile")
    func gone() throws {
        let order = try failed()
        var reports = FailureReports(bed.site)
        try settle(&reports)
        let foreign = bed.output.appending(".failed/README.txt")
        try bed.write("by a person", to: foreign)
        for name in try bed.site.spool.records(of: order.key.job) {
            try bed.site.spool.removeRecord(name)
        }
        try settle(&reports)
        #expect(try bed.tree(bed.output / ".failed") == ["README.txt"])
        try bed.write(FailureText.head + "of long ago", to: report)
        var others = FailureReports(bed.site)
        try settle(&others)
        #expect(try bed.tree(bed.output / ".failed") == ["README.txt"])
    }

    @Test("A report that cannot be written is told, and written later")
    func denied() throws {
        _ = try failed()
        try keeper.catchUp()
        let database = try keeper.database()
        var reports = FailureReports(bed.site)
        let isDone = try Faults.with(.fails("mkdir", .readOnlyFileSystem)) {
            try reports.settle(database)
        }
        #expect(!isDone)
        #expect(bed.warnings.count == 1)
        try settle(&reports)
        #expect(try bed.text(of: report) != nil)
    }

    @Test("A name that leaves no room for an ending is cut, and stays its own")
    func longNames() throws {
        let names = ["a", "b"].map { String(repeating: "x", count: 250) + $0 + ".avi" }
        for name in names {
            let offer = try bed.offer(Path(name), name, result: Path("\(name.suffix(5)).mkv"))
            _ = try bed.order(offer)
        }
        let all = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true)
        while let claim = try bed.site.spool.claim(all) {
            _ = try bed.site.spool.giveUp(claim, reason: "no")
            try bed.advance(claim.key, by: bed.site)
        }
        var reports = FailureReports(bed.site)
        try settle(&reports)
        let found = try bed.tree(bed.output / ".failed")
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.utf8.count == 255 && $0.hasSuffix(".txt") })
    }

    @Test("Where there is no database it begins with the snapshot")
    func snapshot() throws {
        let order = try bed.order()
        try bed.finish(try bed.mergeClaim())
        try keeper.catchUp()
        let place = try HistoryPlace(bed.site)
        try SnapshotFile(bed.site, place).publish(try keeper.database())
        keeper.close()
        for name in try Directory.entries(of: bed.folders.spool).map(\.name)
        where "\(name)".hasPrefix("history.db") {
            try Directory.removeFile(bed.folders.spool / name)
        }
        // What the snapshot says shows that it was taken: the record is gone, and nobody looked.
        let record = try #require(try bed.site.spool.records(of: order.key.job).first)
        try Directory.removeFile(bed.site.path(inSpool: Layout.record(record)))
        let other = HistoryKeeper(bed.site)
        #expect(try other.database().count() == 1)
        try other.catchUp()
        #expect(try other.database().count() == 0)
        #expect(try bed.tree(bed.folders.spool / "tmp") == [])
    }

    @Test("A snapshot that is no database is passed over")
    func badSnapshot() throws {
        try bed.write("no database", to: bed.folders.spool / "snapshot.db")
        _ = try bed.order()
        try bed.finish(try bed.mergeClaim())
        try keeper.catchUp()
        #expect(try keeper.database().count() == 1)
        #expect(bed.warnings == [])
        let hidden = try Directory.entries(of: bed.folders.spool).map(\.name).filter(\.isHidden)
        #expect(hidden == [])
    }

    @Test("The keeper works while it leads, and only then")
    func leading() throws {
        _ = try failed()
        let stop = StopSign()
        let (keeper, looks) = (keeper, Looks())
        let thread = try NamedThread("history") { () -> Void in
            keeper.run(
                isLeading: {
                    looks.count.withLock { $0 += 1 }
                    return looks.leads.withLock { $0 }
                },
                until: stop
            )
        }
        try wait { looks.count.withLock { $0 > 0 } }
        #expect(try bed.text(of: report) == nil)
        looks.leads.withLock { $0 = true }
        try wait {
            stop.wake()
            return try bed.text(of: report) != nil
        }
        stop.set()
        thread.join()
        #expect(try HistoryKeeper(bed.site).database().count() == 1)
    }

    private final class Looks: Sendable {
        let count = Mutex(0)
        let leads = Mutex(false)
    }

    private func wait(until isThere: () throws -> Bool) throws {
        let end = MonotonicTime.now + .seconds(60)
        while try !isThere() {
            try #require(MonotonicTime.now < end)
            Bell().wait(after: 0, upTo: .milliseconds(10))
        }
    }
}
