import Model
import Platform
import TestKit
import Testing

@testable import Spool

@Suite("A job that makes several renditions")
struct LadderJobTests {
    static let ladder: FilmLadder = {
        let rungs = [("1080p", 1_920, 1_080), ("720p", 1_280, 720), ("144p", 256, 144)].map {
            FilmLadder.Rung(name: $0.0, width: $0.1, height: $0.2, video: VideoRecipe())
        }
        var sound = AudioRecipe()
        sound.mode = .encode("aac")
        let sounds = ["stereo", "surround"].map { Ladder.Sound(name: $0, recipe: sound) }
        return FilmLadder(rungs: rungs, sounds: sounds, segmentMilliseconds: 4_000)
    }()

    static func offer(hasAudio: Bool = false) -> Offer {
        var offer = SpoolBed.offer(hasAudio: hasAudio)
        offer.ladder = ladder
        return offer
    }

    /// A task for each slice and rendition.
    static func split(_ slices: [Int]) -> [TaskName] {
        slices.flatMap { slice in ladder.rungs.indices.map { .video(slice, rung: $0) } }
    }

    private func publish(
        _ batches: [[TaskName]],
        _ bed: SpoolBed,
        _ spool: Spool
    ) throws {
        let claim = try #require(try spool.claim(SpoolBed.everything))
        for (index, tasks) in batches.enumerated() {
            let draft = try spool.beginBatch(index, of: claim)
            for slice in Set(tasks.compactMap(\.slice)) {
                try bed.volume.create(draft.slice(.video(slice)), [1])
            }
            let isLast = index == batches.count - 1
            _ = try spool.publish(draft, tasks: tasks, isLast: isLast, plan: [7])
        }
        _ = try spool.commit(claim, report: nil)
    }

