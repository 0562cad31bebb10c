import History
import Model
import Platform
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

/// Keeps what it is shown.
private final class Shown: LiveSink {
    let snapshots = Mutex<[LiveSnapshot]>([])
    let events = Mutex<[EventLine]>([])
    let wake = Mutex<(@Sendable () -> Void)?>(nil)

    func look() {}
    func show(_ snapshot: LiveSnapshot) { snapshots.withLock { $0.append(snapshot) } }
    func tell(_ lines: [EventLine]) { events.withLock { $0 += lines } }
    func tick() {}
    func fail(_ trouble: String) {}
    var isListenedTo: Bool { false }
    func onWanted(_ wake: @escaping @Sendable () -> Void) { self.wake.withLock { $0 = wake } }
}

@Suite("The desk of a site")
struct SiteDeskTests {
    private let bed: PublishingBed
    private let keeper: HistoryKeeper
    private let shown = Shown()
    private let desk: SiteDesk

    init() throws {
        bed = try PublishingBed()
        keeper = HistoryKeeper(bed.site)
        desk = SiteDesk(
            bed.site,
            keeper,
            runner: TaskRunner(program: "/bin/false"),
            numbers: .no,
            sink: shown
        )
    }

    private func refusal<Value>(of body: () throws(DeskRefusal) -> Value) -> DeskRefusal? {
        do throws(DeskRefusal) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("a job is found by its key and by its digits, with its tasks and what may be done")
    func job() throws {
        let order = try bed.order()
        _ = try bed.mergeClaim()
        let detail = try desk.job(order.key.text)
        #expect(detail.job.path == "tv/film.avi")
        #expect(detail.slices.map(\.state) == [.done])
        #expect(detail.slices.first?.attempts.map(\.outcome) == ["done"])
        #expect(detail.tasks.map(\.task) == ["split", "merge"])
        #expect(detail.tasks.map(\.state) == [.done, .running])
        let digits = String(order.key.job.text.suffix(16).prefix(6))
        #expect(try desk.job(digits) == desk.job(order.key.text))
        let retry = try #require(detail.actions.first { $0.action == "retry" })
        #expect(retry.objection == "it has not failed")
        let cancel = try #require(detail.actions.first { $0.action == "cancel" })
        #expect(cancel.consequence?.hasPrefix("1 of 1 slice done, which is lost") == true)
        #expect(try desk.logs(ofJob: digits).attempts.count == 2)
    }

    @Test("what is no job is not found, whatever it looks like")
    func noJob() throws {
        _ = try bed.order()
        for word in ["0123", "../../etc/passwd", "movie", ".", "a\u{0}b", ""] {
            #expect(refusal { () throws(DeskRefusal) in try desk.job(word) }?.kind == .notFound)
        }
    }

    @Test("jobs are steered, and what cannot be done is refused with its reason")
    func steering() throws {
        let order = try bed.order()
        let key = order.key.text
        #expect(try desk.steer(job: key, .pause).jobs.map(\.key) == [key])
        #expect(try bed.site.spool.isPaused(order.key))
        let again = refusal { () throws(DeskRefusal) in try desk.steer(job: key, .pause) }
        #expect(again?.kind == .conflict)
        #expect(again?.detail == "tv/film.avi: it is paused already")
        _ = try desk.steer(job: key, .resume)
        #expect(try !bed.site.spool.isPaused(order.key))
        let retry = refusal { () throws(DeskRefusal) in
            try desk.steer(job: key, .retry(all: true))
        }
        #expect(retry?.detail == "tv/film.avi: it has not failed")
        _ = try desk.steer(job: key, .cancel)
        try bed.advance(order.key, by: bed.site)
        #expect(try bed.site.spool.records(of: order.key.job).map(\.outcome) == [.cancelled])
    }

    @Test("the whole cluster is paused once, and goes on once")
    func cluster() throws {
        #expect(try desk.steer(.pause).isPaused)
        #expect(refusal { () throws(DeskRefusal) in try desk.steer(.pause) }?.kind == .conflict)
        #expect(try bed.site.spool.isPaused())
        #expect(try !desk.steer(.resume).isPaused)
        #expect(refusal { () throws(DeskRefusal) in try desk.steer(.resume) }?.kind == .conflict)
    }

    @Test("nodes are drained by their names, and only silent ones are forgotten")
    func nodes() throws {
        #expect(try desk.nodes("pi1").nodes.map(\.node) == ["pi1"])
        _ = try desk.steer(node: "pi1", .drain)
        #expect(try desk.nodes("pi1").isDrained)
        #expect(try bed.site.spool.isDrained())
        _ = try desk.steer(node: "pi1", .resume)
        #expect(try !bed.site.spool.isDrained())
        let forget = refusal { () throws(DeskRefusal) in try desk.steer(node: "pi1", .forget) }
        #expect(forget?.kind == .conflict)
        let unknown = refusal { () throws(DeskRefusal) in try desk.nodes("pi9") }
        #expect(unknown?.kind == .notFound)
    }

    @Test("before there is a history it is unavailable, and then it is searched")
    func history() throws {
        let early = refusal { () throws(DeskRefusal) in try desk.history(HistoryQuery()) }
        #expect(early?.kind == .unavailable)
        _ = try bed.order()
        try bed.finish(try bed.mergeClaim())
        try keeper.catchUp()
        var query = HistoryQuery()
        query.search = "FILM"
        #expect(try desk.history(query).entries.map(\.path) == ["tv/film.avi"])
        #expect(try desk.statistics().total.done == 1)
        let kinds = try desk.events(EventQuery()).events.map(\.type)
        #expect(kinds.contains("slice.done"))
        #expect(kinds.contains("job.published"))
    }

    @Test("an entry says what its removal does, is removed at once, and put back")
    func removal() throws {
        _ = try bed.order()
        try bed.finish(try bed.mergeClaim())
        try keeper.catchUp()
        let record = try #require(try desk.history(HistoryQuery()).entries.first).record
        let detail = try desk.historyEntry(record)
        #expect(detail.forecast?.source == .unchanged)
        #expect(detail.forecast?.isDoneAgain == true)
        _ = try desk.removeEntry(record)
        #expect(try desk.history(HistoryQuery()).entries == [])
        let again = refusal { () throws(DeskRefusal) in try desk.removeEntry(record) }
        #expect(again?.kind == .conflict)
        _ = try desk.restoreEntry(record)
        #expect(try desk.history(HistoryQuery()).entries.map(\.record) == [record])
        let unknown = refusal { () throws(DeskRefusal) in try desk.removeEntry("../x") }
        #expect(unknown?.kind == .notFound)
    }

    @Test("nothing outside the input and the profiles is looked at")
    func outside() throws {
        for path: Path in ["/etc/passwd", "../spool/SPOOL", "tv/../../spool"] {
            let refused = refusal { () throws(DeskRefusal) in try desk.effectiveProfile(path) }
            #expect(refused?.kind == .notFound)
        }
        try bed.write("", to: bed.input.appending("tv/film.avi"))
        let profile = try desk.effectiveProfile("tv/film.avi")
        #expect(profile.kind == "film")
        #expect(profile.error == nil)
    }

    @Test("the keeper shows what there is when somebody wants it, and rests while nobody does")
    func keeping() throws {
        let order = try bed.order()
        let stop = StopSign()
        let live = desk.live
        let thread = try NamedThread("live") { live.run(isLeading: { true }, until: stop) }
        desk.refresh(upTo: .seconds(20))
        #expect(shown.snapshots.withLock { $0.last?.status.jobs.map(\.key) } == [order.key.text])
        _ = try desk.steer(job: order.key.text, .pause)
        desk.refresh(upTo: .seconds(20))
        #expect(shown.snapshots.withLock { $0.last?.status.jobs.first?.state } == "paused")
        stop.set()
        thread.join()
    }
}
