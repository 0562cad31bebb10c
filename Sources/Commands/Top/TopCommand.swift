internal import CommandLine
internal import Model
internal import Platform

/// `reelmill top`: the running slices on the whole screen, drawn again in place until somebody
/// presses q.
enum TopCommand {
    static func run(_ context: Context) throws -> ExitCode {
        guard !context.console.isJSON else {
            throw Failure(
                .usage,
                "top is for people, and has no JSON",
                hint: "reelmill status --watch --json"
            )
        }
        guard context.console.canShowScreens else {
            throw Failure(
                .failed,
                "standard input and output are no terminal that a screen can be drawn on",
                hint: "reelmill status --watch"
            )
        }
        let spool = try OpenSpool(context)
        // What is wrong at once is told on a screen that stays.
        let first = try StatusCommand.status(spool)
        // Whoever ends it gets the terminal back first: signals come as values.
        let inbox = try SignalInbox(for: [.interrupt, .terminate, .hangUp, .windowChanged])
        let interval = context.invocation[CommonFlags.interval] ?? Watching.usualInterval
        let keys = try TerminalKeys.take(of: .input)
        let top = Top(console: context.console, interval: interval) {
            try StatusCommand.status(spool)
        }
        return try top.run(first, inbox, keys)
    }
}

/// Draws, waits for a key, a signal or the next look, and draws again.
struct Top {
    private let console: Console
    private let interval: Duration
    private let look: () throws -> ClusterStatus

    init(console: Console, interval: Duration, look: @escaping () throws -> ClusterStatus) {
        (self.console, self.interval, self.look) = (console, interval, look)
    }

    func run(
        _ first: ClusterStatus,
        _ inbox: borrowing SignalInbox,
        _ keys: borrowing TerminalKeys
    ) throws -> ExitCode {
        try console.print(TopScreen.begin)
        // If it cannot be written, there is no screen to give back.
        defer { try? console.print(TopScreen.end) }
        var (status, trouble) = (first, nil as String?)
        while true {
            try draw(status, trouble)
            if let code = try wait(inbox, keys, status, trouble) { return code }
            do {
                (status, trouble) = (try look(), nil)
            } catch let failure as Failure where failure.code == .temporary {
                // It may pass: what was seen last stays, with what is wrong.
                trouble = failure.message
            }
        }
    }

    private func draw(_ status: ClusterStatus, _ trouble: String?) throws(OutputError) {
        let screen = TopScreen(
            status,
            trouble: trouble,
            rows: StandardStream.output.rows ?? 24,
            columns: StandardStream.output.columns ?? 80,
            style: console.outputStyle
        )
        try console.print(screen.text)
    }

    /// Until the next look is due; then nil, else how it ends.
    private func wait(
        _ inbox: borrowing SignalInbox,
        _ keys: borrowing TerminalKeys,
        _ status: ClusterStatus,
        _ trouble: String?
    ) throws -> ExitCode? {
        let deadline = Deadline(after: interval)
        while true {
            switch try inbox.next(until: deadline, orReadable: .input) {
            case .timedOut: return nil
            case .signal(.windowChanged, _): try draw(status, trouble)
            case .signal(.interrupt, _): return .interrupted
            case .signal: return .terminated
            case .woken:
                let pressed = try keys.pressed()
                if pressed.isEmpty { return .terminated }
                if pressed.contains(where: { "qQ".utf8.contains($0) }) { return .done }
                // A blank or a line end is for who does not want to wait.
                if pressed.contains(where: { " \n\r".utf8.contains($0) }) { return nil }
            }
        }
    }
}
