internal import CommandLine
internal import Model
internal import Platform

/// Shows something again and again: on a terminal in place of what was there, else one behind the
/// other.
struct Watching {
    let console: Console
    let interval: Duration

    static let usualInterval: Duration = .seconds(2)

    /// Until the body says that it is over. Trouble that may pass is shown, and the next look may
    /// find that it has.
    func run(_ body: () throws -> (text: String, isOver: Bool)) throws {
        let pause = Bell()
        var isFirst = true
        while true {
            let isOver: Bool
            do {
                let look = try body()
                try show(look.text, isFirst)
                isOver = look.isOver
            } catch let failure as Failure where failure.code == .temporary && !isFirst {
                _ = console.fail(failure)
                isOver = false
            }
            guard !isOver else { return }
            isFirst = false
            pause.wait(after: pause.count, upTo: interval)
        }
    }

    private func show(_ text: String, _ isFirst: Bool) throws(OutputError) {
        guard console.outputIsTerminal, !console.isJSON else {
            return try console.print(isFirst || console.isJSON ? text : "\n\(text)")
        }
        try console.print("\u{1b}[H\u{1b}[J\(text)")
    }
}
