import Platform
import Synchronization
import Testing

@Suite("A crew of threads")
struct WorkCrewTests {
    /// Work that is held until it is let go.
    private final class Gate: Sendable {
        private let state = Mutex((isOpen: false, begun: 0, ended: 0))
        private let bell = Bell()

        var begun: Int { state.withLock(\.begun) }
        var ended: Int { state.withLock(\.ended) }

        func open() {
            state.withLock { $0.isOpen = true }
            bell.ring()
        }

        func pass() {
            state.withLock { $0.begun += 1 }
            bell.ring()
            while true {
                let count = bell.count
                if state.withLock(\.isOpen) { break }
                bell.wait(after: count, upTo: .seconds(60))
            }
            state.withLock { $0.ended += 1 }
            bell.ring()
        }

        func wait(until isSo: () -> Bool) -> Bool {
            let deadline = Deadline(after: .seconds(60))
            while !deadline.isOver {
                let count = bell.count
                if isSo() { return true }
                bell.wait(after: count, upTo: .seconds(1))
            }
            return false
        }
    }

    @Test("It takes as much as it has threads and places for, and no more")
    func bounded() throws {
        let gate = Gate()
        let crew = try WorkCrew("test", threads: 2, places: 3)
        let taken = (0..<6).map { _ in crew.take { gate.pass() } }
        #expect(taken == [true, true, true, true, true, false])
        gate.open()
        #expect(gate.wait { gate.ended == 5 })
        #expect(gate.wait { crew.take { gate.pass() } })
        #expect(gate.wait { gate.ended == 6 })
        #expect(crew.end(within: .seconds(60)))
    }

    @Test("Ending it forgets what waits and leaves behind what hangs")
    func end() throws {
        let gate = Gate()
        let crew = try WorkCrew("test", threads: 1, places: 3)
        for _ in 0..<3 { #expect(crew.take { gate.pass() }) }
        #expect(gate.wait { gate.begun == 1 })
        #expect(!crew.end(within: .milliseconds(10)))
        #expect(!crew.take { gate.pass() })
        gate.open()
        #expect(crew.end(within: .seconds(60)))
        #expect(gate.begun == 1 && gate.ended == 1)
    }
}
