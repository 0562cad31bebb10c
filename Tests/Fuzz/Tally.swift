import Model
import Platform

/// One line that a child wrote.
struct Report {
    let isBeginning: Bool
    let seed: UInt64
    var probe = ""
    var plan = ""
    var milliseconds = 0
    var peakKibibytes = 0
    var fault: String?

    init(_ bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self)
            .split(separator: " ", maxSplits: 6, omittingEmptySubsequences: false)
            .map(String.init)
        isBeginning = words.first == "begin"
        seed = words.count > 1 ? UInt64(words[1]) ?? 0 : 0
        guard !isBeginning, words.count == 7 else { return }
        (probe, plan) = (words[2], words[3])
        (milliseconds, peakKibibytes) = (Int(words[4]) ?? 0, Int(words[5]) ?? 0)
        fault = words[6].isEmpty ? nil : words[6]
    }
}

/// Something that must never be.
struct Find: CustomStringConvertible, Sendable {
    let seed: UInt64
    let fault: String
    /// The broken film; nil when it was not made.
    let file: Path?
    /// What the child wrote to its standard errors.
    let words: [String]

    var description: String {
        let shown = words.prefix(12).map { "\n    \($0)" }.joined()
        return "FIND seed \(seed): \(fault); \(file.map { "\($0)" } ?? "no file")\(shown)"
    }
}

/// What came of all files.
struct Tally: Sendable {
    var finds: [Find] = []
    private let options: Options
    private let began = MonotonicTime.now
    private var seconds = 0.0
    private var probed: [String: [UInt64]] = [:]
    private var planned: [String: [UInt64]] = [:]
    private var files = 0
    private var slowest: (seed: UInt64, milliseconds: Int) = (0, 0)
    private var peakKibibytes = 0

    init(_ options: Options) { self.options = options }

    mutating func take(_ report: Report) {
        files += 1
        probed[report.probe, default: []].append(report.seed)
        planned[report.plan, default: []].append(report.seed)
        if report.milliseconds > slowest.milliseconds {
            slowest = (report.seed, report.milliseconds)
        }
        peakKibibytes = max(peakKibibytes, report.peakKibibytes)
    }

    mutating func finish() {
        let parts = (MonotonicTime.now - began).components
        seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }

    func report() {
        let last = options.seed + options.count - 1
        let rate = Figures.decimal(Double(files) / max(seconds, 0.001), digits: 1)
        print(
            """
            seeds      \(options.seed) to \(last), \(files) files tried to their end
            time       \(Figures.decimal(seconds, digits: 1)) s, \(rate) files a second
            probed     \(Tally.text(probed))
            planned    \(Tally.text(planned))
            slowest    \(slowest.milliseconds) ms of CPU, seed \(slowest.seed)
            memory     \(Figures.grouped(Int64(peakKibibytes / 1_024))) MiB at most
            finds      \(finds.count)
            """
        )
    }

    /// The most frequent first; of what is rare the seeds.
    private static func text(_ seeds: [String: [UInt64]]) -> String {
        seeds.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .map { kind, seeds in
                let shown = seeds.prefix(3).map { "\($0)" }.joined(separator: " ")
                return "\(kind) \(seeds.count)" + (seeds.count < 20 ? " (\(shown))" : "")
            }
            .joined(separator: ", ")
    }
}
