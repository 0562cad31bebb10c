import CommandLine
import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Commands

@Suite("Nodes from the terminal")
struct NodesTests {
    /// As if it had written when this machine was set up.
    private func silence(_ node: Spool, _ bed: borrowing ClusterBed) throws {
        let path = bed.volume.root.appending(Layout.node(node.holder))
        let longAgo = try Directory.target(of: "/bin/sh").modified
        try OpenFile(path, for: .update).setModified(longAgo)
    }

    @Test("Each is listed with what it has, and a silent one for how long")
    func list() throws {
        let bed = try ClusterBed()
        #expect(bed.run("nodes ls").output == "no node runs\n")
        _ = try bed.node("nuc-1", slots: 4, busy: 3)
        let lost = try bed.node("pi4")
        try silence(lost, bed)
        try lost.drain("nuc-1")
        let lines = bed.run("nodes ls").output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[1].hasPrefix("nuc-1  amd64  3/4    draining"))
        #expect(lines[2].hasPrefix("pi4    amd64  0/2"))
        #expect(lines[2].contains("silent for "))
        let json = bed.run("nodes ls --json")
        #expect(json.output.contains(#""state":"silent""#))
        #expect(json.output.contains(#""schema":"reelmill.nodes/1""#))
    }

    @Test("One is shown in full, by its name or with its incarnation")
    func show() throws {
        let bed = try ClusterBed()
        let node = try bed.node("nuc-1")
        for word in ["nuc-1", node.holder.text] {
            let run = bed.run("nodes show \(word)")
            #expect(run.output.contains("holder        \(node.holder)\n"))
            #expect(run.output.contains("encoders      aac libx264 libx265\n"))
        }
        let wrong = bed.run("nodes show nuc-2")
        #expect(wrong.code == .notFound)
        #expect(
            wrong.errors
                == "reelmill: no node is called \"nuc-2\"; closest: \"nuc-1\"\n"
                + "see: reelmill nodes ls\n"
        )
    }

    @Test("A drained host takes nothing more until it is resumed, also when no node runs there")
    func drain() throws {
        let bed = try ClusterBed()
        let node = try bed.node("nuc-1")
        let run = bed.run("nodes drain nuc-1 --wait")
        #expect(run.code == .done)
        #expect(run.output == "nuc-1 has finished what it had\n")
        #expect(try node.isDrained())
        try node.leave()
        #expect(bed.run("nodes resume nuc-1").output == "nuc-1 takes work again\n")
        #expect(try !node.isDrained())
        #expect(bed.run("nodes resume nuc-1").code == .notFound)
    }

    @Test("The whole cluster is paused until it is resumed, and the status says so")
    func pause() throws {
        let bed = try ClusterBed()
        #expect(bed.run("resume").output == "it was not paused\n")
        let run = bed.run("pause --reason moving")
        #expect(run.code == .done)
        #expect(run.output == "nothing more is taken; it goes on by  reelmill resume\n")
        #expect(bed.run("pause").output == "it was paused before\n")
        let status = bed.run("status").output.split(separator: "\n")
        try #require(status.count > 1)
        #expect(status[1].hasPrefix("paused since 20"))
        #expect(status[1].hasSuffix(": moving; it goes on by  reelmill resume"))
        #expect(bed.run("status --json").output.contains(#""isPaused":true"#))
        #expect(bed.run("resume").output == "the cluster goes on\n")
        #expect(bed.run("status --json").output.contains(#""isPaused":false"#))
    }

    @Test("A drain that is waited for says what had not ended in time")
    func slowDrain() throws {
        let bed = try ClusterBed()
        let node = try bed.node("nuc-1")
        _ = try bed.queue(ClusterBed.offer("a.mkv", hash: 1 << 60), by: node)
        _ = try bed.claim(node)
        let run = bed.run("nodes drain nuc-1 --wait --timeout 1ms")
        #expect(run.code == .temporary)
        #expect(
            run.errors
                == "reelmill: 1 task of 1 node had not ended in time; the drain goes on\n"
                + "see: reelmill nodes show nuc-1\n"
        )
    }

    @Test("Only a silent node is forgotten, and it is asked before")
    func forget() throws {
        let bed = try ClusterBed()
        let node = try bed.node("pi4")
        let living = bed.run("nodes forget --yes pi4")
        #expect(living.code == .failed)
        #expect(living.errors.contains("only a node that is silent can be forgotten"))
        try silence(node, bed)
        #expect(bed.run("nodes forget pi4").code == .usage)
        #expect(try bed.volume.list(Layout.nodes).count == 1)
        let run = bed.run("nodes forget --yes pi4")
        #expect(run.code == .done)
        #expect(run.output == "\(node.holder) is forgotten\n")
        #expect(throws: SpoolError.declaredGone(node.holder)) {
            try node.beat(ClusterBed.status(), 2)
        }
    }
}
