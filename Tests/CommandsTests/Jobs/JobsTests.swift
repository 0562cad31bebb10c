import CommandLine
import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Commands

@Suite("What is shown of jobs, and who is meant")
struct JobsTests {
    /// Two jobs whose ids begin alike.
    private func queueTwo(_ bed: borrowing ClusterBed, _ node: Spool) throws -> [JobKey] {
        [
            try bed.queue(ClusterBed.offer("tv/a.mkv", hash: 0x7f3c_19aa_0000_0001), by: node),
            try bed.queue(ClusterBed.offer("tv/b.mkv", hash: 0x7f3c_2000_0000_0001), by: node),
        ]
    }

    @Test("They are listed in the order of work, and can be narrowed down")
    func list() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let keys = try queueTwo(bed, node)
        try node.pause(keys[1])
        let all = bed.run("jobs ls")
        let lines = all.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("7f3c19aa  waiting"))
        #expect(lines[1].hasSuffix("tv/a.mkv  (a node is about to take it)"))
        #expect(lines[2].hasPrefix("7f3c2000  paused"))
        #expect(lines[3] == "2 jobs")
        let paused = bed.run("jobs ls --status paused")
        #expect(paused.output.contains("tv/b.mkv") && !paused.output.contains("tv/a.mkv"))
        #expect(bed.run("jobs ls --profile other").output == "no open job\n")
        #expect(bed.run("jobs ls --limit 1").output.hasSuffix("\n1 of 2 jobs\n"))
        let json = bed.run("jobs ls --json --status waiting")
        #expect(json.output.contains(#""schema":"reelmill.jobs/1","total":1"#))
    }

    @Test("An id's beginning, a path, a folder and a pattern all mean a job")
    func meant() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        let keys = try queueTwo(bed, node)
        let root = "\(bed.root)"
        for word in [
            "7f3c19", keys[0].text, keys[0].job.text, "tv/a.mkv", "\(root)/input/tv/a.mkv",
        ] {
            let run = bed.run("jobs show \(word)")
            #expect(run.code == .done)
            #expect(run.output.hasPrefix("job       \(keys[0])\n"))
        }
        for word in ["tv", "tv/*.mkv", "7f3c19aa tv/b.mkv", "\(root)/input"] {
            let run = bed.run("jobs bump --dry-run \(word)")
            #expect(run.output.filter { $0 == "\n" }.count == 2)
        }
    }

    @Test("What may mean several is refused with the candidates")
    func ambiguous() throws {
        let bed = try ClusterBed()
        _ = try queueTwo(bed, try bed.node())
        let run = bed.run("jobs show 7f3c")
        #expect(run.code == .usage)
        #expect(
            run.errors == """
                reelmill: "7f3c" may mean 2 jobs:
                  7f3c19aa  tv/a.mkv
                  7f3c2000  tv/b.mkv

                """
        )
    }

    @Test("What means none is refused with the closest name")
    func none() throws {
        let bed = try ClusterBed()
        _ = try queueTwo(bed, try bed.node())
        let run = bed.run("jobs cancel tv/a.mkw")
        #expect(run.code == .notFound)
        #expect(
            run.errors
                == "reelmill: no open job matches \"tv/a.mkw\"; closest: \"tv/a.mkv\"\n"
                + "see: reelmill jobs ls\n"
        )
        #expect(bed.run("jobs show [").code == .usage)
        #expect(bed.run("jobs show x_../").code == .notFound)
    }

    @Test("One job is shown with its order, its tasks and who holds them")
    func show() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        _ = try bed.queue(ClusterBed.offer("tv/a.mkv", hash: 0x7f3c_19aa_0000_0001), by: node)
        try bed.cut(node, slices: 3, done: 1)
        let claim = try bed.claim(node)
        let run = bed.run("jobs show 7f3c19aa")
        for line in [
            "source    tv/a.mkv", "state     encoding", "profile   movies",
            "slices    1 waiting, 1 running, 1 done", "split     done by nuc-1",
            "merge     waiting", "done      33 %",
        ] {
            #expect(run.output.contains("\(line)\n"), "\(line)")
        }
        #expect(run.output.contains("\n\(claim.attempt.task)    1  nuc-1"))
        let json = bed.run("jobs show --json 7f3c19aa")
        #expect(json.output.contains(#""order":{"arrival":"#))
        #expect(json.output.contains(#""schema":"reelmill.job/1""#))
    }

    @Test("The logs say what each attempt came to, with nothing that acts on a terminal")
    func logs() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        _ = try bed.queue(ClusterBed.offer("a.mkv", hash: 0x7f3c_19aa_0000_0001), by: node)
        #expect(bed.run("jobs logs a.mkv").errors.contains("no attempt at"))
        try bed.cut(node, slices: 1)
        let claim = try bed.claim(node)
        try node.handBack(claim, reason: "ended by signal 9", blame: .died, lines: ["a\u{1b}b"])
        try bed.fail(node, reason: "no more")
        let run = bed.run("jobs logs a.mkv --follow")
        #expect(run.code == .done)
        #expect(
            run.output.contains(
                """
                split, try 1 on nuc-1: done
                v00000, try 1 on nuc-1: returned (its child died): ended by signal 9
                    a\\x1bb
                v00000, try 2 on nuc-1: failed: no more
                    x264 [error]: broken\\x1b[31m
                """
            )
        )
        let slice = bed.run("jobs logs a.mkv --slice 0 --json")
        #expect(slice.output.filter { $0 == "\n" }.count == 2)
        #expect(slice.output.contains(#""blame":"died""#))
    }
}
