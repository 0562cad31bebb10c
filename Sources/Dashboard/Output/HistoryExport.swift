internal import Model
private import Synchronization

/// All entries that are asked for, page by page: each is read while the one before is sent, and
/// none further ahead, so that a history of any length takes no more memory than two of them.
final class HistoryExport: WebStream {
    private struct State {
        var ready: [[UInt8]] = []
        var query: HistoryQuery
        var isReading = false
        var isOver = false
        /// It could not be read to its end.
        var isBroken = false
        var wake: (@Sendable () -> Void)?
    }

    private let desk: any ClusterDesk
    private let isTable: Bool
    private let state: Mutex<State>

    init(_ desk: any ClusterDesk, _ query: HistoryQuery, isTable: Bool, first: [HistoryLine]) {
        (self.desk, self.isTable) = (desk, isTable)
        state = Mutex(State(query: query))
        let head = isTable ? Array(CommaSeparated.head.utf8) : []
        state.withLock { state in
            HistoryExport.take(first, head + text(first), &state)
        }
    }

    func onMore(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

    func next() -> WebStreamStep {
        let (step, begins) = state.withLock { state -> (WebStreamStep, Bool) in
            let isDry = state.ready.isEmpty
            if isDry, state.isOver { return (state.isBroken ? .broken : .end, false) }
            let begins = !state.isReading && !state.isOver
            if begins { state.isReading = true }
            return (isDry ? .wait : .bytes(state.ready.removeFirst()), begins)
        }
        if begins { desk.inBackground { [self] in read() } }
        return step
    }

    func close() {
        state.withLock { state in
            (state.isOver, state.ready, state.wake) = (true, [], nil)
        }
    }

    private func read() {
        let query = state.withLock(\.query)
        // The beginning has been sent: an answer that breaks off is all that can still be said.
        let lines = try? desk.historyLines(query)
        let text = text(lines ?? [])
        let wake = state.withLock { state in
            state.isReading = false
            guard !state.isOver else { return state.wake }
            guard let lines else {
                (state.isOver, state.isBroken) = (true, true)
                return state.wake
            }
            HistoryExport.take(lines, text, &state)
            return state.wake
        }
        wake?()
    }

    private static func take(_ lines: [HistoryLine], _ text: [UInt8], _ state: inout State) {
        if !text.isEmpty { state.ready.append(text) }
        state.query.behind = lines.last.flatMap(HistoryCursor.init)
        state.isOver = lines.count < state.query.limit || state.query.behind == nil
    }

    private func text(_ lines: [HistoryLine]) -> [UInt8] {
        lines.flatMap { line in
            isTable
                ? Array(CommaSeparated.line(line).utf8)
                : JSONBody.document("history-line", line) + [UInt8(ascii: "\n")]
        }
    }
}
