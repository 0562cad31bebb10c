internal import CommandLine
internal import Model
internal import Platform
internal import Services

/// A line for each file: what becomes of it, which it is, and why.
enum ScanText {
    /// - Parameter showsAll: Also those that are jobs or were.
    static func text(_ report: ScanReport, showsAll: Bool) -> String {
        let shown = report.sightings.filter { showsAll || !isSettled($0.state) }
        let paths = shown.map { Quoted.path($0.path) }
        let width = min(columnMax, paths.map(\.count).max() ?? 0)
        let lines = zip(shown, paths).map { sighting, path in
            "\(padded(verb(sighting.state), 10))  \(padded(path, width))  \(sighting.state.text)"
        }
        let troubles = report.troubles.map { "not seen    \($0)" }
        let all = lines + troubles + [summary(report, isAll: shown.count == report.sightings.count)]
        return all.map { $0 + "\n" }.joined()
    }

    /// A long path must not push everything off the screen.
    private static let columnMax = 40

    private static func isSettled(_ state: Sighting.State) -> Bool {
        switch state {
        case .open, .done: true
        default: false
        }
    }

    private static func verb(_ state: Sighting.State) -> String {
        switch state {
        case .queued: "took"
        case .wouldTake: "would take"
        case .ignored, .skipped: "left"
        case .open, .done, .failed, .cancelled: state.name
        default: "waits"
        }
    }

    /// For example `3 taken, 12 open, 340 done (--verbose shows them)`.
    private static func summary(_ report: ScanReport, isAll: Bool) -> String {
        let counts = report.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let files = counts.isEmpty ? "no films" : counts.joined(separator: ", ")
        return files + (isAll ? "" : " (--verbose shows all of them)")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// The same for other programs.
struct ScanBody: Encodable {
    struct File: Encodable {
        let path: String
        let path_b64: String?
        let state: String
        let text: String
        let job: String?
        let record: String?

        init(_ sighting: Sighting) {
            let bytes = JSONBytes(sighting.path.bytes)
            (path, path_b64) = (bytes.text, bytes.base64)
            (state, text) = (sighting.state.name, sighting.state.text)
            switch sighting.state {
            case .queued(let job), .open(let job): (self.job, record) = (job, nil)
            case .done(let record), .failed(let record), .cancelled(let record):
                (job, self.record) = (nil, record)
            default: (job, record) = (nil, nil)
            }
        }
    }

    let mode: String
    let modeReason: String
    let dryRun: Bool
    let elapsedMilliseconds: Int64
    let counts: [String: Int]
    let files: [File]
    let troubles: [String]

    init(_ report: ScanReport, isDry: Bool) {
        (mode, modeReason) = (report.mode.kind.rawValue, report.mode.reason)
        dryRun = isDry
        elapsedMilliseconds = report.elapsed.milliseconds
        counts = report.counts
        files = report.sightings.map(File.init)
        troubles = report.troubles
    }
}
