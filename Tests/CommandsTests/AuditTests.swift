import CommandLine
@testable import Commands
import Model
import Platform
import Spool
import TestKit
import Testing

@Suite("What audit says")
struct AuditTests {
    /// A spool with one node that came and went.
    private func volume(_ scratch: borrowing Scratch) throws -> DirectoryVolume {
        let volume = try DirectoryVolume(root: scratch.path)
        let holder = Holder(hostName: "pi4", bits: 1)
        let opening = try SpoolOpening.initialize(volume, holder: holder, chance: SystemChance())
        guard case .open = opening else {
            Issue.record("it is \(opening)")
            return volume
        }
        let spool = Spool(
            volume: volume,
            clock: SystemNodeClock(),
            chance: SystemChance(),
            hostName: "pi4",
            settings: .local
        )
        try spool.join(NodeStatus())
        try spool.leave()
        return volume
    }

    /// Two holders of one task.
    private func breakRule(_ volume: DirectoryVolume) throws {
        for bits in [1, 2] as [UInt64] {
            let holder = Holder(hostName: "pi\(bits)", bits: bits)
            let line = """
                {"attempt":"split.0.\(holder)","holder":"\(holder)",\
                "job":"film_00000000000000ab.0","kind":"task.claimed","schema":1,"sequence":1,\
                "time":"2026-11-21T00:00:00.000Z"}

                """
            try volume.create(Layout.events(holder), Array(line.utf8))
        }
    }

    @Test("Where every rule was kept it says so, with the figures")
    func clean() throws {
        let scratch = try Scratch()
        _ = try volume(scratch)
        let run = Run("audit --spool \(scratch.path)")
        #expect(run.code == .done)
        #expect(run.errors == "")
        #expect(
            run.output == """
                every rule was kept: \(scratch.path)
                  events  2 of 1 process
                  jobs    0, 0 records
                  tasks   0, claimed 0 times: 0 done, 0 taken back, 0 handed back, 0 failed, \
                0 rejected

                """
        )
    }

    @Test("What was broken comes right behind the verdict, and the command fails")
    func broken() throws {
        let scratch = try Scratch()
        try breakRule(try volume(scratch))
        let run = Run("audit --spool \(scratch.path)")
        #expect(run.code == .failed)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "1 rule broken: \(scratch.path)")
        #expect(
            lines.dropFirst().first
                == "  broken  film_00000000000000ab.0: split.0 was claimed by "
                + "pi1.0000000000001 and by pi2.0000000000002"
        )
    }

    @Test("Programs get a document that names its form")
    func json() throws {
        let scratch = try Scratch()
        let volume = try volume(scratch)
        let clean = Run("audit --json --spool \(scratch.path)")
        #expect(clean.code == .done)
        #expect(clean.output.contains(#""schema":"reelmill.audit/1""#))
        #expect(clean.output.contains(#""findings":[],"handedBack":0,"isClean":true"#))
        try breakRule(volume)
        let broken = Run("audit --json --spool \(scratch.path)")
        #expect(broken.code == .failed)
        #expect(broken.output.contains(#""rule":"oneWinner""#))
        #expect(broken.output.filter { $0 == "\n" }.count == 1)
    }

    @Test("It says why there is nothing to audit, and writes nothing")
    func nothing() throws {
        let scratch = try Scratch()
        let missing = Run("audit --spool \(scratch.path)")
        #expect(missing.code == .temporary)
        #expect(
            missing.errors
                == "reelmill: there is no spool at \(scratch.path): its file SPOOL is missing; "
                + "is the volume mounted? A new one is made by  reelmill up --init\n"
        )
        #expect(try Directory.entries(of: scratch.path).isEmpty)
        try scratch.file("SPOOL", "{\"format\":2}")
        let later = Run("audit --spool \(scratch.path)")
        #expect(later.code == .failed)
        #expect(
            later.errors
                == "reelmill: the spool at \(scratch.path) has format 2, and this version reads "
                + "format 1\n"
        )
        let unset = Run("audit")
        #expect(unset.code == .invalidConfiguration)
        #expect(
            unset.errors
                == "reelmill: no spool is set; --root or --spool says where it is\n"
                + "see: reelmill help audit\n"
        )
    }
}
