import CommandLine
import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Commands

@Suite("What events prints")
struct EventsTests {
    private func write(_ bits: UInt64, _ times: [String], _ bed: borrowing ClusterBed) throws {
        let holder = Holder(hostName: "pi\(bits)", bits: bits)
        let lines = times.enumerated().map { index, time in
            """
            {"holder":"\(holder)","kind":"node.joined","schema":1,"sequence":\(index + 1),\
            "time":"\(time)"}\n
            """
        }
        try bed.volume.create(Layout.events(holder), Array(lines.joined().utf8))
    }

    @Test("Nodes' events are merged by time, each node's own in its order")
    func merged() throws {
        let bed = try ClusterBed()
        let day = "2026-11-20T22:14:"
        // The clock of the first was set back between its events.
        try write(1, ["\(day)05.000Z", "\(day)01.000Z", "\(day)07.000Z"], bed)
        try write(2, ["\(day)04.000Z", "\(day)06.000Z"], bed)
        let run = bed.run("events")
        #expect(run.code == .done)
        let nodes = run.output.split(separator: "\n").map { $0.split(separator: "  ")[1] }
        #expect(nodes == ["pi2", "pi1", "pi1", "pi2", "pi1"])
        #expect(run.output.hasPrefix("2026-11-20 22:14:04  pi2  node.joined\n"))
        let last = bed.run("events --limit 1 --json")
        #expect(last.output.contains(#""sequence":3,"time":"2026-11-20T22:14:07.000Z""#))
        #expect(last.output.contains(#""schema":"reelmill.event/1""#))
        #expect(last.output.contains(#""type":"node.joined""#))
    }

    @Test("What happened to a job is told with its source, and only what is no older")
    func since() throws {
        let bed = try ClusterBed()
        try write(1, ["2020-01-01T00:00:00.000Z"], bed)
        let node = try bed.node()
        _ = try bed.queue(ClusterBed.offer("tv/a\nb.mkv", hash: 1 << 60), by: node)
        _ = try bed.claim(node)
        let run = bed.run("events --since 1h")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[1].hasSuffix("  nuc-1  job.queued  tv/a\\nb.mkv"))
        #expect(lines[2].hasSuffix("  nuc-1  task.claimed  split.0  tv/a\\nb.mkv"))
    }

    @Test("A line that is no event is passed over and counted, a half one waits")
    func damaged() throws {
        let bed = try ClusterBed()
        let holder = Holder(hostName: "pi", bits: 3)
        try bed.volume.create(Layout.events(holder), Array("junk\n{\"half\":".utf8))
        let run = bed.run("events")
        #expect(run.code == .done)
        #expect(run.output == "")
        #expect(run.errors == "note: 1 line could not be read\n")
    }

    @Test("A tail gives what was added since, whole lines only")
    func tail() throws {
        let bed = try ClusterBed()
        let node = try bed.node()
        var tail = EventTail(bed.volume)
        #expect(try tail.next().map(\.kind) == [.nodeJoined])
        #expect(try tail.next().isEmpty)
        try bed.volume.append(Layout.events(node.holder), Array(#"{"holder":"#.utf8))
        #expect(try tail.next().isEmpty)
        let rest =
            "\"\(node.holder)\",\"kind\":\"node.left\",\"schema\":1,\"sequence\":2,"
            + "\"time\":\"2026-11-20T22:14:05.000Z\"}\n"
        try bed.volume.append(Layout.events(node.holder), Array(rest.utf8))
        #expect(try tail.next().map(\.kind) == [.nodeLeft])
        #expect(tail.unreadable == 0)
    }
}
