internal import CommandLine
internal import Model
internal import Node
internal import Platform
internal import Services

/// Runs a node in the foreground, and stops it by signals.
struct NodeRun {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run(_ settings: NodeSettings) throws -> ExitCode {
        // Before there is a second thread, which a signal would otherwise end the process in.
        let inbox = try SignalInbox(for: [.interrupt, .terminate, .hangUp])
        try Signals.ignoreBrokenPipes()
        let printer = JournalPrinter(console)
        let node = Node(settings, Journal { printer.show($0) })
        let done = try WakeUp()
        let thread = try NamedThread("node") { () throws(NodeFailure) in
            defer { done.wake() }
            do { try node.run() } catch { throw NodeFailure(error: error) }
        }
        let signal = try wait(inbox, done, node.orders, settings.grace)
        do throws(NodeFailure) { try thread.join() } catch { throw error.error }
        switch signal {
        case nil: return .done
        case .interrupt: return .interrupted
        default: return .terminated
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
            switch try inbox.next(orWoken: done) {
            case .woken, .timedOut: return first
            case .signal(let signal, _):
                if first != nil {
                    orders.stop(.atOnce)
                    console.note("handing back what runs")
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
}
