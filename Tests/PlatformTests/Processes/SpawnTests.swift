import CLinux
import Model
import Platform
import Synchronization
import TestKit
import Testing

@Suite("Starting a child", .timeLimit(.minutes(2)))
struct SpawnTests {
    @Test("The exit code is told", arguments: [0, 1, 2, 127, 255] as [Int32])
    func exitCode(code: Int32) throws {
        let ended = try Finished(shell: "exit \(code)")
        #expect(ended.status?.outcome == .exited(code: code))
        #expect(ended.status?.description == "exited with code \(code)")
    }

    @Test(
        "The signal that killed it is told",
        arguments: [.terminate, .kill, .hangUp, .abort, .segmentationFault, .user1] as [Signal]
    )
    func killed(signal: Signal) throws {
        let ended = try Finished(shell: "kill -\(signal.rawValue) $$") {
            $0.limits = [.coreDump(bytes: 0)]
        }
        #expect(ended.status?.outcome == .killed(by: signal, dumpedCore: false))
        #expect(ended.status?.description == "was killed by \(signal)")
    }

    @Test("Arguments arrive byte for byte, empty ones and ones that are not UTF-8 too")
    func arguments() throws {
        let words: [[UInt8]] = [
            [], [0xff, 0xfe], Array("-x".utf8), Array("a\nb 'c' \"d\"".utf8), [],
        ]
        var request = SpawnRequest.shell("od -An -v -tx1 /proc/$$/cmdline")
        request.arguments += [Array("name".utf8)] + words
        request.output = .pipe
        let expected = [Array("/bin/sh".utf8)] + request.arguments
        #expect(try hexBytes(of: request) == expected.flatMap { $0 + [0] })
    }

    @Test("The environment is what the request says, and nothing else")
    func environment() throws {
        var request = SpawnRequest("/usr/bin/od", ["-An", "-v", "-tx1", "/proc/self/environ"])
        request.output = .pipe
        request.environment = [
            Array("B".utf8): [], Array("A".utf8): [0xff, UInt8(ascii: "="), 0x0a],
            [0xe9]: Array("x".utf8),
        ]
        let expected = Array("A=".utf8) + [0xff, 0x3d, 0x0a, 0] + Array("B=".utf8) + [0]
        #expect(try hexBytes(of: request) == expected + [0xe9] + Array("=x".utf8) + [0])
        request.environment = [:]
        #expect(try hexBytes(of: request) == [])
    }

