internal import CLinux

/// Lets threads wait for a change that another thread makes. Whoever waits looks at the count
/// before it looks at what may have changed, so no change is missed.
public final class Bell: Sendable {
    // Safety: the C functions lock it themselves, and it lives until nobody has the owner.
    private nonisolated(unsafe) let handle: OpaquePointer

    public init() {
        guard let handle = linux_bell_make() else {
            preconditionFailure("no memory for a lock of 100 bytes")
        }
        self.handle = handle
    }

    deinit { linux_bell_free(handle) }

    public func ring() { linux_bell_ring(handle) }

    /// How often it was rung.
    public var count: UInt64 { linux_bell_count(handle) }

    /// Blocks until it has been rung after that count was read, at most so long.
    public func wait(after count: UInt64, upTo limit: Duration) {
        linux_bell_wait(handle, count, max(0, limit.milliseconds))
    }
}

extension Duration {
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
