import Model
import Platform
import TestKit
import Testing

@Suite("The output of a child", .timeLimit(.minutes(2)))
struct OutputTests {
    @Test("Both streams are read at the same time, more than a pipe holds of each")
    func both() throws {
        let ended = try Finished(
            shell: "yes out | head -c 1000000 & yes error | head -c 1000000 >&2; wait"
        )
        #expect(ended.status?.isSuccess == true)
        let lost = "[\(1_000_000 - 65_536) bytes left out]"
        #expect(ended.output.hasPrefix("out\n") && ended.output.contains(lost))
        #expect(ended.errors.hasPrefix("error\n") && ended.errors.contains(lost))
    }

    @Test("Reading ends at the deadline while a child holds its pipe open, and can go on")
    func deadline() throws {
        var request = SpawnRequest.shell("echo early; read line; echo late")
        request.input = .pipe
        request.output = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        #expect(try output.nextLine(until: soon) == .line(.whole(Array("early".utf8))))
        #expect(try output.nextLine(until: Deadline(after: .milliseconds(20))) == .timedOut)
        #expect(try output.readAll(until: Deadline(after: .milliseconds(20))) == false)
        _ = child.takeInput()
        #expect(try output.readAll(until: soon))
        #expect(String(decoding: output.output.bytes, as: UTF8.self) == "late\n")
    }

    /// After its deadline a call takes what is there, once: not more than it has room for.
    @Test("Reading ends at the deadline although a child never stops writing", arguments: [1, 2])
    func flood(stream: Int) throws {
        var request = SpawnRequest.shell("yes >&\(stream)")
        request.output = .pipe
        request.errors = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        var total: UInt64 = 0
        while total < 2_000_000 {
            if stream == 1 {
                try #require(try output.readAll(until: Deadline(after: .zero)) == false)
            } else {
                try #require(try output.nextLine(until: Deadline(after: .zero)) == .timedOut)
            }
            let now = output.output.total + output.errors.total
            try #require(now - total <= 65_536, "it went on reading")
            total = now
        }
        _ = try child.terminate(grace: .zero)
    }

    @Test("Lines come as they are written, and standard errors fill no pipe meanwhile")
    func lines() throws {
        var request = SpawnRequest.shell(
            "echo '{\"a\":1}'; yes | head -c 500000 >&2; echo; printf '%0100d\\n' 7; printf end"
        )
        request.output = .pipe
        request.errors = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child, lineBytesMax: 20)
        var events: [ChildOutput.LineEvent] = []
        repeat { try events.append(output.nextLine(until: soon)) } while events.last != .end
        let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 20)
        #expect(
            events == [
                .line(.whole(Array("{\"a\":1}".utf8))), .line(.whole([])),
                .line(.tooLong(beginning: zeros, bytes: 100)),
                .line(.unfinished(Array("end".utf8))), .end,
            ]
        )
        #expect(try output.readAll(until: soon))
        let total = output.errors.total
        #expect(total == 500_000)
    }

    @Test("An interrupted and a short read lose nothing")
    func faults() throws {
        var request = SpawnRequest.shell("printf '0123456789\\nabc\\n'")
        request.output = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        try Faults.with(
            .fails("read", .interrupted, times: 3),
            .comesShort("read", bytes: 1, times: 7)
        ) { () throws in
            #expect(try output.nextLine(until: soon) == .line(.whole(Array("0123456789".utf8))))
            #expect(try output.nextLine(until: soon) == .line(.whole(Array("abc".utf8))))
            #expect(try output.nextLine(until: soon) == .end)
            #expect(Faults.met == 10)
        }
    }

    private var soon: Deadline { Deadline(after: .seconds(60)) }
}

@Suite("Bytes of which the beginning and the end are kept")
struct BoundedBytesTests {
    @Test("All is kept up to the limit, and above it what is in the middle is dropped")
    func limit() {
        for total in 0...60 {
            for piece in 1...13 {
                let bytes = (0..<total).map { UInt8($0) }
                var kept = BoundedBytes(head: 7, tail: 5)
                for start in stride(from: 0, to: total, by: piece) {
                    kept.append(bytes[start..<min(start + piece, total)])
                }
                #expect(kept.head == Array(bytes.prefix(7)))
                #expect(kept.tail == Array(bytes.dropFirst(7).suffix(5)))
                #expect(kept.dropped == UInt64(max(0, total - 12)))
            }
        }
    }

    @Test("What is lost is said in a line of its own")
    func gap() {
        var kept = BoundedBytes(head: 2, tail: 1)
        kept.append(Array("ab".utf8) + Array("xyz".utf8))
        #expect(String(decoding: kept.bytes, as: UTF8.self) == "ab\n[2 bytes left out]\nz")
    }

    @Test("Limits of nothing keep nothing")
    func nothing() {
        var kept = BoundedBytes(head: 0, tail: 0)
        kept.append(Array("abc".utf8))
        #expect(kept.dropped == 3 && kept.head.isEmpty && kept.tail.isEmpty)
    }
}

@Suite("Lines cut from a stream")
struct LineSplitterTests {
    @Test("The lines are the same whatever pieces they come in")
    func pieces() {
        let text = Array("one\n\nthirteen13\nfourteen14++\n\u{e9}\nlast".utf8)
        for piece in 1...text.count {
            var splitter = LineSplitter(bytesMax: 10)
            var lines: [LineSplitter.Line] = []
            for start in stride(from: 0, to: text.count, by: piece) {
                splitter.feed(text[start..<min(start + piece, text.count)])
                while let line = splitter.take() { lines.append(line) }
            }
            splitter.finish()
            while let line = splitter.take() { lines.append(line) }
            #expect(
                lines == [
                    .whole(Array("one".utf8)), .whole([]), .whole(Array("thirteen13".utf8)),
                    .tooLong(beginning: Array("fourteen14".utf8), bytes: 12),
                    .whole([0xc3, 0xa9]), .unfinished(Array("last".utf8)),
                ]
            )
        }
    }

    @Test("A stream that ends with its last line has no unfinished one")
    func finished() {
        var splitter = LineSplitter(bytesMax: 10)
        splitter.feed(Array("a\n".utf8))
        splitter.finish()
        #expect(splitter.take() == .whole(Array("a".utf8)))
        #expect(splitter.take() == nil)
    }
}
