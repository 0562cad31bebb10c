import Model
import Platform
import TestKit
import Testing

@Suite("Durable publication")
struct StagedFileTests {
    private let old = Array("old".utf8)
    private let new = Array("the new content".utf8)

    @Test("A published file has exactly the bytes, and nothing else is left")
    func replaces() throws {
        let scratch = try Scratch()
        let target = try scratch.file("result", "old")
        try StagedFile.publish(new, replacing: target)
        #expect(try content(of: target) == new)
        #expect(try Directory.entries(of: scratch.path).map(\.name) == ["result"])
    }

    @Test("Publishing survives interruptions and writes that come short")
    func perseveres() throws {
        let scratch = try Scratch()
        let target = scratch.path / "result"
        try Faults.with(
            .comesShort("write", bytes: 1, times: 5),
            .fails("write", .interrupted, times: 3),
            .fails("fsync", .interrupted),
            .fails("open", .interrupted),
            .fails("rename", .interrupted),
            .fails("close", .interrupted)
        ) {
            try StagedFile.publish(new, replacing: target)
            #expect(Faults.met == 12)
        }
        #expect(try content(of: target) == new)
    }

    /// Every step that can fail, each with an error that it gives in real life.
    static let steps: [Fault] = [
        .fails("open", .noSpace), .fails("open", .accessDenied), .fails("open", .overQuota),
        .fails("write", .noSpace), .fails("write", .inputOutput), .fails("write", .staleHandle),
        .fails("fsync", .noSpace), .fails("fsync", .inputOutput), .fails("fsync", .staleHandle),
        .fails("fstat", .staleHandle), .fails("close", .noSpace), .fails("close", .inputOutput),
        .fails("rename", .noSpace), .fails("rename", .readOnlyFileSystem),
    ]

    @Test("When any step fails the old file stands and nothing is left behind", arguments: steps)
    func failsWhole(fault: Fault) throws {
        let scratch = try Scratch()
        let target = try scratch.file("result", "old")
        Faults.with(fault) {
            #expect(throws: SystemError.self) { try StagedFile.publish(new, replacing: target) }
            #expect(Faults.met == 1)
        }
        #expect(try content(of: target) == old)
        #expect(try Directory.entries(of: scratch.path).count == 1)
    }

    @Test("A lost reply to the rename is no failure when the file is there")
    func lostReply() throws {
        let scratch = try Scratch()
        let target = try scratch.file("result", "old")
        try Faults.with(.losesReply("rename", .noSuchFile)) {
            try StagedFile.publish(new, replacing: target)
            #expect(Faults.met == 1)
        }
        #expect(try content(of: target) == new)
    }

    @Test("Creating keeps what is there already and says so")
    func createsOnce() throws {
        let scratch = try Scratch()
        let target = scratch.path / "record"
        #expect(try StagedFile.publish(old, creating: target) == .won)
        #expect(try StagedFile.publish(new, creating: target) == .lost)
        #expect(try content(of: target) == old)
        #expect(try Directory.entries(of: scratch.path).count == 1)
        #expect(try Directory.status(of: target).links == 1)
    }

    @Test("Creating with a lost reply is won by the one whose file it is")
    func createsWithLostReply() throws {
        let scratch = try Scratch()
        let target = scratch.path / "record"
        let outcome = try Faults.with(.losesReply("link", .exists)) {
            try StagedFile.publish(old, creating: target)
        }
        #expect(outcome == .won)
        #expect(try content(of: target) == old)
    }

    @Test("Content that did not all arrive is not published")
    func shortContent() throws {
        let scratch = try Scratch()
        let target = try scratch.file("result", "old")
        var staged = try StagedFile(in: scratch.path)
        try staged.write(new)
        // Somebody truncates the file under its hidden name, as a broken file system might.
        let hidden = staged.path
        try OpenFile(hidden, for: .update).descriptor.truncate(to: 3)
        do throws(SystemError) {
            try staged.publish(replacing: target)
            Issue.record("a file of 3 bytes was published for one of 15")
        } catch {
            #expect(error == SystemError("find all 15 bytes written to", hidden, .inputOutput))
        }
        #expect(try content(of: target) == old)
    }

    @Test("Letting go of a staged file removes it")
    func abandoned() throws {
        let scratch = try Scratch()
        do {
            var staged = try StagedFile(in: scratch.path)
            try staged.write(new)
            #expect(try Directory.entries(of: scratch.path).count == 1)
        }
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    private func content(of path: Path) throws -> [UInt8] {
        try OpenFile(path, for: .read).readAll(limit: 1_000)
    }
}
