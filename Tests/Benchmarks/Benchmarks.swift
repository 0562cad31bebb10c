import Model
import Platform

/// Prints figures and judges none: machines differ.
///
///     reelmill-bench [--full] [NAME …]
///
/// Names choose among `files`, `processes`, `claims`, `profiles`, `x264`, `x265`, `svtav1`, `vp9`,
/// `ladder`, `hour`, `run`, `latency`, `drain`, `scan`, `state`, `intake`, `search` and
/// `listeners`; without one everything is measured.
@main
enum Benchmarks {
    static func main() throws {
        var words = Array(CommandLine.arguments.dropFirst())
        if words.first == SplitChild.word { return try SplitChild.run(words) }
        if words.first == LadderChild.word { return try LadderChild.run(words) }
        if words.first == ClaimChild.word { return try ClaimChild.run(words) }
        let isFull = words.contains("--full")
        words.removeAll { $0 == "--full" }
        let known =
            [
                "files", "processes", "claims", "profiles", "ladder", "hour", "run", "latency",
                "drain", "scan", "state", "intake", "search", "listeners",
            ] + Contender.all.map(\.name)
        if let unknown = words.first(where: { !known.contains($0) }) {
            fatalError("no benchmark is called \(unknown); there are \(known)")
        }
        let chosen = Set(words.isEmpty ? known : words)
        let place = Path("/tmp") / UniqueName.hidden()
        try Directory.create(place)
        defer { try? Directory.removeTree(place) }
        try run(chosen, isFull: isFull, place)
    }

    private static func run(_ chosen: Set<String>, isFull: Bool, _ place: Path) throws {
        if !chosen.isDisjoint(with: ["files", "processes", "profiles"]) { Report.title(place) }
        if chosen.contains("files") { try FileBenchmarks(place: place).run() }
        if chosen.contains("processes") { try ProcessBenchmarks(place: place).run() }
        if chosen.contains("claims") { try ClaimBenchmarks(place: place).run() }
        if chosen.contains("profiles") { try ProfileBenchmarks(place: place).run() }
        let contenders = Contender.all.filter { chosen.contains($0.name) }
        if !contenders.isEmpty {
            try EncoderBenchmarks(place: place, isFull: isFull).run(contenders)
        }
        if chosen.contains("ladder") { try LadderBenchmarks(place: place, isFull: isFull).run() }
        if chosen.contains("hour") { try HourBenchmarks(place: place).run() }
        if chosen.contains("run") { try PipelineBenchmarks(place: place).run() }
        if chosen.contains("latency") { try LatencyBenchmarks(place: place).run() }
        if chosen.contains("drain") { try DrainBenchmarks(place: place).run() }
        if chosen.contains("scan") { try ScanBenchmarks(place: place).run() }
        if chosen.contains("state") { try FrontBenchmarks(place: place).state() }
        if chosen.contains("intake") { try FrontBenchmarks(place: place).intake() }
        if chosen.contains("search") { try SearchBenchmarks(place: place).run() }
        if chosen.contains("listeners") { try ListenerBenchmarks().run() }
    }
}
