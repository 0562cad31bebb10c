internal import Platform
private import Synchronization

/// Asks services to come to their end, and wakes those who wait.
public final class StopSign: Sendable {
    private let state = Mutex(false)
    private let bell = Bell()

    public init() {}

    public var isSet: Bool { state.withLock(\.self) }

    public func set() {
        state.withLock { $0 = true }
        bell.ring()
    }

    /// Wakes whoever waits without stopping anybody.
    public func wake() { bell.ring() }

    /// Blocks for so long, or until it is set or somebody is to wake.
    ///
    /// - Returns: Whether it is set.
    @discardableResult
    public func wait(upTo limit: Duration) -> Bool {
        let count = bell.count
        if isSet { return true }
        bell.wait(after: count, upTo: limit)
        return isSet
    }
}
