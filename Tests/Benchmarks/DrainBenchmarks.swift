import Model
import Platform
import Spool
import TestKit

/// How soon a node that is told twice to stop has given back all that it holds.
struct DrainBenchmarks {
    let place: Path

    func run() throws {
        let bed = try PipelineBed(
            place / "drain",
            "-c:v libx264 -preset veryslow -crf 18 -c:a aac -b:a 128k",
            rules: "slice = 60s\n"
        )
        let film = try PipelineBed.film(in: place).path
        try Directory.link(film, to: bed.input / "film.mkv")
        var claims: [Double] = []
        var ends: [Double] = []
        for _ in 0..<10 {
            let node = try bed.up("bench", ["--settle", "0s", "--slots", "2", "--listen", "none"])
            try bed.wait("two slices") { try bed.claimed().count(where: isVideo) == 2 }
            // Somewhere in a slice.
            let bell = Bell()
            bell.wait(after: bell.count, upTo: .milliseconds(.random(in: 1_000...3_000)))
            try node.terminate()
            bell.wait(after: bell.count, upTo: .milliseconds(.random(in: 500...1_500)))
            let began = now
            try node.terminate()
            try bed.wait("the claims") { try bed.claimed().isEmpty }
            claims.append(now - began)
            try node.waitForEnd()
            ends.append(now - began)
        }
        print("\na node with two slots busy gets SIGTERM twice: least, median, greatest of ten")
        LatencyBenchmarks.row("second signal to the last claim back in the queue", claims)
        LatencyBenchmarks.row("second signal to the end of the process", ends)
    }

    private func isVideo(_ task: TaskName) -> Bool {
        if case .video = task { true } else { false }
    }

    private var now: Double { Double(MonotonicTime.now.nanoseconds) / 1e9 }
}
