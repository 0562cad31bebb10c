import Model
import Platform
import TestKit
import Testing

@Suite("Limits of a child", .timeLimit(.minutes(2)))
struct LimitTests {
    @Test("A file beyond the limit ends the program")
    func fileSize() throws {
        let scratch = try Scratch()
        let ended = try Finished(shell: "exec dd if=/dev/zero of=big bs=1024 count=100") {
            $0.directory = scratch.path
            $0.limits = [.fileSize(bytes: 10_240), .coreDump(bytes: 0)]
        }
        #expect(ended.status?.outcome == .killed(by: .fileSizeExceeded, dumpedCore: false))
        #expect(try Directory.status(of: scratch.path / "big").size == 10_240)
    }

    @Test("The grace after a limit that is none is none, either")
    func noProcessorTimeLimit() {
        #expect(ResourceLimit.processorTime(seconds: .max).hard == .max)
    }

    @Test("Processor time beyond the limit ends the program, and it is told how much it was")
    func processorTime() throws {
        let ended = try Finished(shell: "while :; do :; done") {
            $0.limits = [.processorTime(seconds: 1), .coreDump(bytes: 0)]
        }
        let status = try #require(ended.status)
        #expect(status.outcome == .killed(by: .processorTimeExceeded, dumpedCore: false))
        // Not a second: the limit counts whole ticks of the clock, the usage what was really used.
        #expect(status.usage.userTime > .zero)
    }

    @Test("A program that ignores the first signal is killed after the grace")
    func processorTimeGrace() throws {
        let ended = try Finished(shell: "trap '' XCPU; while :; do :; done") {
            $0.limits = [.processorTime(seconds: 1, graceSeconds: 1)]
        }
        #expect(ended.status?.outcome == .killed(by: .kill, dumpedCore: false))
    }

    @Test("Memory beyond the address space is refused")
    func addressSpace() throws {
        let ended = try Finished(shell: "exec dd if=/dev/zero of=/dev/null bs=1G count=1") {
            $0.limits = [.addressSpace(bytes: 256 << 20)]
        }
        #expect(ended.status?.outcome == .exited(code: 1))
        #expect(ended.errors.contains("memory exhausted"), "\(ended.errors)")
    }

    @Test("The limits are those of the request and no others")
    func values() throws {
        let ended = try Finished(shell: "ulimit -Sn; ulimit -Hn; ulimit -c") {
            $0.limits = [.openFiles(50), .coreDump(bytes: 0)]
        }
        #expect(ended.output == "50\n50\n0\n")
    }

    @Test("The peak of memory is at least what the child used")
    func peakMemory() throws {
        let ended = try Finished(shell: "exec dd if=/dev/zero of=/dev/null bs=512M count=1")
        let peak = try #require(ended.status?.usage.peakMemoryBytes)
        #expect(peak > 512 << 20 && peak < 1 << 40)
    }
}