    @Test("Its order keeps the ladder, and an order without one is as before")
    func order() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(LadderJobTests.offer(), by: spool)
        #expect(try bed.node("b").order(of: key)?.ladder == LadderJobTests.ladder)
        let old = try SpoolBed.queue(SpoolBed.offer("old.mkv"), by: spool)
        let bytes = try bed.volume.read(Layout.job(old).order, limit: 10_000)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("ladder"))
    }

    @Test("Tasks of slices and of single renditions are done beside each other, and all are merged")
    func mixed() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(LadderJobTests.offer(), by: spool)
        try publish([LadderJobTests.split([0, 1]), [.video(2)]], bed, spool)
        #expect(try spool.waitingSlices(of: key) == 7)
        var done: [String] = []
        var merge: Claim?
        while merge == nil, let claim = try spool.claim(SpoolBed.everything) {
            guard claim.task != .merge else {
                merge = claim
                break
            }
            done.append(claim.task.text)
            #expect(try bed.volume.read(try #require(claim.slice), limit: 9) == [1])
            let view = try #require(try spool.viewed(key))
            #expect(view.state == .encoding)
            try bed.encode(spool, claim)
        }
        #expect(
            done == [
                "v00000r0", "v00000r1", "v00000r2", "v00001r0", "v00001r1", "v00001r2", "v00002",
            ]
        )
        let claim = try #require(merge)
        let parts = try #require(try spool.parts(for: claim))
        #expect(parts.slices.map(\.attempt.task.text) == done)
        let holder = spool.holder.text
        #expect(
            parts.slices[1].path(of: 1) == Path("jobs/\(key)/parts/v00000r1.0.\(holder).nut")
        )
        #expect(
            parts.slices[6].paths(LadderJobTests.ladder)
                == (0..<3).map { Path("jobs/\(key)/parts/v00002.0.\(holder).r\($0).nut") }
        )
        // A part that is bad has its own task done again, and no other.
        try spool.reject([parts.slices[4]], claim, reason: "its hash is another")
        let again = try #require(try spool.claim(SpoolBed.everything))
        #expect(again.attempt.waiting == Waiting(task: .video(1, rung: 1), generation: 1))
        try bed.encode(spool, again)
        #expect(try spool.claim(SpoolBed.everything)?.attempt.generation == 1)
        #expect(try Audit.report(of: bed.volume).findings.isEmpty)
    }

    @Test("A view counts slices for each rendition, whichever tasks make them")
    func counts() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(LadderJobTests.offer(), by: spool)
        try publish([LadderJobTests.split([0, 1]), [.video(2)]], bed, spool)
        var small = ClaimWish(takesSplits: false, takesMerges: false, takesEncodes: true)
        small.prefersSmall = { _ in true }
        // The small ones of all slices come first for it, what makes all of them last.
        for wanted in ["v00000r2", "v00001r2", "v00000r1"] {
            let claim = try #require(try spool.claim(small))
            #expect(claim.task.text == wanted)
            try bed.encode(spool, claim)
        }
        let held = try #require(try spool.claim(small))
        #expect(held.task.text == "v00001r1")
        let view = try #require(try spool.viewed(key))
        #expect(view.tasks.total == 7)
        #expect(view.tasks.done == 3)
        #expect(view.slices.total == 3)
        #expect((view.slices.waiting, view.slices.running, view.slices.done) == (2, 1, 0))
        let done = view.rungs.map(\.done)
        #expect(done == [0, 1, 2])
        #expect(view.rungs.map(\.total) == [3, 3, 3])
        #expect(view.rungs[1].running == 1)
        #expect(view.rungs[0].waiting == 3)
    }

    @Test("What an attempt has made goes with it: a part of each rendition, or of each sound")
    func litter() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(LadderJobTests.offer(hasAudio: true), by: spool)
        try publish([[.video(0)]], bed, spool)
        let layout = Layout.job(key)
        for _ in 0..<2 {
            let claim = try #require(try spool.claim(SpoolBed.everything))
            let paths =
                claim.task == .audio
                ? (0..<2).map { claim.part(sound: $0) } : (0..<3).map { claim.part(rung: $0) }
            for path in paths { try bed.volume.create(path, [1]) }
            #expect(try bed.names(layout.parts).count == paths.count)
            try spool.handBack(claim, reason: "it was enough", blame: nil)
            spool.pickUpLitter()
            #expect(try bed.names(layout.parts) == [])
            // The other one is to come next.
            let wish = ClaimWish(
                takesSplits: false,
                takesMerges: false,
                takesEncodes: true,
                accepts: { _, task in task == claim.task }
            )
            let again = try #require(try spool.claim(wish))
            try bed.encode(spool, again)
            try bed.volume.remove(again.part)
        }
    }

    @Test("Each rendition has a pin of its own, and a film in one size the old one")
    func pins() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        let key = try SpoolBed.queue(LadderJobTests.offer(), by: spool)
        try publish([LadderJobTests.split([0])], bed, spool)
        let claim = try #require(try spool.claim(SpoolBed.everything))
        #expect(try spool.pin("large", rung: 0, by: "x264", claim)?.headers == "large")
        #expect(try spool.pin("small", rung: 1, by: "x264", claim)?.headers == "small")
        #expect(try spool.pin("other", rung: 1, by: "x265", claim)?.headers == "small")
        #expect(try spool.pin("whole", by: "x264", claim)?.headers == "whole")
        let names = try bed.names(Layout.job(key).path).filter { $0.hasPrefix("pin") }
        #expect(names == ["pin.json", "pin.r0.json", "pin.r1.json"])
    }

    @Test("The least memory for a task is that of the nodes that tell")
    func memory() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        #expect(try spool.memoryPerSlotLeast() == nil)
        for (name, memory, slots) in [("b", Int64(8_000), 2), ("c", 1_600, 1), ("d", 80, 0)] {
            var status = NodeStatus()
            (status.memory, status.slots) = (memory, slots)
            try bed.node(name, clock: SystemNodeClock()).join(status)
        }
        #expect(try spool.memoryPerSlotLeast() == 1_400)
    }
}
