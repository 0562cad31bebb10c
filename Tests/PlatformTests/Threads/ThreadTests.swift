import Model
@testable import Platform
import TestKit
import Testing

@Suite("Threads for work that blocks", .timeLimit(.minutes(2)))
struct ThreadTests {
    private struct Refusal: Error, Equatable { let reason: String }

    @Test("A thread gives what its body returns")
    func result() throws {
        #expect(try NamedThread("answer") { 42 }.join() == 42)
    }

    @Test("A thread gives what its body throws, with its type")
    func failure() throws {
        let thread = try NamedThread("refuse") { () throws(Refusal) -> Int in
            throw Refusal(reason: "no")
        }
        do throws(Refusal) {
            _ = try thread.join()
            Issue.record("nothing was thrown")
        } catch {
            #expect(error.reason == "no")
        }
    }

    @Test("A thread has its name, cut to 15 bytes")
    func name() throws {
        let name = try NamedThread("a-name-of-more-than-15-bytes") {
            try OpenFile("/proc/thread-self/comm", for: .read).readAll(limit: 100)
        }.join()
        #expect(String(decoding: name, as: UTF8.self) == "a-name-of-more-\n")
    }

    @Test("A thread has the stack that was asked for")
    func stack() throws {
        // Each level takes more than a kilobyte: 12 MiB in all, more than the eight that are
        // common.
        let depth = try NamedThread("deep", stackBytes: 64 << 20) { descend(12_000) }.join()
        #expect(depth == 12_000)
    }

    @Test("A thread that cannot be started is an error, and its body is not run")
    func noThread() {
        Faults.with(.fails("pthread_create", .wouldBlock)) { () -> Void in
            do throws(SystemError) {
                try NamedThread("extra") { _ = Issue.record("it runs") }.join()
                Issue.record("it was started")
            } catch {
                #expect(error == SystemError("start the thread extra", nil, .wouldBlock))
            }
        }
    }

    @Test("Letting go of a thread lets it run to its end")
    func letGo() throws {
        let pipe = Shared(try Pipe())
        do {
            _ = try NamedThread("loose") { try pipe.value.writing.write([7]) }
        }
        #expect(try readByte(pipe) == 7)
    }

    /// The readers block until a task that has nothing to do with them writes. On Swift's shared
    /// pool two of them take both threads of a machine of two cores, the writer never begins, and
    /// the test hangs; so it does when `offPool` is replaced by `Task.detached`.
    @Test("More blocking calls than cores keep no other task from running")
    func manyBlocked() async throws {
        let count = try Machine().cores().allowed * 4 + 4
        let pipe = Shared(try Pipe())
        let answers = try await withThrowingTaskGroup(of: UInt8.self) { group in
            for _ in 0..<count {
                group.addTask { try await offPool { try readByte(pipe) } }
            }
            // All of them are waiting before the first is let go: that many threads have the name.
            try await untilThreadsNamed("off-pool", reach: count)
            group.addTask {
                try pipe.value.writing.write([UInt8](repeating: 9, count: count))
                return 9
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: 9, count: count + 1))
    }

    @Test("What is thrown off the pool reaches the caller with its type")
    func offPoolFailure() async {
        do throws(Refusal) {
            try await offPool { () throws(Refusal) in throw Refusal(reason: "not today") }
            Issue.record("nothing was thrown")
        } catch {
            #expect(error == Refusal(reason: "not today"))
        }
    }

    private func untilThreadsNamed(_ name: String, reach count: Int) async throws {
        let deadline = Deadline(after: .seconds(60))
        while try await offPool("count", { try threads(named: name) }) < count {
            try #require(!deadline.isOver, "the threads did not start")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// For closures, which cannot hold what has one owner.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    let value: Value

    init(_ value: consuming Value) { self.value = value }
}

private func threads(named name: String) throws -> Int {
    try Directory.entries(of: "/proc/self/task").count { entry in
        let path: Path = "/proc/self/task"
        let comm = (path / entry.name).appending("comm")
        let content = try? OpenFile(comm, for: .read).readAll(limit: 100)
        return content.map { String(decoding: $0, as: UTF8.self) } == name + "\n"
    }
}

private func readByte(_ pipe: Shared<Pipe>) throws(Errno) -> UInt8 {
    var byte: UInt8 = 0
    let count = try withUnsafeMutableBytes(of: &byte) { buffer -> Result<Int, Errno> in
        Result { () throws(Errno) in try pipe.value.reading.read(into: buffer) }
    }.get()
    guard count == 1 else { throw .inputOutput }
    return byte
}

@inline(never)
private func descend(_ levels: Int) -> Int {
    guard levels > 0 else { return 0 }
    return withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 8) { room in
        room[levels % 1_024] = 1
        return descend(levels - 1) + Int(room[levels % 1_024])
    }
}
