import Model
import Platform
import Spool
import TestKit
import Testing

@Suite("A directory as the volume")
struct DirectoryVolumeTests {
    private func volume(_ scratch: borrowing Scratch) -> DirectoryVolume {
        DirectoryVolume(
            root: scratch.path,
            traits: VolumeTraits(listingsStayOld: false, isShared: false)
        )
    }

    @Test("Paths count from the root, and errors name the whole path")
    func paths() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        try volume.makeDirectory("jobs")
        try volume.create("jobs/a", [1, 2, 3])
        #expect(try volume.read("jobs/a", limit: 3) == [1, 2, 3])
        #expect(try volume.size(of: "jobs/a") == 3)
        #expect(throws: SystemError("open", scratch.path.appending("jobs/b"), .noSuchFile)) {
            _ = try volume.read("jobs/b", limit: 3)
        }
    }

    @Test("A listing leaves hidden names out, and one that is stale is asked for once more")
    func lists() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        try scratch.file("a")
        try scratch.file(".nfs0000000000000001")
        #expect(try volume.list(".") == ["a"])
        #expect(try Faults.with(.fails("open", .staleHandle)) { try volume.list(".") } == ["a"])
        #expect(try Faults.with(.fails("readdir", .staleHandle)) { try volume.list(".") } == ["a"])
        #expect(
            throws: SystemError("open the directory", scratch.path.appending("."), .staleHandle)
        ) {
            try Faults.with(.fails("open", .staleHandle, times: 2)) { _ = try volume.list(".") }
        }
    }

    @Test("Reading ends at the limit, asks again when stale, and refuses what is no file")
    func reads() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        let path = try scratch.file("a", "abc")
        #expect(throws: SystemError("read all of", path, .fileTooLarge)) {
            _ = try volume.read("a", limit: 2)
        }
        let again = try Faults.with(.fails("read", .staleHandle)) {
            try volume.read("a", limit: 3)
        }
        #expect(again == Array("abc".utf8))
        try volume.makeDirectory("b")
        #expect(
            throws: SystemError("open as a regular file", scratch.path / "b", .invalidArgument)
        ) {
            _ = try volume.size(of: "b")
        }
    }

    @Test("What is there is never made again, and stays as it is")
    func createsOnce() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        let path = try scratch.file("a", "first")
        #expect(throws: SystemError("create", path, .exists)) { try volume.create("a", [1]) }
        #expect(try volume.read("a", limit: 9) == Array("first".utf8))
    }

    @Test(
        "A file that cannot be written to the disk is not left behind",
        arguments: ["write", "fsync", "close"]
    )
    func createsWhole(call: String) throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        let error = try failure {
            try Faults.with(.fails(call, .noSpace)) { try volume.create("a", [1, 2]) }
        }
        #expect(error?.errno == .noSpace)
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    @Test("An empty file waits for no disk: its name is synced with its directory")
    func createsToken() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        try Faults.with(.fails("fsync", .inputOutput)) {
            try volume.create("token", [])
            #expect(Faults.met == 0)
        }
        #expect(try volume.size(of: "token") == 0)
    }

    @Test("A file whose making failed is left alone when it is not the one that was made")
    func removesOnlyItsOwn() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        // Without an examination the file cannot be told from another one of its name.
        let error = try failure {
            try Faults.with(.fails("fstat", .inputOutput), .fails("fsync", .noSpace)) {
                try volume.create("a", [1])
            }
        }
        #expect(error?.errno == .noSpace)
        #expect(try volume.list(".") == ["a"])
    }

    @Test("Rewriting keeps the file, and takes its length when that differs")
    func rewrites() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        let path = try scratch.file("beat", "beat 1")
        let before = try Directory.status(of: path).identity
        try Faults.with(.fails("ftruncate", .inputOutput)) {
            try volume.rewrite("beat", Array("beat 2".utf8))
            #expect(Faults.met == 0)
        }
        for text in ["beat 1000", "b"] {
            try volume.rewrite("beat", Array(text.utf8))
            #expect(try volume.read("beat", limit: 9) == Array(text.utf8))
        }
        #expect(try Directory.status(of: path).identity == before)
    }

    @Test("A file that is gone is not made by rewriting it")
    func rewritesNothing() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        #expect(throws: SystemError("open", scratch.path / "beat", .noSuchFile)) {
            try volume.rewrite("beat", [1])
        }
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    @Test("A rewriting that fails when the file is closed has failed")
    func rewritesChecked() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        let path = try scratch.file("beat", "a")
        #expect(throws: SystemError("close", path, .overQuota)) {
            try Faults.with(.fails("close", .overQuota)) { try volume.rewrite("beat", [1]) }
        }
    }

    @Test("What is added goes to the end, and half a line does not stay")
    func appends() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        try volume.append("events", Array("one\n".utf8))
        let error = try failure {
            try Faults.with(
                .comesShort("write", bytes: 2, times: 1),
                .fails("write", .noSpace, after: 1)
            ) {
                try volume.append("events", Array("lost\n".utf8))
            }
        }
        #expect(error?.errno == .noSpace)
        try volume.append("events", Array("two\n".utf8))
        #expect(try volume.read("events", limit: 99) == Array("one\ntwo\n".utf8))
    }

    @Test("A directory is removed with what listings leave out, and with nothing else")
    func removesDirectories() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        try volume.makeDirectory("dead")
        try volume.makeDirectory("dead/.stray")
        try scratch.file(".kept")
        for name in ["dead/.nfs01", "dead/.stray/x", "dead/a"] {
            try volume.create(Path(name), [])
        }
        let path = scratch.path / "dead"
        #expect(throws: SystemError("remove the directory", path, .notEmpty)) {
            try volume.removeDirectory("dead")
        }
        #expect(try Directory.entries(of: path).count == 3)
        try volume.remove("dead/a")
        try volume.removeDirectory("dead")
        #expect(try Directory.entries(of: scratch.path).map(\.name) == [".kept"])
    }

    @Test("A directory published twice keeps its first content")
    func publishesOnce() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        for name in ["first", "second"] {
            try volume.makeDirectory(Path(name))
            try volume.create(Path("\(name)/\(name)"), [])
        }
        try volume.rename("first", to: "batch")
        let error = try failure { try volume.rename("second", to: "batch") }
        #expect(error?.errno == .notEmpty)
        #expect(try volume.list("batch") == ["first"])
    }

    @Test("A second name is given once")
    func links() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        try volume.create("a", [1])
        try volume.create("b", [2])
        try volume.link("a", to: "term.1")
        let error = try failure { try volume.link("b", to: "term.1") }
        #expect(error?.errno == .exists)
        #expect(try volume.read("term.1", limit: 1) == [1])
    }

    @Test(
        "A directory that lets nobody set its time is changed by a name that comes and goes",
        arguments: [
            nil, Errno.operationNotPermitted, .accessDenied, .notSupported, .notImplemented,
        ]
    )
    func touches(refusal: Errno?) throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        let before = try Directory.status(of: scratch.path).modified
        while try Directory.status(of: scratch.path).modified == before {
            let faults =
                refusal.map { Fault.fails("utimensat", $0) } ?? .fails("none", .inputOutput)
            try Faults.with(faults) { try volume.touch(".") }
        }
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    @Test("Trouble in touching is not taken for a refusal")
    func touchesInTrouble() throws {
        let scratch = try Scratch()
        let volume = volume(scratch)
        let path = scratch.path.appending(".")
        #expect(throws: SystemError("set the time of", path, .inputOutput)) {
            try Faults.with(.fails("utimensat", .inputOutput)) { try volume.touch(".") }
        }
    }

    @Test("A local directory is not shared, its listings are new, and it has room")
    func local() throws {
        let scratch = try Scratch()
        let volume = try DirectoryVolume(root: scratch.path)
        #expect(volume.traits == VolumeTraits(listingsStayOld: false, isShared: false))
        #expect(try volume.space().totalBytes > 0)
        try volume.sync(".")
    }

    private func failure(_ body: () throws -> Void) throws -> SystemError? {
        do {
            try body()
            return nil
        } catch let error as SystemError {
            return error
        }
    }
}
