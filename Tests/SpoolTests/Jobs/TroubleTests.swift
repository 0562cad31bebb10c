import Model
import Platform
import TestKit
import Testing

@testable import Spool

@Suite("Trouble that stays where it is")
struct TroubleTests {
    /// One job of a single slice, merged and not yet published.
    private func merged(_ bed: SpoolBed, _ spool: Spool) throws -> JobKey {
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        try bed.work(spool, batches: [[0]])
        return key
    }

    @Test("a job whose order cannot be read keeps nobody from the others")
    func brokenOrder() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let broken = try SpoolBed.queue(SpoolBed.offer("broken.mkv"), by: spool)
        let whole = try SpoolBed.queue(SpoolBed.offer("b.mkv"), by: spool)
        try bed.volume.rewrite(Layout.job(broken).order, [UInt8](repeating: 32, count: 2_000))
        let other = try bed.node("b")
        var coordinator = Coordinator(other, bed.outlet)
        var claims: [JobKey] = []
        while claims.count < 3, let claim = try other.claim(SpoolBed.everything) {
            claims.append(claim.key)
            if claim.task == .split { try bed.split(other, claim, batches: [[0]]) }
        }
        #expect(claims == [whole, whole, whole])
        let look = try coordinator.look()
        #expect(look.isLeading)
        #expect(Array(look.troubles.keys) == [broken])
    }

    @Test("a lock that cannot be read keeps no other claim from being taken back")
    func brokenLog() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let silent = try bed.node("silent")
        let key = try SpoolBed.queue(SpoolBed.offer(), by: silent)
        let first = try #require(try silent.claim(SpoolBed.everything))
        let second = try #require(try silent.claim(SpoolBed.everything))
        try bed.volume.remove(Layout.job(key).lock(first.attempt))
        try bed.volume.makeDirectory(Layout.job(key).lock(first.attempt))
        let living = try bed.node("living")
        var coordinator = Coordinator(living, bed.outlet)
        for _ in 0..<8 { _ = try coordinator.look() }
        let again = try #require(try living.claim(SpoolBed.everything))
        #expect(again.attempt.task == second.attempt.task)
        #expect(again.attempt.generation == 1)
    }

    @Test("a task that brings down the only node again and again fails in the end")
    func poison() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let settings = SpoolSettings.local
        var key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: try bed.node("only"))
        for start in 1...settings.lossesMax {
            let node = try bed.node("only")
            let claim = try #require(try node.claim(SpoolBed.everything), "start \(start)")
            #expect(claim.attempt.generation == start - 1)
            key = claim.key
            // The machine goes down, and comes up again.
            let next = try bed.node("only")
            var coordinator = Coordinator(next, bed.outlet, isKnownDead: { _ in true })
            _ = try coordinator.look()
            try coordinator.release()
        }
        let node = try bed.node("only")
        #expect(try node.claim(SpoolBed.everything) == nil)
        var coordinator = Coordinator(node, bed.outlet)
        for _ in 0..<3 { _ = try coordinator.look() }
        let record = try node.record(RecordName(key, generation: 0, outcome: .failed))
        #expect(record?.reason?.hasPrefix("split: 20 attempts came to nothing") ?? false)
    }

    static let beats: [UInt64] = [0, 1]

    @Test("who is silent with a claim that never beat is not to blame for it", arguments: beats)
    func neverBeat(beat: UInt64) throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let node = try bed.node("a")
        _ = try SpoolBed.queue(SpoolBed.offer(), by: node)
        let claim = try #require(try node.claim(SpoolBed.everything))
        if beat > 0 { #expect(try node.beat(claim, beat, nil) == .held) }
        // The node itself goes on.
        var coordinator = Coordinator(node, bed.outlet)
        var log: AttemptLog?
        for _ in 0..<20 where log == nil {
            _ = try coordinator.look()
            log = try node.log(of: claim.attempt, in: claim.key)
        }
        #expect(try #require(log).outcome == .returned)
        #expect(log?.blame == (beat > 0 ? .hung : nil))
    }

    @Test("a process that is known to be dead is waited for by nobody")
    func knownDead() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let before = try bed.node("pi4")
        var formerly = Coordinator(before, bed.outlet)
        #expect(try formerly.look().isLeading)
        _ = try SpoolBed.queue(SpoolBed.offer(), by: before)
        let claim = try #require(try before.claim(SpoolBed.everything))
        let after = try bed.node("pi4")
        var coordinator = Coordinator(after, bed.outlet) { $0.holder == before.holder.text }
        #expect(try coordinator.look().isLeading)
        #expect(try after.claim(SpoolBed.everything)?.attempt.waiting == claim.attempt.returned)
        let log = try #require(try after.log(of: claim.attempt, in: claim.key))
        #expect(log.blame == nil)
    }

    /// Says what it is told to say.
    struct StubbornOutlet: Outlet {
        var answer: Publication

        func publish(
            _ staged: StagedResult,
            of order: JobOrder
        ) throws(SystemError) -> Publication { answer }
        func finishSource(of order: JobOrder) throws(SystemError) {}
        func clear(_ order: JobOrder) throws(SystemError) {}
    }

    @Test("a result that cannot be published fails its job, with the reason")
    func refused() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try merged(bed, spool)
        let outlet = StubbornOutlet(answer: .refused("a file of somebody else has its name"))
        var coordinator = Coordinator(spool, outlet)
        for _ in 0..<3 { _ = try coordinator.look() }
        let name = RecordName(key, generation: 0, outcome: .failed)
        #expect(
            try spool.record(name)?.reason
                == "its result could not be published: a file of somebody else has its name"
        )
        // The person moved that file away.
        #expect(try spool.retry(key))
        try bed.work(spool)
        coordinator = Coordinator(spool, bed.outlet)
        for _ in 0..<2 { _ = try coordinator.look() }
        #expect(try spool.records(of: key.job).map(\.outcome) == [.done])
    }

    @Test("a staged result that vanishes is merged again, and not for ever")
    func vanished() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try merged(bed, spool)
        var coordinator = Coordinator(spool, StubbornOutlet(answer: .vanished))
        for _ in 0..<6 {
            _ = try coordinator.look()
            try bed.work(spool)
        }
        let name = try #require(try spool.records(of: key.job).first)
        #expect(name.outcome == .failed)
        #expect(name.generation == 2)
        #expect(try spool.record(name)?.reason?.contains("vanished 3 times") ?? false)
    }

    @Test("a job that a late scanner makes again is dropped, and no task of it is done")
    func lateIntake() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try merged(bed, spool)
        var coordinator = Coordinator(spool, bed.outlet)
        _ = try coordinator.look()
        let record = RecordName(key, generation: 0, outcome: .done)
        // What a scanner does that looked before the job was done, and slept.
        try bed.volume.rename(Layout.record(record), to: "hidden")
        #expect(try spool.takeIn(SpoolBed.offer(hasAudio: false)) == .queued(key))
        try bed.volume.rename("hidden", to: Layout.record(record))
        #expect(try spool.claim(SpoolBed.everything) == nil)
        _ = try coordinator.look()
        #expect(try bed.names("jobs") == [key.text])
        _ = try coordinator.look()
        #expect(try bed.names("jobs") == [])
        #expect(try spool.records(of: key.job) == [record])
    }

    @Test("a record that somebody links late, after it was taken back, does not count")
    func lateRecord() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try merged(bed, spool)
        var coordinator = Coordinator(spool, bed.outlet)
        _ = try coordinator.look()
        let record = RecordName(key, generation: 0, outcome: .done)
        let bytes = try bed.volume.read(Layout.record(record), limit: 100_000)
        try spool.removeRecord(record)
        try bed.volume.create(Layout.record(record), bytes)
        #expect(try spool.records(of: key.job) == [])
        let next = JobKey(key.job, life: 1)
        #expect(try spool.takeIn(SpoolBed.offer(hasAudio: false)) == .queued(next))
    }

    @Test("a volume that is not mounted any more is trouble, and takes no claim and no node away")
    func unmounted() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        _ = try SpoolBed.queue(SpoolBed.offer(), by: spool)
        let claim = try #require(try spool.claim(SpoolBed.everything))
        let away = scratch.path / "away"
        try Directory.create(away)
        for path in [Layout.jobs, Layout.nodes] {
            let name = try #require(path.name)
            try Directory.rename(scratch.path / name, to: away / name)
        }
        let beats: [Result<Void, SpoolError>] = [
            Result { () throws(SpoolError) in _ = try spool.beat(claim, 1, nil) },
            Result { () throws(SpoolError) in try spool.beat(NodeStatus(), 1) },
            Result { () throws(SpoolError) in _ = try spool.commit(claim, report: nil) },
        ]
        for beat in beats {
            guard case .failure(.storage) = beat else {
                Issue.record("\(beat)")
                continue
            }
        }
        for path in [Layout.jobs, Layout.nodes] {
            let name = try #require(path.name)
            try Directory.rename(away / name, to: scratch.path / name)
        }
        #expect(try spool.beat(claim, 2, nil) == .held)
        try spool.beat(NodeStatus(), 2)
    }

    @Test("what is settled of a job that was closed meanwhile says so")
    func closed() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(), by: spool)
        let claim = try #require(try spool.claim(SpoolBed.everything))
        let draft = try spool.beginBatch(0, of: claim)
        try spool.cancel(key)
        var coordinator = Coordinator(spool, bed.outlet)
        for _ in 0..<3 { _ = try coordinator.look() }
        #expect(try !spool.publish(draft, tasks: [.video(0)], isLast: true, plan: []))
        #expect(try spool.handBack(claim, reason: "cancelled", blame: nil) == .jobIsClosed)
        #expect(try bed.names("tmp") == [])
    }

    @Test("a job whose place in the queue was never made gets one")
    func noEntry() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        _ = try SpoolBed.queue(SpoolBed.offer(), by: spool)
        let entry = try bed.names("queue")
        for name in entry { try bed.volume.remove("queue" / FileName(name)) }
        var coordinator = Coordinator(spool, bed.outlet)
        _ = try coordinator.look()
        #expect(try bed.names("queue") == entry)
    }

    @Test("jobs far behind in the queue are looked at in turn, when this node refuses the first")
    func refusedJobs() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        for number in 0..<60 {
            var offer = SpoolBed.offer("film\(number).mkv")
            offer.job = JobID(sourceName: "film", hash: UInt64(number))
            _ = try spool.takeIn(offer)
        }
        let last = try #require(try spool.jobsInOrder().last)
        let wish = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true) { order, _ in
            order.key == last
        }
        var looks = 0
        var claim: Claim?
        while claim == nil, looks < 10 {
            claim = try spool.claim(wish)
            looks += 1
        }
        #expect(claim?.key == last)
        #expect(looks == 5)
    }
}
