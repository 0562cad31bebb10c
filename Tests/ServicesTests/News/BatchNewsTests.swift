import History
import Model
import Platform
import Spool
import Testing

@testable import Services

@Suite("A cluster that has nothing more to do")
struct BatchNewsTests {
    let bed: PublishingBed
    let keeper: HistoryKeeper

    init() throws {
        bed = try PublishingBed()
        keeper = HistoryKeeper(bed.site)
    }

    private func done(_ name: String) throws {
        let source = Path("tv/\(name).avi")
        let offer = try bed.offer(source, "a source of \(name)", result: Path("tv/\(name).mkv"))
        _ = try bed.order(offer)
        try bed.finish(try bed.mergeClaim(), "of \(name)")
    }

    private func database() throws -> HistoryDatabase {
        try keeper.catchUp()
        return try keeper.database()
    }

    @Test("What ended is told once, with what was done of it")
    func once() throws {
        var news = try BatchNews(try database(), since: .now)
        let none = try news.take(try database())
        #expect(none == nil)
        try done("one")
        try done("three")
        #expect(try news.pending(try database()) == "2 done, 18 B saved")
        let told = [try news.take(try database()), try news.take(try database())]
        #expect(told == ["2 done, 18 B saved", nil])
    }

    @Test("Another coordinator tells nothing again, and nobody what is there from long ago")
    func again() throws {
        try done("one")
        var first = try BatchNews(try database(), since: .now)
        let none = try first.take(try database())
        #expect(none == nil)
        bed.site.spool.report(.batchFinished, "1 done")
        let second = try BatchNews(try database(), since: WallTime(seconds: 0))
        #expect(try second.pending(try database()) == nil)
    }

    @Test("What failed is said, and nothing saved is not")
    func text() {
        var sum = HistoryStatistics.Sum()
        (sum.done, sum.failed, sum.sourceBytes, sum.resultBytes) = (3, 2, 10, 20)
        #expect(BatchNews.text(sum) == "3 done, 2 failed")
    }
}
