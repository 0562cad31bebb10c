private import Synchronization

/// Whether this node is the coordinator, for those of its services that only the coordinator runs.
final class Leading: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock(\.self) }

    /// - Returns: Whether that is a change.
    func set(_ isLeading: Bool) -> Bool {
        state.withLock { state in
            defer { state = isLeading }
            return state != isLeading
        }
    }
}
