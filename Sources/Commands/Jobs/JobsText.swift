internal import Model
internal import Spool

/// Open jobs as a terminal shows them.
enum JobsText {
    static func table(_ jobs: [JobLine], hasBars: Bool) -> TextTable {
        var table = TextTable(
            ["JOB", "STATE", "DONE", "SLICES", "SPEED", "LEFT", "FILE"],
            right: ["SLICES", "SPEED", "LEFT"]
        )
        for job in jobs {
            let waiting = job.waitsFor.map { "  (\(Shown.line($0)))" } ?? ""
            table.add([
                job.id,
                job.state,
                Shown.share(job.slices.total > 0 ? job.progress : nil, hasBars: hasBars),
                job.slices.total > 0
                    ? "\(job.slices.done)/\(job.slices.total)\(job.isCut ? "" : "+")" : "",
                job.speed > 0 ? Amount.speed(job.speed) : "",
                job.secondsLeft.map { Amount.time(seconds: $0) } ?? "",
                Shown.path(job.pathBytes) + waiting,
            ])
        }
        return table
    }

    /// For example `slice 12, after 3 tries on 3 nodes: Invalid data found`.
    static func failure(_ failure: FailureLine) -> String {
        var reason = Shown.line(failure.reason)
        guard let task = failure.task, task != "merge", failure.tries > 0 else { return reason }
        // The reason of a job begins with the task that failed it.
        if reason.hasPrefix("\(task): ") { reason.removeFirst(task.count + 2) }
        return "\(name(of: task)), after \(Counted.of(failure.tries, "try", "tries")) on "
            + "\(Counted.of(failure.nodes.count, "node")): \(reason)"
    }

    /// `slice 12` for `v00012`, `slice 12 in 720p` for one rendition; the others as they are.
    static func name(of task: String, rendition: String? = nil) -> String {
        guard let name = TaskName(task), let slice = name.slice else { return task }
        guard let rung = name.rung else { return "slice \(slice)" }
        return "slice \(slice) in \(rendition.map(Shown.line) ?? "rendition \(rung)")"
    }

    // MARK: - Renditions

    /// A row for each job that has some: which slices are done of how many, for each rendition.
    static func renditions(_ jobs: [JobLine]) -> TextTable {
        let count = jobs.compactMap(\.renditions?.count).max() ?? 0
        var table = TextTable(
            ["JOB", "RENDITIONS"] + Array(repeating: "", count: max(0, count - 1))
        )
        for job in jobs {
            guard let renditions = job.renditions, job.slices.total > 0 else { continue }
            let cells = renditions.map { "\(Shown.line($0.name)) \(share($0.slices))" }
            table.add([job.id] + cells + Array(repeating: "", count: count - cells.count))
        }
        return table
    }

    /// For example `12/40`.
    private static func share(_ counts: TaskCounts) -> String {
        "\(counts.done)/\(counts.total)" + (counts.failed > 0 ? ", \(counts.failed) failed" : "")
    }

    private static func renditions(_ job: JobLine) -> String {
        guard let renditions = job.renditions, !renditions.isEmpty else { return "" }
        var table = TextTable(
            ["RENDITION", "SIZE", "SLICES", "RUNNING", "FPS"],
            right: ["SIZE", "SLICES", "RUNNING", "FPS"]
        )
        for rendition in renditions {
            table.add([
                Shown.line(rendition.name), "\(rendition.width)x\(rendition.height)",
                share(rendition.slices), "\(rendition.slices.running)",
                rendition.framesPerSecond > 0
                    ? Figures.decimal(rendition.framesPerSecond, digits: 1) : "",
            ])
        }
        return "\n" + table.text()
    }

    // MARK: - One job in full

    static func full(_ job: JobLine, _ facts: [(String, String)]) -> String {
        var rows: [(String, String)] = [
            ("job", job.key), ("source", Shown.path(job.pathBytes)),
            ("result", Shown.path(job.resultBytes)), ("state", state(job)),
        ]
        rows += facts
        if job.slices.total > 0 {
            rows.append(("slices", Shown.slices(job.slices) + (job.isCut ? "" : ", more to come")))
        }
        if let progress = job.progress, job.slices.total > 0 {
            rows.append(("done", Shown.share(progress, hasBars: false)))
        }
        if let left = job.secondsLeft { rows.append(("left", Amount.time(seconds: left))) }
        if let failure = job.failure { rows.append(("failed", JobsText.failure(failure))) }
        if !job.missing.isEmpty {
            rows.append(("not seen", job.missing.joined(separator: ", ")))
        }
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { head, text in
            "\(head)\(String(repeating: " ", count: width - head.count + 2))\(text)\n"
        }
        return lines.joined() + renditions(job) + running(job)
    }

    private static func state(_ job: JobLine) -> String {
        "\(job.state)\(job.waitsFor.map { ": \(Shown.line($0))" } ?? "")"
    }

    private static func running(_ job: JobLine) -> String {
        guard !job.running.isEmpty else { return "" }
        var table = TextTable(
            ["TASK", "TRY", "NODE", "STAGE", "DONE", "FPS", "SPEED"],
            right: ["TRY", "DONE", "FPS", "SPEED"]
        )
        for task in job.running {
            table.add([
                task.task, "\(task.generation + 1)", task.node, task.stage ?? "",
                Shown.share(task.progress, hasBars: false),
                task.framesPerSecond > 0 ? Figures.decimal(task.framesPerSecond, digits: 1) : "",
                task.speed > 0 ? Amount.speed(task.speed) : "",
            ])
        }
        return "\n" + table.text()
    }
}
