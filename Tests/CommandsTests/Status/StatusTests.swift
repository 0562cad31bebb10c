@testable import Commands
import CommandLine
import Model
import Platform
import Spool
import TestKit
import Testing

@Suite("What status shows")
struct StatusTests {
    @Test("Of an empty spool it says that nothing runs, and how to begin")
    func empty() throws {
        let bed = try ClusterBed()
        let run = bed.run("status")
        #expect(run.code == .done)
        #expect(run.errors == "")
        #expect(
            run.output == """
                reelmill \(Product.version) · no coordinator

                  JOBS    none open

                  no node runs; start one with  reelmill up

                """
        )
    }

    @Test("Jobs, slices and nodes are summed up, and what runs is named")
    func whole() throws {
        let bed = try ClusterBed()
        let node = try bed.node(busy: 1)
        _ = try bed.queue(
            ClusterBed.offer("movies/Heat.mkv", hash: 0x7f3c_19aa_0000_0001),
            by: node
        )
        try bed.cut(node, slices: 4, done: 1)
        let claim = try bed.claim(node)
        let progress = TaskProgress(
            stage: .encoding,
            frames: 120,
            framesTotal: 240,
            outputMilliseconds: 5_000,
            bytes: 1_000,
            elapsedMilliseconds: 2_500
        )
        #expect(try node.beat(claim, 1, progress) == .held)
        _ = try bed.queue(
            ClusterBed.offer("tv/b.mkv", hash: 0x51aa_0e1f_0000_0001, priority: -5),
            by: node
        )
        try node.beat(ClusterBed.status(busy: 2), 1)
        let run = bed.run("status")
        #expect(run.code == .done)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.contains("  JOBS    1 encoding, 1 waiting"))
        // 2.5 of 4 slices of 10 s are to be done, at twice real time.
        #expect(
            lines.contains(
                "  SLICES  2 waiting, 1 running, 1 done        2.00x real time, about 13s left"
            )
        )
        guard let index = claim.attempt.task.slice else {
            Issue.record("it is \(claim.attempt)")
            return
        }
        let row = try #require(lines.first { $0.contains("nuc-1") })
        #expect(row.hasPrefix("  nuc-1  amd64  2/2    movies/Heat.mkv #\(index)  2.00x  "))
        #expect(lines.contains { $0.hasPrefix("  7f3c19aa  encoding  37 %     1/4  2.00x   13s") })
        #expect(
            lines.contains {
                $0.hasPrefix("  51aa0e1f  waiting")
                    && $0.hasSuffix("tv/b.mkv  (behind 1 job of higher priority)")
            }
        )
    }

    @Test("A failed job is told with its reason and what to do, without anything for a terminal")
    func failed() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        _ = try bed.queue(
            ClusterBed.offer("tv/\u{1b}[31mred.mkv", hash: 0x7f3c_19aa_0000_0001),
            by: node
        )
        try bed.cut(node, slices: 1)
        try bed.fail(node, reason: "Invalid data found\u{7}")
        let run = bed.run("status")
        #expect(run.code == .done)
        #expect(!run.output.contains("\u{1b}") && !run.output.contains("\u{7}"))
        #expect(
            run.output.contains(
                "  ! tv/\\x1b[31mred.mkv failed: slice 0, after 1 try on 1 node: "
                    + "Invalid data found\\x07\n"
                    + "      see  reelmill jobs logs 7f3c19aa      again  reelmill jobs retry "
                    + "7f3c19aa\n"
            )
        )
        #expect(run.output.contains("  JOBS    1 failed\n"))
    }

    @Test("What the scan found and took no job of is shown with its reason")
    func scan() throws {
        let bed = try ClusterBed()
        let json = """
            {"counts":{"settling":1},"durationMilliseconds":200,"lastScan":"2026-11-20T22:14:05Z",\
            "mode":"poll","modeReason":"nfs4 is a network file system","schema":1,"sightings":\
            [{"path":"tv/c.mkv","state":"settling","text":"settling: grew 2 s ago"}]}
            """
        try bed.volume.create("leader/scan.json", Array(json.utf8))
        let run = bed.run("status")
        #expect(run.output.contains("watching by poll: nfs4 is a network file system\n"))
        #expect(run.output.contains("  FILES   1 settling\n"))
        #expect(run.output.contains("  tv/c.mkv  settling: grew 2 s ago\n"))
    }

    @Test("Programs get one document with its schema and exact bytes of odd paths")
    func json() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let odd = try #require(Path(bytes: Array("tv/".utf8) + [0xff]))
        _ = try bed.queue(ClusterBed.offer(odd, hash: 0x7f3c_19aa_0000_0001), by: node)
        let run = bed.run("status --json")
        #expect(run.code == .done)
        #expect(run.output.contains(#""schema":"reelmill.status/1""#))
        #expect(run.output.contains(#""path_b64":"dHYv/w==""#))
        #expect(run.output.contains(#""counts":{"waiting":1}"#))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }

    @Test("It says why there is no spool, writes nothing, and may be tried again")
    func missing() throws {
        let scratch = try Scratch()
        let run = Run("status --spool \(scratch.path)/spool")
        #expect(run.code == .temporary)
        #expect(
            run.errors
                == "reelmill: there is no spool at \(scratch.path)/spool: its file SPOOL is "
                + "missing; is the volume mounted? A new one is made by  reelmill up --init\n"
        )
        #expect(try Directory.entries(of: scratch.path).isEmpty)
        #expect(Run("status").code == .invalidConfiguration)
    }

    @Test("A job whose order cannot be read keeps nobody from the others")
    func damaged() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        _ = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        let bad = try bed.queue(ClusterBed.offer("b.mkv", hash: 2 << 60), by: node)
        try bed.volume.rewrite(Layout.job(bad).order, Array("{".utf8))
        let run = bed.run("status")
        #expect(run.code == .done)
        #expect(run.output.contains("a.mkv"))
        #expect(run.output.contains("  ! cannot read jobs/\(bad)/order.json: not the JSON"))
    }
}
