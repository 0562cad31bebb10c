import Model
@testable import Platform
import TestKit
import Testing

@Suite("Signals", .timeLimit(.minutes(2)))
struct SignalTests {
    @Test("Signals have the kernel's names")
    func names() {
        #expect("\(Signal.terminate) \(Signal.stop)" == "SIGTERM SIGSTOP")
        #expect("\(Signal(rawValue: 40))" == "signal 40")
    }

    @Test("Signals to a process with several threads arrive in the inbox, one by one")
    func inbox() throws {
        let child = try ChildProcess.spawn(ProbeProgram.request("signal-inbox"))
        var output = ChildOutput(of: child)
        let deadline = Deadline(after: .seconds(60))
        #expect(try output.nextLine(until: deadline) == line("ready"))
        let sender = try ownNumber()
        for signal in [Signal.hangUp, .terminate, .hangUp, .interrupt] {
            try child.signal(signal)
            let expected = "\(SignalInbox.Event.signal(signal, sender: sender))"
            #expect(try output.nextLine(until: deadline) == line(expected))
        }
        #expect(try child.wait(upTo: .seconds(60))?.isSuccess == true)
    }

    @Test("Waiting for a signal ends at the deadline, and when it is woken")
    func wakeUp() throws {
        // A thread of its own: the signals stay blocked in it.
        let events = try NamedThread("inbox") {
            let inbox = try SignalInbox(for: [.user2])
            let pipe = try Pipe()
            let first = try inbox.next(until: Deadline(after: .zero), orReadable: pipe.reading)
            try pipe.writing.write([1])
            let second = try inbox.next(orReadable: pipe.reading)
            return try [first, second, inbox.next(until: Deadline(after: .milliseconds(5)))]
        }.join()
        #expect(events == [.timedOut, .woken, .timedOut])
    }

    @Test("An inbox that cannot be made says what it was for")
    func refused() throws {
        let thread = try NamedThread("inbox") {
            Faults.with(.fails("signalfd", .tooManyOpenFilesHere)) { () -> String in
                do throws(SystemError) {
                    _ = try SignalInbox(for: [.user1, .user2]).next(until: Deadline(after: .zero))
                    return "it was made"
                } catch {
                    return error.description
                }
            }
        }
        #expect(
            thread.join() == "cannot receive SIGUSR1, SIGUSR2: Too many open files (EMFILE)"
        )
    }

    private func line(_ text: String) -> ChildOutput.LineEvent { .line(.whole(Array(text.utf8))) }

    private func ownNumber() throws -> Int32 {
        let status = try OpenFile("/proc/self/stat", for: .read).readAll(limit: 4_096)
        return try #require(ProcessListing.parse(status)).number
    }
}

@Suite("Listing of processes")
struct ProcessListingTests {
    @Test("A name may hold what separates the fields")
    func parse() throws {
        let entry = try #require(
            ProcessListing.parse(Array("42 (a) R (1 2) S 7 8 9 0 -1 4194304".utf8))
        )
        #expect(entry.number == 42 && entry.state == "S" && entry.parent == 7 && entry.group == 8)
    }

    @Test(
        "What is no such line is nothing",
        arguments: ["", "42", "42 (a)", "42 (a) S 1", "x (a) S 1 2"]
    )
    func broken(text: String) {
        #expect(ProcessListing.parse(Array(text.utf8)) == nil)
    }
}
