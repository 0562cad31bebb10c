import Platform
import Testing

@Suite("A bell between threads")
struct BellTests {
    @Test("a ring ends a wait that began before it, and one that begins after it")
    func wakes() throws {
        let bell = Bell()
        let before = bell.count
        let thread = try NamedThread("waits") {
            var count = before
            // Ends when it has heard both, and never by the clock in practice.
            while count < before + 2 {
                bell.wait(after: count, upTo: .seconds(60))
                count = bell.count
            }
        }
        bell.ring()
        bell.ring()
        thread.join()
        bell.wait(after: before, upTo: .seconds(60))
        #expect(bell.count == before + 2)
    }

    @Test("a wait without a ring ends by itself")
    func timesOut() {
        let bell = Bell()
        bell.wait(after: bell.count, upTo: .milliseconds(1))
        #expect(bell.count == 0)
    }
}
