import CommandLine
import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Commands

@Suite("Steering jobs from the terminal")
struct JobsSteeringTests {
    @Test("A paused job is claimed by nobody until it is resumed")
    func pause() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        _ = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        #expect(bed.run("jobs pause a.mkv").output == "10000000  a.mkv  paused\n")
        #expect(try node.claim(ClusterBed.everything) == nil)
        let again = bed.run("jobs pause a.mkv")
        #expect(again.code == .failed)
        #expect(again.errors == "note: a.mkv: it is paused already\n")
        #expect(bed.run("jobs resume a.mkv").code == .done)
        #expect(try node.claim(ClusterBed.everything) != nil)
    }

    @Test("A bumped job comes first, a deferred one last, and a dry run changes nothing")
    func order() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let first = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        let second = try bed.queue(ClusterBed.offer("b.mkv", hash: 2 << 60), by: node)
        let dry = bed.run("jobs bump --dry-run b.mkv")
        #expect(dry.output == "20000000  b.mkv  would be put before all others\n")
        #expect(try node.jobsInOrder() == [first, second])
        #expect(bed.run("jobs bump b.mkv").code == .done)
        #expect(try node.jobsInOrder() == [second, first])
        #expect(bed.run("jobs defer --json b.mkv").output.contains(#""action":"defer""#))
        #expect(try node.jobsInOrder() == [first, second])
    }

    @Test("A retry takes up what failed, and keeps what is done")
    func retry() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let key = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        let early = bed.run("jobs retry a.mkv")
        #expect(early.code == .failed)
        #expect(early.errors == "note: a.mkv: it has not failed\n")
        try bed.cut(node, slices: 2, done: 1)
        try bed.fail(node, reason: "no more")
        #expect(try node.viewed(key)?.state == .failed)
        let run = bed.run("jobs retry 1000")
        #expect(run.output == "10000000  a.mkv  taken up again\n")
        let job = try #require(try node.viewed(key))
        #expect(job.state == .waiting)
        #expect(job.slices.waiting == 1)
        #expect(job.slices.done == 1)
    }

    @Test("Before a cancel it is said what is lost, and without an answer nothing is done")
    func asks() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let key = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        try bed.cut(node, slices: 3, done: 2)
        let refused = bed.run("jobs cancel a.mkv")
        #expect(refused.code == .usage)
        #expect(
            refused.errors == """
                This ends 1 job without a result:
                  a.mkv  2 of 3 slices done, which are lost; its source stays where it is
                reelmill: refusing to cancel 1 job without --yes

                """
        )
        #expect(bed.run("jobs cancel --dry-run a.mkv").code == .done)
        #expect(try node.viewed(key)?.isCancelled == false)
        let done = bed.run("jobs cancel --yes a.mkv")
        #expect(done.code == .done)
        #expect(done.output == "cancelled 1 job\n")
        #expect(try node.viewed(key)?.state == .cancelling)
        #expect(try node.claim(ClusterBed.everything) == nil)
        let again = bed.run("jobs cancel --yes a.mkv")
        #expect(again.code == .failed)
        #expect(again.errors == "note: a.mkv: it is cancelled already\n")
    }

    @Test("Who waits learns how each job ended, also of one that had ended before")
    func wait() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let cancelled = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        try node.cancel(cancelled, reason: "the source changed")
        var mover = JobMover(node, NoOutlet())
        for _ in 0..<3 { _ = try mover.move(for: .seconds(60)) }
        #expect(try node.viewed(cancelled) == nil)
        let ended = bed.run("jobs wait 10000000")
        #expect(ended.code == .someJobsFailed)
        #expect(ended.output == "cancelled  a.mkv: the source changed\n")
        _ = try bed.queue(ClusterBed.offer("b.mkv", hash: 2 << 60), by: node)
        try bed.cut(node, slices: 1, done: 1)
        _ = try node.commit(try bed.claim(node), report: nil)
        for _ in 0..<3 { _ = try mover.move(for: .seconds(60)) }
        let done = bed.run("jobs wait --json 2000")
        #expect(done.code == .done)
        #expect(done.output.contains(#""outcome":"done""#))
        #expect(done.output.contains(#""schema":"reelmill.wait/1","type":"ended""#))
    }

    @Test("Who gives up waiting is told how many had not ended")
    func timeout() throws {
        let bed = try ClusterBed()
        _ = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: try bed.node())
        let run = bed.run("jobs wait a.mkv --timeout 1ms")
        #expect(run.code == .temporary)
        #expect(run.errors.hasSuffix("reelmill: 1 job had not ended in time\n"))
        #expect(bed.run("jobs wait nothing --timeout 1ms").code == .notFound)
    }

    @Test("Steering needs no node, and none that runs is disturbed")
    func noNode() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        _ = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        try node.leave()
        #expect(bed.run("jobs bump a.mkv").code == .done)
        #expect(bed.run("jobs cancel -y a.mkv").code == .done)
        #expect(try bed.volume.list(Layout.nodes).isEmpty)
        #expect(try bed.volume.list(Layout.temporary).isEmpty)
        #expect(try Audit.report(of: bed.volume).isClean)
    }
}
