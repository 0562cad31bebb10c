import Model
import Platform
import TestKit
import Testing

@testable import Spool

@Suite("A view of a spool")
struct ClusterViewTests {
    private func reader(_ bed: SpoolBed) -> ClusterReader {
        ClusterReader(bed.volume, hostName: "looker")
    }

    @Test("a job goes through its states as work on it goes on")
    func states() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let reader = reader(bed)
        func state(_ key: JobKey) throws -> ViewedJob.State? {
            try reader.view().jobs.first { $0.key == key }?.state
        }
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        #expect(try state(key) == .waiting)
        try spool.pause(key)
        #expect(try state(key) == .paused)
        try spool.resume(key)
        let split = try #require(try spool.claim(SpoolBed.everything))
        #expect(try state(key) == .splitting)
        try spool.pause(key)
        #expect(try state(key) == .paused)
        try spool.resume(key)
        try bed.split(spool, split, batches: [[0, 1], [2]])
        #expect(try state(key) == .waiting)
        let slice = try #require(try spool.claim(SpoolBed.everything))
        #expect(try state(key) == .encoding)
        // What runs goes on while a job is paused, and that is what is shown.
        try spool.pause(key)
        #expect(try state(key) == .encoding)
        try spool.resume(key)
        try bed.encode(spool, slice)
        for _ in 0..<2 {
            try bed.encode(spool, try #require(try spool.claim(SpoolBed.everything)))
        }
        let merge = try #require(try spool.claim(SpoolBed.everything))
        #expect(try state(key) == .merging)
        try bed.merge(spool, merge)
        #expect(try state(key) == .publishing)
        try spool.advance(key, bed.outlet)
        #expect(try state(key) == nil)
    }

    @Test("tokens are counted, claims and failures are named, and what is gone is missed")
    func tokens() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(), by: spool)
        let untouched = try #require(try spool.viewed(key))
        #expect(!untouched.isBegun)
        #expect(untouched.audio == .waiting(generation: 0))
        let split = try #require(try spool.claim(SpoolBed.everything))
        try bed.split(spool, split, batches: [[0, 1], [2, 3]])
        let audio = try #require(try spool.claim(SpoolBed.everything))
        #expect(audio.task == .audio)
        let done = try #require(try spool.claim(SpoolBed.everything))
        try bed.encode(spool, done)
        let failing = try #require(try spool.claim(SpoolBed.everything))
        try spool.giveUp(failing, reason: "no")
        let board = Layout.job(key).batch(1).tasks
        try bed.volume.remove(board.queue / "v00003.0")
        let job = try #require(try spool.viewed(key))
        #expect(job.isBegun && job.isCut)
        #expect(job.split == .done(split.attempt))
        #expect(job.running.map(\.attempt) == [audio.attempt])
        #expect(job.failed == [failing.attempt])
        #expect(job.unseen == [.video(3)])
        let counts = [job.slices.waiting, job.slices.running, job.slices.done, job.slices.failed]
        #expect(counts == [1, 0, 1, 1])
    }

    @Test("of a job whose tasks came back the last log is shown until one of them runs again")
    func returned() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        func reason() throws -> String? { try spool.viewed(key)?.returned?.reason }
        func claim() throws -> Claim { try #require(try spool.claim(SpoolBed.everything)) }
        #expect(try reason() == nil)
        try spool.handBack(try claim(), reason: "no such film", blame: nil)
        #expect(try reason() == "no such film")
        let split = try claim()
        #expect(try reason() == nil)
        try bed.split(spool, split, batches: [[0]])
        try spool.handBack(try claim(), reason: "it died", blame: .died)
        #expect(try reason() == "it died")
        let slice = try claim()
        #expect(try reason() == nil)
        try bed.encode(spool, slice)
        try spool.handBack(try claim(), reason: "no output", blame: nil)
        #expect(try reason() == "no output")
        // What failed for good and was scheduled again has not come back by itself.
        try spool.giveUp(try claim(), reason: "a bad part")
        var coordinator = Coordinator(spool, bed.outlet)
        for _ in 0..<3 { _ = try coordinator.look() }
        #expect(try spool.retry(key))
        #expect(try reason() == nil)
    }

    @Test("jobs come in the order of work, and looking writes nothing")
    func order() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let first = try SpoolBed.queue(SpoolBed.offer("a.mkv"), by: spool)
        let second = try SpoolBed.queue(SpoolBed.offer("bb.mkv"), by: spool)
        try spool.bump(second)
        let before = try Layout.all.map { try Directory.status(of: scratch.path.appending($0)) }
        let view = try reader(bed).view()
        #expect(view.jobs.map(\.key) == [second, first])
        #expect(view.jobs.map(\.rank) == [0, 5_000])
        #expect(view.troubles == [])
        let after = try Layout.all.map { try Directory.status(of: scratch.path.appending($0)) }
        #expect(before.map(\.changed) == after.map(\.changed))
    }

    @Test("of one rank those that are begun come first, also for who looks the first time")
    func begunFirst() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let waiting = try SpoolBed.queue(SpoolBed.offer("a.mkv"), by: spool)
        try spool.pause(waiting)
        let begun = try SpoolBed.queue(SpoolBed.offer("bb.mkv", hasAudio: false), by: spool)
        let split = try #require(try spool.claim(SpoolBed.everything))
        #expect(split.key == begun)
        try bed.split(spool, split, batches: [[0]])
        #expect(try reader(bed).view().jobs.map(\.key) == [begun, waiting])
    }

    @Test("a node is silent by the age of its record, not by the time that it wrote into it")
    func silence() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let living = try bed.node("a")
        let lost = try bed.node("b")
        let path = scratch.path.appending(Layout.node(lost.holder))
        let longAgo = try Directory.target(of: "/bin/sh").modified
        try OpenFile(path, for: .update).setModified(longAgo)
        try living.drain("a")
        let nodes = try reader(bed).view().nodes
        #expect(nodes.map(\.holder) == [living.holder, lost.holder])
        #expect(nodes.map(\.isSilent) == [false, true])
        #expect(nodes.map(\.isDrained) == [true, false])
        #expect(nodes.map(\.takesWork) == [false, false])
        // It wrote the time of now into a file that says that it is old.
        let ahead = try #require(nodes[1].secondsAhead)
        #expect(ahead > 1_000)
        #expect(abs(nodes[1].secondsSilent - ahead) < 100)
    }

    @Test("the coordinator is the holder of the highest term")
    func leader() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        #expect(try reader(bed).view().leader == nil)
        var coordinator = Coordinator(spool, bed.outlet)
        _ = try coordinator.look()
        let leader = try #require(try reader(bed).view().leader)
        #expect(leader.term == 1)
        #expect(leader.holder == spool.holder.text)
        #expect(!leader.isReleased)
        try coordinator.release()
        #expect(try reader(bed).view().leader?.isReleased == true)
    }

    @Test("jobs that have ended are found by the beginning of their number or name")
    func ended() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(SpoolBed.offer(hasAudio: false), by: spool)
        try spool.cancel(key)
        for _ in 0..<2 { try spool.advance(key, bed.outlet) }
        let reader = reader(bed)
        for text in [key.text, key.job.text, String(key.job.digits.prefix(4))] {
            #expect(try reader.endedJobs(beginningWith: text) == [key])
        }
        for text in ["", "0", "..", "x_..", "ff", "/"] {
            #expect(try reader.endedJobs(beginningWith: text) == [])
        }
    }
}
