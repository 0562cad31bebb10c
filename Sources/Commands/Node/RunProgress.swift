internal import CommandLine
internal import Model
internal import Platform
internal import Services
internal import Spool
private import Synchronization

/// Shows how far everything is while a node runs that was started for what is there: one line that
/// is written over on a terminal, else a line a minute.
final class RunProgress: Sendable {
    private struct State {
        var shownAt = MonotonicTime.now
        var hasLine = false
    }

    private let console: Console
    private let spool: Path
    private let state = Mutex(State())

    init(_ console: Console, _ spool: Path) {
        self.console = console
        self.spool = spool
    }

    private var isLive: Bool { console.errorsCanBeWrittenOver && !console.isJSON }

    /// To be called every now and then.
    func tick() {
        guard !console.isQuiet, !console.isJSON else { return }
        let interval: Duration = isLive ? .milliseconds(500) : .seconds(60)
        let isDue = state.withLock { state in
            guard MonotonicTime.now - state.shownAt >= interval else { return false }
            state.shownAt = .now
            return true
        }
        guard isDue, let line = line() else { return }
        guard isLive else { return console.draw(line + "\n") }
        // A character in the last column makes some terminals begin a new line.
        let shown = String(line.prefix(max(10, console.errorColumns - 1)))
        console.draw("\r\(shown)\u{1b}[K")
        state.withLock { $0.hasLine = true }
    }

    /// Before something else is written.
    func clear() {
        let had = state.withLock { state in
            defer { state.hasLine = false }
            return state.hasLine
        }
        if had { console.draw("\r\u{1b}[K") }
    }

    func finish() { clear() }

    /// Nil while there is nothing to tell.
    private func line() -> String? {
        guard let reader = try? OpenSpool.reader(at: spool, hostName: "progress"),
            let view = try? reader.view()
        else { return nil }
        let status = ClusterSummary(view, nil, at: LocalTime(.now)).status
        guard let job = status.jobs.first(where: { !$0.running.isEmpty }) ?? status.jobs.first
        else { return nil }
        return RunProgress.line(job, status)
    }

    static func line(_ job: JobLine, _ status: ClusterStatus) -> String {
        var parts = [Quoted.path(Path(job.path))]
        if let progress = job.progress {
            parts.append("\(Figures.decimal(progress * 100, digits: 0)) %")
        }
        parts.append("slices \(job.slices.done)/\(job.slices.total)\(job.isCut ? "" : "+")")
        if status.speed > 0 { parts.append(Amount.speed(status.speed)) }
        if let left = job.secondsLeft { parts.append("left \(Amount.time(seconds: left))") }
        if let reason = job.waitsFor { parts.append(reason) }
        if status.jobs.count > 1 { parts.append("\(status.jobs.count - 1) more") }
        return parts.joined(separator: "  ")
    }
}