    @Test(
        "The child works in the directory of the request, and its program is looked up from there"
    )
    func directory() throws {
        let scratch = try Scratch()
        #expect(
            try Finished(shell: "pwd; ln -s /bin/pwd here") { $0.directory = scratch.path }.output
                == "\(scratch.path)\n"
        )
        var request = SpawnRequest("./here", [] as [String])
        request.directory = scratch.path
        request.output = .pipe
        #expect(try Finished(request).output == "\(scratch.path)\n")
    }

    @Test("Streams can be files, shared descriptors and nothing")
    func streams() throws {
        let scratch = try Scratch()
        let log = try scratch.file("log", "first\n")
        let input = try scratch.file("input", "content\n")
        let shared = SharedDescriptor(try OpenFile(log, for: .append))
        for _ in 0..<2 {
            let ended = try Finished(shell: "cat; echo error >&2") {
                $0.input = .readingFile(input)
                $0.output = .appendingFile(log)
                $0.errors = .descriptor(shared)
            }
            #expect(ended.status?.isSuccess == true)
        }
        let content = try OpenFile(log, for: .read).readAll(limit: 1_000)
        #expect(
            String(decoding: content, as: UTF8.self)
                == "first\ncontent\nerror\ncontent\nerror\n"
        )
        #expect(try Finished(shell: "cat; echo end").output == "end\n")
    }

    @Test("What is written to its input arrives, and letting go of it is the end")
    func input() throws {
        var request = SpawnRequest("/bin/cat")
        request.input = .pipe
        request.output = .pipe
        let child = try ChildProcess.spawn(request)
        try writeAndClose(child.takeInput(), "through the pipe")
        let again = isThere(child.takeInput())
        #expect(!again)
        var output = ChildOutput(of: child)
        #expect(try output.readAll(until: Deadline(after: .seconds(60))))
        #expect(String(decoding: output.output.bytes, as: UTF8.self) == "through the pipe")
        #expect(try child.wait(upTo: .seconds(60))?.isSuccess == true)
    }

    @Test("Eight threads start children at once, and none has a descriptor of another")
    func noLeaksBetweenChildren() throws {
        let results = Mutex<[String]>([])
        try onThreads(8) {
            for _ in 0..<20 {
                var request = SpawnRequest("/bin/ls", ["/proc/self/fd"])
                request.input = .pipe
                request.output = .pipe
                request.errors = .pipe
                let listing = try Finished(request).output
                results.withLock { $0.append(listing) }
            }
        }
        // The fourth is the one by which ls reads the listing.
        #expect(results.withLock { $0 } == Array(repeating: "0\n1\n2\n3\n", count: 160))
    }

    @Test("The child finds no signal ignored, blocked or caught, whatever its parent does")
    func cleanSignals() throws {
        let lines = try ProbeProgram.lines(of: ProbeProgram.request("clean-signals"))
        let parts = lines.split(separator: "child:")
        let parent = try signals(in: #require(parts.first))
        let child = try signals(in: #require(parts.last))
        #expect(parent["SigBlk"] == bit(of: .terminate) | bit(of: .user1))
        // Whoever started the tests may have more of them ignored.
        #expect((parent["SigIgn"] ?? 0) & bit(of: .brokenPipe) != 0)
        #expect(child == ["SigBlk": 0, "SigIgn": 0, "SigCgt": 0])
    }

    /// Lines such as `SigIgn:\t0000000000001000`, a bit for each signal.
    private func signals(in lines: ArraySlice<String>) -> [String: UInt64] {
        let wanted: Set = ["SigBlk", "SigIgn", "SigCgt"]
        return lines.reduce(into: [:]) { found, line in
            let parts = line.split { $0 == ":" || $0 == "\t" }.map(String.init)
            if parts.count == 2, wanted.contains(parts[0]) {
                found[parts[0]] = UInt64(parts[1], radix: 16)
            }
        }
    }

    private func bit(of signal: Signal) -> UInt64 { 1 << UInt64(signal.rawValue - 1) }

    private func hexBytes(of request: SpawnRequest) throws -> [UInt8] {
        try Finished(request).output.split { $0 == " " || $0 == "\n" }
            .compactMap { UInt8($0, radix: 16) }
    }

    private func isThere(_ descriptor: consuming Descriptor?) -> Bool { descriptor != nil }

    private func writeAndClose(_ pipe: consuming Descriptor?, _ text: String) throws {
        guard let pipe else { throw Errno.brokenPipe }
        try pipe.write(Array(text.utf8))
        try pipe.close()
    }
}

@Suite("Descriptors that a library left open", .timeLimit(.minutes(2)))
struct OpenDescriptorTests {
    @Test("A child gets none of them")
    func closed() throws { try expectNone() }

    @Test("Nor where the kernel or a container refuses close_range")
    func byListing() throws {
        try Faults.with(.fails("close_range", .operationNotPermitted)) { try expectNone() }
    }

    @Test("Nor where /proc cannot be listed either")
    func byNumber() throws {
        try Faults.with(
            .fails("close_range", .operationNotPermitted),
            .fails("getdents", .noSuchFile)
        ) { try expectNone() }
    }

    /// `dup` makes a descriptor that, unlike all of ours, would stay open over exec.
    private func expectNone() throws {
        let raw = dup(0)
        defer { close(raw) }
        try #require(raw > 3)
        var request = SpawnRequest("/bin/ls", ["/proc/self/fd"])
        request.output = .pipe
        #expect(try Finished(request).output == "0\n1\n2\n3\n")
    }
}
