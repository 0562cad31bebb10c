internal import Model
internal import Platform
internal import Services
private import Synchronization

/// Says how this node is, for `reelmill health` on this machine, as long as the process lives: also
/// while it waits for its volume, and while one does not answer. Its thread touches no volume, so
/// that nobody replaces nodes because a server of files hangs.
final class HealthTelling: Sendable {
    private let state: Path
    private let journal: Journal
    private let beaten = Mutex<MonotonicTime?>(nil)

    init(_ state: Path, _ journal: Journal) { (self.state, self.journal) = (state, journal) }

    /// A beat that reached the volume, or one that did not.
    func beat(isWell: Bool) { beaten.withLock { $0 = isWell ? .now : nil } }

    func run(until stop: StopSign) {
        var number: UInt64 = 0
        repeat {
            number += 1
            tell(number)
        } while !stop.wait(upTo: HealthTelling.pause)
        try? NodeHealthFile.remove(in: state)
    }

    private func tell(_ number: UInt64) {
        let isReady = beaten.withLock { beaten in
            beaten.map { MonotonicTime.now - $0 < HealthTelling.silenceMax } ?? false
        }
        let health = NodeHealth(
            pid: ProcessSpace.ownNumber,
            beat: number,
            time: .now,
            isReady: isReady,
            reason: journal.troubles.first ?? (isReady ? nil : "the spool has not been written yet")
        )
        do throws(SystemError) {
            try NodeHealthFile.write(health, in: state)
            journal.end("health", "the state directory can be written again")
        } catch {
            journal.begin("health", .warning, "cannot say how this node is: \(error)")
        }
    }

    private static let pause = Duration.seconds(2)
    /// Some beats of the slowest.
    private static let silenceMax = Duration.seconds(30)
}
