import Model
import Platform
import Spool
import SpoolSimulation
import Synchronization

/// What clients leave for the test to look at.
final class Findings<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    func add(_ value: Value) { values.withLock { $0.append(value) } }
    var all: [Value] { values.withLock { $0 } }
}

extension Stage {
    /// One client does this alone.
    static func alone(
        _ habits: VolumeHabits = .local,
        seed: UInt64 = 1,
        _ body: @escaping @Sendable (SimulatedVolume) -> Void
    ) throws -> Stage {
        let stage = Stage(seed: seed, clients: 1, habits: habits)
        try stage.run(body)
        return stage
    }
}

/// What an operation came to.
func answer(_ body: () throws(SystemError) -> Void) -> Errno? {
    do throws(SystemError) {
        try body()
        return nil
    } catch {
        return error.errno
    }
}

/// Fails the operation of that number with that fault; the first one is 0.
func script(_ fault: Fault, at number: Int) -> (Operation) -> Fault? {
    let count = Findings<Int>()
    return { _ in
        count.add(0)
        return count.all.count == number + 1 ? fault : nil
    }
}
