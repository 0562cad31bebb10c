import Model
@testable import Platform
import TestKit
import Testing

@Suite("Standard streams")
struct TerminalTests {
    @Test("All of it is written, however often the stream is not ready, interrupted or short")
    func persistent() throws {
        let scratch = try Scratch()
        let file = try OpenFile.create(scratch.path / "a")
        let stream = StandardStream(raw: file.descriptor.raw, name: "a stream")
        try Faults.with(
            .fails("write", .wouldBlock, times: 2),
            .fails("write", .interrupted),
            .comesShort("write", bytes: 3, times: 2),
            .fails("poll", .interrupted)
        ) {
            try stream.write(Array("0123456789".utf8))
            #expect(Faults.met == 6)
        }
        let content = try OpenFile(scratch.path / "a", for: .read).readAll(limit: 100)
        #expect(content == Array("0123456789".utf8))
    }

    @Test("An error names the stream")
    func failing() throws {
        let scratch = try Scratch()
        let file = try OpenFile.create(scratch.path / "a")
        let stream = StandardStream(raw: file.descriptor.raw, name: "a stream")
        #expect(throws: SystemError("write to a stream", nil, .noSpace)) {
            try Faults.with(.fails("write", .noSpace)) { try stream.write([1]) }
        }
    }

    @Test("A file is no terminal and has no columns")
    func noTerminal() throws {
        let scratch = try Scratch()
        let file = try OpenFile.create(scratch.path / "a")
        let stream = StandardStream(raw: file.descriptor.raw, name: "a stream")
        #expect(!stream.isTerminal)
        #expect(stream.columns == nil)
        #expect(stream.rows == nil)
    }

    @Test("A file has no keys, and the message names the stream")
    func noKeys() throws {
        let scratch = try Scratch()
        let file = try OpenFile.create(scratch.path / "a")
        let stream = StandardStream(raw: file.descriptor.raw, name: "a stream")
        var told = ""
        do throws(SystemError) { _ = try TerminalKeys.take(of: stream) } catch { told = "\(error)" }
        #expect(told.hasPrefix("cannot take the keys of a stream: "))
    }
}
