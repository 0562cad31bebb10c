import Model
import Platform
import TestKit
import Testing

@Suite("Contested moves")
struct MoveTests {
    @Test("A claim moves the token to the claimant's name")
    func claims() throws {
        let scratch = try Scratch()
        let token = try scratch.file("token")
        #expect(try Move.claim(token, as: scratch.path / "token.me") == .won)
        #expect(try Directory.entries(of: scratch.path).map(\.name) == ["token.me"])
    }

    @Test("A claim on a token that is gone is lost, not an error")
    func losesClaim() throws {
        let scratch = try Scratch()
        #expect(try Move.claim(scratch.path / "token", as: scratch.path / "token.me") == .lost)
    }

    @Test(
        "A claim that happened is won whatever the error said",
        arguments: [Errno.noSuchFile, .inputOutput, .staleHandle, .timedOut]
    )
    func claimWithLostReply(error: Errno) throws {
        let scratch = try Scratch()
        let token = try scratch.file("token")
        let outcome = try Faults.with(.losesReply("rename", error)) {
            try Move.claim(token, as: scratch.path / "token.me")
        }
        #expect(outcome == .won)
    }

    @Test("A claim that succeeded needs no listing")
    func believesSuccess() throws {
        let scratch = try Scratch()
        let token = try scratch.file("token")
        try Faults.with(.fails("readdir", .inputOutput)) {
            let outcome = try Move.claim(token, as: scratch.path / "token.me")
            #expect(outcome == .won)
            #expect(Faults.met == 0)
        }
    }

    @Test("A claim that could not be made is trouble, not a loss")
    func claimInTrouble() throws {
        let scratch = try Scratch()
        let token = try scratch.file("token")
        let target = scratch.path / "token.me"
        #expect(throws: SystemError("rename", token, to: target, .staleHandle)) {
            try Faults.with(.fails("rename", .staleHandle)) {
                _ = try Move.claim(token, as: target)
            }
        }
        #expect(try Directory.entry(at: token) != nil)
    }

    @Test("When the listing cannot be read the claim is undecided and says so")
    func claimUndecided() throws {
        let scratch = try Scratch()
        let token = try scratch.file("token")
        #expect(throws: SystemError("read the directory", scratch.path, .inputOutput)) {
            try Faults.with(
                .losesReply("rename", .noSuchFile),
                .fails("readdir", .inputOutput)
            ) {
                _ = try Move.claim(token, as: scratch.path / "token.me")
            }
        }
    }

    @Test("Of two directories under one name the first stays whole")
    func publishesDirectoryOnce() throws {
        let scratch = try Scratch()
        let first = try directory("first", with: "a", in: scratch)
        let second = try directory("second", with: "b", in: scratch)
        let target = scratch.path / "batch"
        #expect(try Move.publish(directory: first, as: target) == .won)
        #expect(try Move.publish(directory: second, as: target) == .lost)
        #expect(try Directory.entries(of: target).map(\.name) == ["a"])
        #expect(try Directory.entries(of: second).map(\.name) == ["b"])
    }

    @Test("A directory whose publication lost its reply is won")
    func publishesDirectoryWithLostReply() throws {
        let scratch = try Scratch()
        let made = try directory("made", with: "a", in: scratch)
        let outcome = try Faults.with(.losesReply("rename", .noSuchFile)) {
            try Move.publish(directory: made, as: scratch.path / "batch")
        }
        #expect(outcome == .won)
    }

    /// What a listing says of inodes is not what stat says on every file system, so a publication
    /// that succeeded must not be taken for lost by it.
    @Test("A directory whose publication succeeded needs no listing to be won, and is synced")
    func publishesDirectoryWithoutListing() throws {
        let scratch = try Scratch()
        let made = try directory("made", with: "a", in: scratch)
        try Faults.with(.fails("readdir", .inputOutput)) { () throws in
            #expect(try Move.publish(directory: made, as: scratch.path / "batch") == .won)
            #expect(Faults.met == 0)
        }
        let next = try directory("next", with: "a", in: scratch)
        #expect(throws: SystemError("write to the disk", scratch.path, .inputOutput)) {
            try Faults.with(.fails("fsync", .inputOutput)) {
                _ = try Move.publish(directory: next, as: scratch.path / "batch-2")
            }
        }
    }

    @Test("A directory is not published over a file")
    func publishesDirectoryOverFile() throws {
        let scratch = try Scratch()
        let made = try directory("made", with: "a", in: scratch)
        let target = try scratch.file("batch")
        #expect(throws: SystemError("rename", made, to: target, .notADirectory)) {
            _ = try Move.publish(directory: made, as: target)
        }
    }

    static let poorer: [[Fault]] = [
        [],
        [.fails("renameat2", .invalidArgument)],
        [.fails("renameat2", .notSupported), .fails("link", .operationNotPermitted)],
    ]

    @Test("A free name is taken by what the file system has for it", arguments: poorer)
    func exclusively(faults: [Fault]) throws {
        let scratch = try Scratch()
        let file = try scratch.file("staged", "new")
        let identity = try Directory.status(of: file).identity
        let outcome = try Faults.with(faults) {
            try Move.exclusively(file, identity, to: scratch.path / "film")
        }
        #expect(outcome == .won)
        #expect(try Directory.entries(of: scratch.path).map(\.name) == ["film"])
    }

    @Test("A name that is taken stays as it is", arguments: poorer)
    func exclusivelyTaken(faults: [Fault]) throws {
        let scratch = try Scratch()
        let file = try scratch.file("staged", "new")
        let target = try scratch.file("film", "old")
        let identity = try Directory.status(of: file).identity
        let outcome = try Faults.with(faults) {
            try Move.exclusively(file, identity, to: target)
        }
        #expect(outcome == .lost)
        #expect(try Directory.status(of: target).size == 3)
        #expect(try Directory.entries(of: scratch.path).count == 2)
    }

    @Test("A link whose maker died before the old name was gone is brought to its end")
    func exclusivelyHalf() throws {
        let scratch = try Scratch()
        let file = try scratch.file("staged", "new")
        let identity = try Directory.status(of: file).identity
        try Directory.link(file, to: scratch.path / "film")
        #expect(try Move.exclusively(file, identity, to: scratch.path / "film") == .won)
        #expect(try Directory.entries(of: scratch.path).map(\.name) == ["film"])
    }

    @Test("Another file system is trouble with both paths in the message")
    func crossDevice() throws {
        let scratch = try Scratch()
        let token = try scratch.file("token")
        let elsewhere = Path("/dev/shm") / UniqueName.hidden()
        #expect(throws: SystemError("rename", token, to: elsewhere, .crossDevice)) {
            _ = try Move.claim(token, as: elsewhere)
        }
    }

    private func directory(
        _ name: FileName,
        with inner: FileName,
        in scratch: borrowing Scratch
    ) throws -> Path {
        try Directory.create(scratch.path / name)
        _ = try OpenFile.create(scratch.path / name / inner)
        return scratch.path / name
    }
}
