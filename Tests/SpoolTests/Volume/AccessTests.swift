import Model
import Platform
import TestKit
import Testing

@testable import Spool

@Suite("Answers to uncertain replies")
struct AccessTests {
    private func access(_ scratch: borrowing Scratch, listingsStayOld: Bool = false) -> Access {
        let traits = VolumeTraits(listingsStayOld: listingsStayOld, isShared: true)
        return Access(volume: DirectoryVolume(root: scratch.path, traits: traits))
    }

    @Test(
        "a rename that happened and answered with an error was won",
        arguments: [Errno.noSuchFile, .inputOutput, .staleHandle]
    )
    func renameReplyLost(error: Errno) throws {
        let scratch = try Scratch()
        let access = access(scratch)
        try access.create("token", [])
        let isWon = try Faults.with(.losesReply("rename", error)) {
            try access.move("token", to: "claimed") && Faults.met == 1
        }
        #expect(isWon)
    }

    @Test(
        "a rename that did not happen is lost where losing gives that error, and unknown elsewhere"
    )
    func renameFailed() throws {
        let scratch = try Scratch()
        let access = access(scratch)
        try access.create("token", [])
        let isWon = try Faults.with(.fails("rename", .noSuchFile)) {
            try access.move("token", to: "claimed")
        }
        #expect(!isWon)
        let trouble = SystemError(
            "rename",
            scratch.path / "token",
            to: scratch.path / "claimed",
            .noSpace
        )
        let outcome = Faults.with(.fails("rename", .noSpace)) {
            Result { () throws(SpoolError) in try access.move("token", to: "claimed") }
        }
        #expect(outcome == .failure(.storage(trouble)))
    }

    @Test("a link that happened and answered that the name is taken was won")
    func linkReplyLost() throws {
        let scratch = try Scratch()
        let access = access(scratch)
        let found = try Faults.with(.losesReply("link", .exists)) {
            try access.publish([1], as: "record", by: "way") + [UInt8(Faults.met)]
        }
        #expect(found == [1, 1])
        #expect(try access.publish([2], as: "record", by: "other way") == [1])
        #expect(try access.read("record") == [1])
    }

    @Test("a creation that happened and answered that the name is taken is ours, and whole")
    func createReplyLost() throws {
        let scratch = try Scratch()
        let access = access(scratch)
        try Faults.with(.losesReply("open", .exists)) { try access.create("lock", [4, 5]) }
        #expect(try access.read("lock") == [4, 5])
        try Faults.with(.losesReply("mkdir", .exists)) { try access.makeDirectory("made") }
        #expect(try access.entries("made") == [])
    }

    @Test("of two directories for one name the first stays, whatever the reply says")
    func directories() throws {
        let scratch = try Scratch()
        let access = access(scratch)
        for name in ["mine", "late"] as [Path] {
            try access.makeDirectory(name)
            try access.create(name / "order.json", [])
        }
        let isOurs = try Faults.with(.losesReply("rename", .noSuchFile)) {
            try access.publish(directory: "mine", as: "job")
        }
        #expect(isOurs)
        #expect(try !access.publish(directory: "late", as: "job"))
        #expect(try access.entries(".")?.sorted() == ["job", "late"])
    }

    @Test("a file that is listed and cannot be opened yet is not taken for missing")
    func staleEntry() throws {
        let scratch = try Scratch()
        let access = access(scratch)
        try access.create("record", [1])
        let found = try Faults.with(.fails("open", .noSuchFile)) { try access.read("record") }
        #expect(found == [1])
        #expect(try access.read("record") == [1])
        #expect(try access.read("nothing") == nil)
    }

    @Test("a stale handle is trouble, and nothing is taken for gone because of it")
    func staleHandle() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        _ = try SpoolBed.queue(SpoolBed.offer(), by: spool)
        let claim = try #require(try spool.claim(SpoolBed.everything))
        let outcome = Faults.with(.fails("open", .staleHandle, times: 2, after: 1)) {
            Result { () throws(SpoolError) in try spool.beat(claim, 1, nil) }
        }
        guard case .failure(.storage(let error)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(error.errno == .staleHandle)
        #expect(try spool.beat(claim, 2, nil) == .held)
    }

    @Test("where listings stay old each is asked for by touching the directory first")
    func touches() throws {
        let scratch = try Scratch()
        let access = access(scratch, listingsStayOld: true)
        let before = try Directory.status(of: scratch.path).changed
        repeat {
            _ = try access.entries(".")
        } while try Directory.status(of: scratch.path).changed == before
        #expect(try access.entries("nothing") == nil)
    }

    @Test("what is buried lies in tmp/ whole until it is deleted from there")
    func buried() throws {
        let scratch = try Scratch()
        let bed = try SpoolBed(scratch)
        let spool = try bed.node("a")
        try spool.access.makeDirectory("jobs/x")
        try spool.access.create("jobs/x/file", [1])
        _ = try Faults.with(.fails("rmdir", .inputOutput, times: 5)) { try spool.bury("jobs/x") }
        #expect(try bed.names("jobs") == [])
        let left = try bed.names("tmp")
        #expect(left.count == 1)
        #expect(left.first?.hasPrefix("dead.a.") ?? false)
        var coordinator = Coordinator(spool, bed.outlet)
        _ = try coordinator.look()
        #expect(try bed.names("tmp") == [])
    }
}
