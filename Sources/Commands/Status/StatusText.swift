internal import Model

/// How everything is, on one screen: the sums, the nodes, what is done and what comes next, and at
/// the end what somebody has to see to.
struct StatusText {
    private let status: ClusterStatus
    /// Whether shares are drawn, for an eye, or written.
    private let hasBars: Bool

    init(_ status: ClusterStatus, hasBars: Bool) {
        (self.status, self.hasBars) = (status, hasBars)
    }

    var text: String {
        [head + pause, sums, nodes, jobs, files, problems].filter { !$0.isEmpty }.joined(
            separator: "\n"
        )
    }

    // MARK: - Sums

    var head: String {
        var parts = ["\(Product.name) \(status.version)"]
        switch status.coordinator {
        case nil: parts.append("no coordinator")
        case let leader? where leader.isSilent:
            parts.append(
                "coordinator \(leader.node), silent for \(Shown.age(leader.secondsSilent))"
            )
        case let leader?: parts.append("coordinator \(leader.node)")
        }
        if let watch = status.watch {
            parts.append("watching by \(Shown.line(watch.mode)): \(Shown.line(watch.modeReason))")
        }
        return parts.joined(separator: " · ") + "\n"
    }

    var pause: String {
        guard status.isPaused else { return "" }
        let text = Shown.line(status.pause?.text ?? "")
        return "paused\(text); it goes on by  reelmill resume\n"
    }

    var sums: String {
        var lines = [
            "  JOBS    \(Shown.counts(status.counts, in: Shown.states, none: "none open"))"
        ]
        if let watch = status.watch, !watch.files.isEmpty {
            let names = watch.files.keys.sorted()
            lines.append("  FILES   \(Shown.counts(watch.files, in: names, none: "none"))")
        }
        if status.slices.total > 0 {
            var line = "  SLICES  \(Shown.slices(status.slices))"
            if status.speed > 0 { line += "        \(Amount.speed(status.speed)) real time" }
            if let left = status.secondsLeft {
                line += ", about \(Amount.time(seconds: left)) left"
            }
            lines.append(line)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    // MARK: - Nodes and jobs

    private var nodes: String {
        guard !status.nodes.isEmpty else { return "  no node runs; start one with  reelmill up\n" }
        return NodesText.table(status.nodes).text(indent: 2)
    }

    private var jobs: String {
        let begun = status.jobs.filter { $0.waitsFor == nil && $0.failure == nil }
        let waiting = status.jobs.filter { $0.waitsFor != nil }
        let shown = begun.prefix(StatusText.begunMax) + waiting.prefix(StatusText.waitingMax)
        guard !shown.isEmpty else { return "" }
        let more = begun.count + waiting.count - shown.count
        let renditions = JobsText.renditions(Array(shown))
        return JobsText.table(Array(shown), hasBars: hasBars).text(indent: 2)
            + (renditions.isEmpty ? "" : "\n" + renditions.text(indent: 2))
            + (more > 0 ? "  and \(more) more; see  reelmill jobs ls\n" : "")
    }

    // MARK: - What somebody should know

    private var files: String {
        guard let watch = status.watch, !watch.sightings.isEmpty else { return "" }
        let shown = watch.sightings.prefix(StatusText.filesMax)
        let lines = shown.map { "  \(Shown.path($0.bytes))  \(Shown.line($0.text))\n" }
        let more = watch.sightings.count - shown.count
        return lines.joined() + (more > 0 ? "  and \(more) more; see  reelmill scan\n" : "")
    }

    private var problems: String {
        let failed = status.jobs.filter { $0.failure != nil }
        let shown = failed.prefix(StatusText.problemsMax).map(StatusText.problem).joined()
        let more = failed.count - StatusText.problemsMax
        let rest = more > 0 ? "  and \(more) more; see  reelmill jobs ls --status failed\n" : ""
        let missing = status.jobs.filter { !$0.missing.isEmpty }.prefix(StatusText.problemsMax)
        let alarms = missing.map { job in
            "  ! \(Shown.path(job.pathBytes)): the token of \(job.missing.joined(separator: ", ")) "
                + "was not seen; see  reelmill doctor\n"
        }
        let troubles = status.troubles.prefix(StatusText.problemsMax).map {
            "  ! \(Shown.line($0))\n"
        }
        return shown + rest + alarms.joined() + troubles.joined()
    }

    private static func problem(_ job: JobLine) -> String {
        guard let failure = job.failure else { return "" }
        return "  ! \(Shown.path(job.pathBytes)) failed: \(JobsText.failure(failure))\n"
            + "      see  reelmill jobs logs \(job.id)      again  reelmill jobs retry \(job.id)\n"
    }

    private static let begunMax = 12
    private static let waitingMax = 8
    private static let filesMax = 10
    private static let problemsMax = 5
}

/// Pieces of what is shown of jobs and nodes.
enum Shown {
    /// What is done now first, what waits then.
    static let states = [
        "splitting", "encoding", "merging", "publishing", "waiting", "paused", "cancelling",
        "failed",
    ]

    static func counts(_ counts: [String: Int], in order: [String], none: String) -> String {
        let parts = order.compactMap { name in
            counts[name].flatMap { $0 > 0 ? "\($0) \(line(name))" : nil }
        }
        return parts.isEmpty ? none : parts.joined(separator: ", ")
    }

    static func slices(_ counts: TaskCounts) -> String {
        let failed = counts.failed > 0 ? ", \(counts.failed) failed" : ""
        return "\(counts.waiting) waiting, \(counts.running) running, \(counts.done) done\(failed)"
    }

    /// Without anything that acts on a terminal.
    static func line(_ text: String) -> String { ReadableBytes.escaped(Array(text.utf8)) }

    static func path(_ bytes: [UInt8]) -> String {
        Path(bytes: bytes).map(Quoted.path) ?? ReadableBytes.escaped(bytes)
    }

    /// The end of a path says which film it is.
    static func shortened(_ bytes: [UInt8], to scalars: Int) -> String {
        let text = Array(path(bytes).unicodeScalars)
        guard text.count > scalars else { return path(bytes) }
        var end = String.UnicodeScalarView()
        end.append("…")
        end.append(contentsOf: text.suffix(scalars - 1))
        return String(end)
    }

    /// For example `2 s`, `3 min`, `2 h`, `4 d`.
    static func age(_ seconds: Double) -> String { Amount.age(seconds: seconds) }

    /// For example `[######----]  61 %`, or the number alone.
    static func share(_ share: Double?, hasBars: Bool) -> String {
        guard let share else { return "" }
        let percent = "\(Int((share * 100).rounded(.down))) %"
        guard hasBars else { return percent }
        let full = Int((share * Double(barWidth)).rounded(.down))
        let bar =
            String(repeating: "#", count: full)
            + String(repeating: "-", count: barWidth - full)
        return "[\(bar)] \(String(repeating: " ", count: max(0, 5 - percent.count)))\(percent)"
    }

    private static let barWidth = 16
}
