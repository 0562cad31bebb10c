import Model
import Platform
import Synchronization
import TestKit

@testable import Services

/// Kills children at random moments: of every task the first, half of the second ones, and never a
/// third, for a task is given up after that.
final class Killer: Sendable {
    private struct Content {
        var random: SeededRandom
        var starts: [String: Int] = [:]
        var kills = 0
    }

    private let content: Mutex<Content>

    init(seed: UInt64) { content = Mutex(Content(random: SeededRandom(seed: seed))) }

    /// How many were still running when they were killed.
    var kills: Int { content.withLock(\.kills) }

    func take(_ order: TaskOrder, _ child: ChildProcess) {
        let delay = content.withLock { content -> Duration? in
            let start = content.starts[order.attempt, default: 0]
            content.starts[order.attempt] = start + 1
            let dies = start == 0 || start == 1 && Bool.random(using: &content.random)
            return dies ? .milliseconds(Int.random(in: 0..<150, using: &content.random)) : nil
        }
        guard let delay else { return }
        let thread = try? NamedThread("killer") { [self] in
            Bell().wait(after: 0, upTo: delay)
            if (try? child.signal(.kill)) == true { content.withLock { $0.kills += 1 } }
        }
        _ = consume thread
    }
}
