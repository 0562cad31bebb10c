internal import Model

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

    /// `slice 12` for `v00012`; the others as they are.
    static func name(of task: String) -> String {
        guard task.first == "v", let index = Int(task.dropFirst()) else { return task }
        return "slice \(index)"
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
        return lines.joined() + running(job)
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
