import Model
import Platform
import Synchronization
import TestKit
import Testing

@testable import Spool

@Suite("The life of a job")
struct JobLifeTests {
    @Test("it is taken in, cut, encoded, merged, published, recorded and closed")
    func whole() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("Pi 4")
        let key = try SpoolBed.queue(SpoolBed.offer(), by: spool)
        #expect(try spool.takeIn(SpoolBed.offer()) == .isOpen(key))
        try bed.work(spool)
        var coordinator = Coordinator(spool, bed.outlet)
        let look = try coordinator.look()
        #expect(look.isLeading)
        #expect(look.troubles == [:])
        let record = RecordName(key, generation: 0, outcome: .done)
        #expect(try spool.records(of: key.job) == [record])
        #expect(try spool.takeIn(SpoolBed.offer()) == .isRecorded(record))
        let result = try bed.volume.read("out" / FileName(key.text), limit: 1_000)
        #expect(String(decoding: result, as: UTF8.self) == "v00000v00001v00002audio")
        #expect(bed.outlet.finished.withLock { $0 } == [key])
        for folder in ["jobs", "queue", "tmp"] as [Path] {
            #expect(try bed.names(folder) == [])
        }
    }

    @Test("a record that was taken back has the source done again, under the next life")
    func again() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        var coordinator = Coordinator(spool, bed.outlet)
        let offer = SpoolBed.offer()
        let first = try SpoolBed.queue(offer, by: spool)
        try bed.work(spool)
        _ = try coordinator.look()
        let record = RecordName(first, generation: 0, outcome: .done)
        try spool.removeRecord(record)
        let second = JobKey(offer.job, life: 1)
        #expect(try spool.takeIn(offer) == .queued(second))
        #expect(try !spool.restoreRecord(record))
        try bed.work(spool)
        _ = try coordinator.look()
        #expect(try spool.records(of: offer.job).map(\.key) == [second])
    }

    @Test("a cancelled job ends as cancelled, and its directory goes")
    func cancelled() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(), by: spool)
        let claim = try #require(try spool.claim(SpoolBed.everything))
        try spool.cancel(key)
        #expect(try spool.beat(claim, 1, nil) == .unwanted)
        #expect(try spool.claim(SpoolBed.everything) == nil)
        var coordinator = Coordinator(spool, bed.outlet)
        for _ in 0..<3 { _ = try coordinator.look() }
        #expect(try spool.records(of: key.job).map(\.outcome) == [.cancelled])
        #expect(try bed.names("jobs") == [])
        #expect(try bed.names("tmp") == [])
    }

    @Test("a failed task fails the job, and a retry does the failed task alone again")
    func failedAndRetried() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        let split = try #require(try spool.claim(SpoolBed.everything))
        try bed.split(spool, split, batches: [[0, 1], [2]])
        let first = try #require(try spool.claim(SpoolBed.everything))
        try bed.encode(spool, first)
        let second = try #require(try spool.claim(SpoolBed.everything))
        try spool.giveUp(second, reason: "the encoder has no option crff")
        var coordinator = Coordinator(spool, bed.outlet)
        for _ in 0..<3 { _ = try coordinator.look() }
        let name = RecordName(key, generation: 0, outcome: .failed)
        #expect(try spool.record(name)?.reason == "v00001: the encoder has no option crff")
        #expect(try spool.claim(SpoolBed.everything) == nil)
        #expect(try bed.names("jobs") == [key.text])

        try spool.removeRecord(name)
        var claimed: [TaskName] = []
        while let claim = try spool.claim(SpoolBed.everything) {
            claimed.append(claim.task)
            try claim.task == .merge ? bed.merge(spool, claim) : bed.encode(spool, claim)
        }
        #expect(claimed == [.video(1), .video(2), .merge])
        _ = try coordinator.look()
        #expect(try spool.records(of: key.job).map(\.text) == ["\(key).1.done.json"])
        #expect(try bed.names("jobs") == [])
    }

    @Test("a retry of all does what is done again, and what was cut is not cut again")
    func allRetried() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: true), by: spool)
        let split = try #require(try spool.claim(SpoolBed.everything))
        try bed.split(spool, split, batches: [[0, 1]])
        while let claim = try spool.claim(SpoolBed.everything) {
            if claim.task == .video(1) {
                try spool.giveUp(claim, reason: "the encoder has no option crff")
            } else {
                try bed.encode(spool, claim)
            }
        }
        var coordinator = Coordinator(spool, bed.outlet)
        for _ in 0..<3 { _ = try coordinator.look() }

        #expect(try spool.retry(key, all: true))
        var again: [Waiting] = []
        while let claim = try spool.claim(SpoolBed.everything) {
            again.append(claim.attempt.waiting)
            try claim.task == .merge ? bed.merge(spool, claim) : bed.encode(spool, claim)
        }
        let wanted = [
            Waiting(task: .video(0), generation: 1), Waiting(task: .video(1), generation: 1),
            Waiting(task: .audio, generation: 1), Waiting(task: .merge, generation: 1),
        ]
        #expect(Set(again) == Set(wanted))
        #expect(again.count == wanted.count)
        _ = try coordinator.look()
        #expect(try spool.records(of: key.job).map(\.text) == ["\(key).1.done.json"])
        #expect(try Audit.report(of: bed.volume).findings.isEmpty)
    }

    @Test("a retry of all that was killed half-way leaves a failed job, and the next one ends it")
    func allRetriedHalfWay() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        let split = try #require(try spool.claim(SpoolBed.everything))
        try bed.split(spool, split, batches: [[0, 1]])
        try bed.encode(spool, try #require(try spool.claim(SpoolBed.everything)))
        let last = try #require(try spool.claim(SpoolBed.everything))
        try spool.giveUp(last, reason: "the encoder has no option crff")
        var coordinator = Coordinator(spool, bed.outlet)
        for _ in 0..<3 { _ = try coordinator.look() }
        // As far as the first slice.
        let board = Layout.job(key).batch(0).tasks
        let done = try #require(try spool.attempts(in: board.done).first)
        try bed.volume.rename(board.done(done), to: board.queued(done.returned))

        #expect(try spool.claim(SpoolBed.everything) == nil)
        #expect(try coordinator.look().isLeading)
        #expect(try spool.retry(key))
        var tasks: [TaskName] = []
        while let claim = try spool.claim(SpoolBed.everything) {
            tasks.append(claim.task)
            try claim.task == .merge ? bed.merge(spool, claim) : bed.encode(spool, claim)
        }
        #expect(tasks == [.video(0), .video(1), .merge])
    }

    @Test("a retry leaves a record alone that says the job was done")
    func retriedDuplicate() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let offer = SpoolBed.offer(hasAudio: false)
        let key = try SpoolBed.queue(offer, by: spool)
        try bed.work(spool)
        var coordinator = Coordinator(spool, bed.outlet)
        _ = try coordinator.look()
        let done = RecordName(key, generation: 0, outcome: .done)
        #expect(try spool.records(of: key.job) == [done])

        // A scanner that slept publishes its directory now, and a task fails there.
        try bed.volume.rename(Layout.record(done), to: "kept")
        #expect(try SpoolBed.queue(offer, by: spool) == key)
        let split = try #require(try spool.claim(SpoolBed.everything))
        try spool.giveUp(split, reason: "no such encoder")
        try spool.decide(key, .failed)
        try bed.volume.rename("kept", to: Layout.record(done))

        #expect(try !spool.retry(key))
        for _ in 0..<3 { _ = try coordinator.look() }
        #expect(try spool.records(of: key.job) == [done])
        #expect(try bed.names("jobs") == [])
    }

    @Test("a scanner that sleeps while a job is tried again makes no second job of its source")
    func retriedBeforeIntake() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let offer = SpoolBed.offer(hasAudio: false)
        let key = JobKey(offer.job, life: 0)
        let failAndRetry: @Sendable () throws -> Void = {
            _ = try SpoolBed.queue(offer, by: spool)
            let split = try #require(try spool.claim(SpoolBed.everything))
            try spool.giveUp(split, reason: "no such encoder")
            var coordinator = Coordinator(spool, bed.outlet)
            for _ in 0..<2 { _ = try coordinator.look() }
            try #require(try spool.retry(key))
        }
        let clock = InterruptedClock(failAndRetry)
        let sleeper = bed.node("b", clock: clock)
        // It reads the clock for the order, behind the records and before it publishes.
        #expect(try sleeper.takeIn(offer) == .isOpen(key))
        try clock.outcome()
        #expect(try bed.names("jobs") == [key.text])
        #expect(try bed.names("tmp") == [])
    }

    @Test("a command for a job that is not open any more says so")
    func commandsTooLate() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        #expect(try spool.pause(key))
        try spool.resume(key)
        try bed.work(spool)
        var coordinator = Coordinator(spool, bed.outlet)
        _ = try coordinator.look()
        #expect(try !spool.cancel(key))
        #expect(try !spool.pause(key))
        #expect(try !spool.retry(key))
    }

    @Test("a host is drained by its name, however that is written")
    func drained() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("Pi-4.local")
        try spool.drain("../Pi-4.local")
        #expect(try !spool.isDrained())
        try spool.drain("Pi-4.local")
        #expect(try spool.isDrained())
        try spool.undrain("pi-4-local")
        #expect(try !spool.isDrained())
    }

    @Test("the whole cluster is paused once, by whoever was first, until somebody lets it go on")
    func pausedAll() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let (first, second) = (try bed.node("one"), try bed.node("two"))
        #expect(try first.pauseOfAll() == nil)
        #expect(try first.pauseAll(reason: "moving"))
        #expect(try !second.pauseAll(reason: "later"))
        #expect(try second.isPaused())
        let pause = try #require(try second.pauseOfAll())
        #expect(pause.by == "one")
        #expect(pause.reason == "moving")
        #expect(pause.since != nil)
        #expect(try second.resumeAll())
        #expect(try !first.resumeAll())
        #expect(try !first.isPaused())
        var tail = EventTail(bed.volume)
        let kinds = try tail.next().map(\.kind)
        #expect(kinds.filter { $0 == .clusterPaused || $0 == .clusterResumed }.count == 2)
    }

    private struct StoppedClock: NodeClock {
        let steady = MonotonicTime.now
        let wall = WallTime(seconds: 1)
    }

    @Test("of two pauses that one process makes in the same moment, one is new")
    func pausedInOneMoment() throws {
        let scratch = try Scratch()
        let spool = try SpoolBed(scratch).node("one", clock: StoppedClock())
        #expect(try spool.pauseAll(reason: "moving"))
        #expect(try !spool.pauseAll(reason: "moving"))
        #expect(try spool.resumeAll())
        #expect(try spool.pauseAll(reason: "moving"))
    }

    @Test("a pause that somebody made by hand counts, and says what it can")
    func pausedByHand() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("one")
        try bed.volume.create(Layout.pause, [])
        #expect(try spool.isPaused())
        #expect(try spool.pauseOfAll() == PauseStatus(by: nil, since: nil, reason: nil))
        #expect(try spool.resumeAll())
        #expect(try !spool.isPaused())
    }

    @Test(
        "the work of a node that is silent is taken back, and what it does later counts for nothing"
    )
    func takenBack() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let silent = try bed.node("silent")
        let living = try bed.node("living")
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: silent)
        let split = try #require(try silent.claim(SpoolBed.everything))
        try bed.split(silent, split, batches: [[0]])
        let claim = try #require(try silent.claim(SpoolBed.everything))
        try bed.volume.create(claim.part, [9])
        var coordinator = Coordinator(living, bed.outlet)
        for _ in 0..<8 { _ = try coordinator.look() }
        let again = try #require(try living.claim(SpoolBed.everything))
        #expect(again.attempt.generation == 1)
        #expect(try silent.commit(claim, report: nil) == .decidedBefore(.returned))
        #expect(try silent.beat(claim, 1, nil) == .lost)
        #expect(throws: SpoolError.declaredGone(silent.holder)) {
            try silent.beat(NodeStatus(), 1)
        }
        try bed.encode(living, again)
        try bed.work(living)
        _ = try coordinator.look()
        #expect(try living.records(of: key.job).map(\.outcome) == [.done])
        let result = try bed.volume.read("out" / FileName(key.text), limit: 1_000)
        #expect(String(decoding: result, as: UTF8.self) == "v00000")
    }

    @Test("threads of one process that claim at the same time get a task each")
    func threads() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        _ = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        let split = try #require(try spool.claim(SpoolBed.everything))
        try bed.split(spool, split, batches: [Array(0..<40)])
        let held = Mutex<[Attempt]>([])
        let claimAll: @Sendable () throws(SpoolError) -> Void = { () throws(SpoolError) in
            while let claim = try spool.claim(SpoolBed.everything) {
                held.withLock { $0.append(claim.attempt) }
            }
        }
        let first = try NamedThread("first", claimAll)
        let second = try NamedThread("second", claimAll)
        let third = try NamedThread("third", claimAll)
        try first.join()
        try second.join()
        try third.join()
        let attempts = held.withLock { $0 }
        #expect(attempts.count == 40)
        #expect(Set(attempts).count == 40)
    }
}
