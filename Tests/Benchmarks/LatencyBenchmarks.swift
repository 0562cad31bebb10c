import Model
import Platform
import Spool
import TestKit

/// How soon a node does something about a film, and what it takes while there is none.
struct LatencyBenchmarks {
    let place: Path

    func run() throws {
        print("\na film of 15 s into the input of a node that is idle: least, median, greatest")
        for settle in ["0s", "300ms"] { try latency(settle, drops: 7) }
        try latency(nil, drops: 3)
        try idle()
    }

    // MARK: Latency

    private func latency(_ settle: String?, drops: Int) throws {
        let name = FileName("latency-\(settle ?? "default")")
        let bed = try PipelineBed(place / name, PipelineBed.fast)
        let node = try bed.up("bench", settle.map { ["--settle", $0] } ?? [])
        let film = try OpenFile(try TestMedia.bench720.file(), for: .read).readAll(limit: 1 << 30)
        var claims: [Double] = []
        var ends: [Double] = []
        let bell = Bell()
        for number in 1...drops {
            // Somewhere between two beats.
            bell.wait(after: bell.count, upTo: .milliseconds(.random(in: 4_000...8_000)))
            let closed = try drop(film, FileName("film \(number).mkv"), bed)
            claims.append(try waitForClaim(bed) - closed)
            ends.append(try waitForResult(FileName("film \(number).mkv"), bed))
        }
        try node.stop()
        let said = settle.map { "--settle \($0)" } ?? "settle as it is by default"
        row("\(said): close to first claimed slice", claims)
        row("\(said): last part to result", ends)
    }

    /// - Returns: When it was closed.
    private func drop(_ film: [UInt8], _ name: FileName, _ bed: PipelineBed) throws -> Double {
        let file = try OpenFile.create(bed.input / name)
        let step = 1 << 20
        for start in stride(from: 0, to: film.count, by: step) {
            try file.write(Array(film[start..<min(film.count, start + step)]))
        }
        try file.close()
        return now
    }

    private func waitForClaim(_ bed: PipelineBed) throws -> Double {
        try bed.wait("the slice") { try bed.claimed().contains(where: isEncode) }
        return now
    }

    /// - Returns: How long after the last part was there.
    private func waitForResult(_ name: FileName, _ bed: PipelineBed) throws -> Double {
        var lastPart = now
        try bed.wait("the result") {
            if try bed.claimed().contains(where: isEncode) { lastPart = now }
            return bed.exists("output" / name)
        }
        let found = now
        bed.wait("the job's end") {
            (try? Directory.entries(of: bed.root / "spool" / "jobs").isEmpty) ?? false
        }
        return found - lastPart
    }

    private func isEncode(_ task: TaskName) -> Bool {
        switch task {
        case .video, .audio: true
        case .split, .merge: false
        }
    }

    private var now: Double { Double(MonotonicTime.now.nanoseconds) / 1e9 }

    private func row(_ name: String, _ samples: [Double]) {
        LatencyBenchmarks.row(name, samples)
    }

    /// Least, median and greatest, in seconds.
    static func row(_ name: String, _ samples: [Double]) {
        let sorted = samples.sorted()
        let figures = [sorted[0], EncoderResult.median(sorted), sorted[sorted.count - 1]]
        let cells = figures.map { Figures.decimal($0, digits: 2) }.joined(separator: "  ")
        print(padded(name) + cells + " s")
    }

    static func padded(_ name: String) -> String {
        name + String(repeating: " ", count: max(1, 64 - name.count))
    }

    // MARK: Idle and busy

    private func idle() throws {
        let bed = try PipelineBed(place / "idle", PipelineBed.medium)
        let nodes = [
            ("coordinator", try bed.up("first", ["--settle", "0s"])),
            ("other node", try bed.up("second", ["--roles", "worker"])),
        ]
        let bell = Bell()
        bell.wait(after: bell.count, upTo: .seconds(10))
        let before = nodes.map { $0.1.look.processorSeconds ?? .nan }
        bell.wait(after: bell.count, upTo: .seconds(60))
        for (index, (name, node)) in nodes.enumerated() {
            let seconds = (node.look.processorSeconds ?? .nan) - before[index]
            let share = Figures.decimal(seconds / 60 * 100, digits: 2)
            print(LatencyBenchmarks.padded("idle \(name), of one core") + share + " %")
            megabytes("idle \(name), resident", node.look.residentBytes ?? 0)
        }
        try Directory.link(try PipelineBed.film(in: place).path, to: bed.input / "film.mkv")
        try busy(nodes, bed)
        for (_, node) in nodes { try node.stop() }
    }

    /// While slices are encoded and more are cut.
    private func busy(_ nodes: [(String, BenchNode)], _ bed: PipelineBed) throws {
        _ = try waitForClaim(bed)
        var peaks = nodes.map { _ in (own: UInt64(0), child: UInt64(0)) }
        let end = Deadline(after: .seconds(20))
        bed.wait {
            for (index, (_, node)) in nodes.enumerated() {
                peaks[index].own = max(peaks[index].own, node.look.residentPeakBytes ?? 0)
                for child in node.look.children {
                    let peak = ProcessLook(child).residentPeakBytes ?? 0
                    peaks[index].child = max(peaks[index].child, peak)
                }
            }
            return end.isOver
        }
        for ((name, _), peak) in zip(nodes, peaks) {
            megabytes("busy \(name), resident", peak.own)
            megabytes("busy \(name), its largest child", peak.child)
        }
    }

    private func megabytes(_ name: String, _ bytes: UInt64) {
        print(
            LatencyBenchmarks.padded(name) + Figures.decimal(Double(bytes) / 1e6, digits: 0)
                + " MB"
        )
    }
}
