internal import Model
internal import Platform
internal import Synchronization

/// Shows progress in the way that fits who reads it, and no more often than they can.
final class ProgressPrinter: Sendable {
    enum Form: Sendable {
        /// One line that is written over.
        case live
        /// Lines of a log.
        case lines
        /// Documents on standard output.
        case json
        case none

        /// A log gets long; an eye sees no more than a few changes in a second.
        fileprivate var interval: Duration {
            switch self {
            case .live: .milliseconds(250)
            case .lines: .seconds(10)
            case .json: .seconds(1)
            case .none: .zero
            }
        }
    }

    private struct State {
        var shownAt: MonotonicTime?
        /// Came too soon behind another to be shown.
        var waiting: TranscodeProgress?
        var hasLine = false
        var isFinished = false
    }

    private let console: Console
    private let form: Form
    private let state: Mutex<State>

    /// - Parameter start: a log's first line comes an interval later; nil for at once.
    init(_ console: Console, start: MonotonicTime = .now) {
        self.console = console
        form = ProgressPrinter.form(console)
        state = Mutex(State(shownAt: form == .lines ? start : nil))
    }

    static func form(_ console: Console) -> Form {
        if console.isJSON { return console.isQuiet ? .none : .json }
        if console.isQuiet { return .none }
        return console.errorsCanBeWrittenOver ? .live : .lines
    }

    func show(_ progress: TranscodeProgress, at now: MonotonicTime = .now) {
        state.withLock { state in
            guard form != .none, !state.isFinished else { return }
            let isDue = state.shownAt.map { now - $0 >= form.interval } ?? true
            guard isDue else {
                state.waiting = progress
                return
            }
            (state.shownAt, state.waiting) = (now, nil)
            write(progress, &state)
        }
    }

    /// Leaves a clean line for what comes next; a log and a reader of JSON get the last word.
    func finish() {
        state.withLock { state in
            state.isFinished = true
            if form == .live, state.hasLine { console.draw("\r\u{1b}[K") }
            if form == .lines || form == .json, let last = state.waiting { write(last, &state) }
            state.waiting = nil
        }
    }

    private func write(_ progress: TranscodeProgress, _ state: inout State) {
        switch form {
        case .live:
            // A character in the last column makes some terminals begin a new line.
            let line = ProgressLine.text(progress, columns: console.errorColumns - 1)
            console.draw("\r\(line)\u{1b}[K")
            state.hasLine = true
        case .lines:
            let line = ProgressLine.text(progress, columns: .max)
            // At first nothing is known, and an empty line of a log says nothing.
            if !line.isEmpty { console.draw(line + "\n") }
        case .json:
            let document = TranscodeDocument.progress(progress)
            // Who reads no more has seen enough; the work goes on.
            try? console.print(JSONText.line(document))
        case .none: break
        }
    }
}
