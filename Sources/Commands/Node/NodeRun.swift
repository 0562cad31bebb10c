internal import CommandLine
internal import Model
internal import Node
internal import Platform
internal import Services

/// Runs a node in the foreground, and stops it by signals.
struct NodeRun {
    private let console: Console

    private let progress: RunProgress?
    private let format: LogFormat

    init(_ console: Console, _ format: LogFormat, _ progress: RunProgress? = nil) {
        self.console = console
        self.format = format
        self.progress = progress
    }

    /// - Returns: The signal that stopped it; nil when it ended by itself.
    func run(_ settings: NodeSettings) throws -> Signal? {
        // Before there is a second thread, which a signal would otherwise end the process in.
        let inbox = try SignalInbox(for: [.interrupt, .terminate, .hangUp])
        try Signals.ignoreBrokenPipes()
        let printer = JournalPrinter(console, format, node: settings.name)
        let progress = progress
        let node = Node(
            settings,
            Journal { entry in
                progress?.clear()
                printer.show(entry)
            }
        )
        let done = try WakeUp()
        let thread = try NamedThread("node") { () throws(NodeFailure) in
            defer { done.wake() }
            do { try node.run() } catch { throw NodeFailure(error: error) }
        }
        let signal = try wait(inbox, done, node.orders, settings.grace)
        do throws(NodeFailure) { try thread.join() } catch { throw error.forPeople }
        return signal
    }

    static func code(_ signal: Signal?) -> ExitCode {
        switch signal {
        case nil: .done
        case .interrupt: .interrupted
        default: .terminated
        }
    }

    /// The first signal that came; nil when the node ended by itself.
    private func wait(
        _ inbox: borrowing SignalInbox,
        _ done: WakeUp,
        _ orders: NodeOrders,
        _ grace: Duration
    ) throws(SystemError) -> Signal? {
        var first: Signal?
        while true {
            let tick = progress == nil ? Deadline.never : Deadline(after: .milliseconds(500))
            switch try inbox.next(until: tick, orWoken: done) {
            case .woken: return first
            case .timedOut: progress?.tick()
            case .signal(let signal, _):
                if orders.stop == .atOnce {
                    // Everything is made for being killed; only a volume that does not answer
                    // keeps a node that long.
                    console.note("leaving without waiting any longer")
                    ProcessEnd.exit(NodeRun.code(first).rawValue)
                } else if first != nil {
                    orders.stop(.atOnce)
                    console.note("handing back what runs; once more leaves without it")
                } else {
                    first = signal
                    stop(orders, signal, grace)
                }
            }
        }
    }

    /// A person at a terminal can ask again; what stops a service kills it before long.
    private func stop(_ orders: NodeOrders, _ signal: Signal, _ grace: Duration) {
        if signal == .interrupt {
            orders.stop(.patiently)
            console.note("stopping when what runs is done; Ctrl-C again hands it back at once")
        } else {
            orders.stop(.withinGrace)
            console.note("stopping within \(Measure.written(grace)) by \(signal)")
        }
    }
}

/// Any error, for a thread that throws one type.
private struct NodeFailure: Error {
    let error: any Error

    var forPeople: any Error {
        guard let refusal = error as? NodeRefusal else { return error }
        return Failure(.failed, refusal.message, hint: refusal.hint)
    }
}
