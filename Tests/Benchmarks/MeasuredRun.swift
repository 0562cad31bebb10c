import Model
import Platform

/// What one program, with all its children, took from start to end.
struct MeasuredRun {
    var wallSeconds: Double
    /// User and system, of the whole tree: it waits for its children.
    var processorSeconds: Double
    /// Of the program itself, as last seen while it ran.
    var ownPeakBytes: UInt64
    /// Of the largest process of the tree.
    var treePeakBytes: UInt64
    var output: [UInt8]

    static func of(_ program: Path, _ words: [[UInt8]]) throws -> MeasuredRun {
        var request = SpawnRequest(program, words)
        request.environment = ProcessInput.environment
        request.output = .pipe
        request.errors = .pipe
        let began = MonotonicTime.now
        let child = try ChildProcess.spawn(request)
        var pipes = ChildOutput(of: child)
        var peak: UInt64 = 0
        // Looked at while it runs: what an ended process had is known for the tree only.
        while !(try pipes.readAll(until: Deadline(after: .milliseconds(50)))) {
            peak = max(peak, ProcessLook(child.processID).residentPeakBytes ?? 0)
        }
        guard let status = try child.wait(upTo: .seconds(60)), status.isSuccess else {
            let line = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
            let errors = String(decoding: pipes.errors.bytes.suffix(2_000), as: UTF8.self)
            fatalError("\(program) \(line) did not end well:\n\(errors)")
        }
        return MeasuredRun(
            wallSeconds: seconds(MonotonicTime.now - began),
            processorSeconds: seconds(status.usage.userTime + status.usage.systemTime),
            ownPeakBytes: peak,
            treePeakBytes: status.usage.peakMemoryBytes,
            output: pipes.output.bytes
        )
    }

    static func of(_ program: Path, _ words: [String]) throws -> MeasuredRun {
        try of(program, words.map { Array($0.utf8) })
    }

    static func seconds(_ duration: Duration) -> Double {
        let parts = duration.components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}

/// The programs that are measured.
enum Program {
    /// Of the same build, beside this one.
    static func reelmill() throws -> Path {
        try Directory.symbolicLinkTarget(of: "/proc/self/exe").parent / "reelmill"
    }

    static func ffmpeg() -> Path {
        let search = ProcessInput.environment[Array("PATH".utf8)] ?? []
        guard let program = ProgramSearch.find("ffmpeg", inPATH: search) else {
            fatalError("there is no ffmpeg in PATH: apt-get install ffmpeg")
        }
        return program
    }
}
