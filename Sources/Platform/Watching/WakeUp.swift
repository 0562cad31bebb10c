internal import CLinux

/// Wakes a thread that waits for something else, from any other thread. Waking before the wait
/// begins counts as well; waking twice is waking once.
public final class WakeUp: Sendable {
    let descriptor: Descriptor

    public init() throws(SystemError) {
        let raw = try attempting("make an event counter") { () throws(Errno) in
            try systemCall { linux_eventfd() }
        }
        descriptor = Descriptor(owning: raw)
    }

    public func wake() {
        let raw = descriptor.raw
        var one: UInt64 = 1
        // The one error there can be, EAGAIN, means the counter is full: whoever waits is woken.
        _ = try? systemCall { linux_write(raw, &one, 8) }
    }

    /// Whether it was woken since the last time this was asked. For the thread that waits.
    func consume() -> Bool {
        let raw = descriptor.raw
        var count: UInt64 = 0
        return (try? systemCall { linux_read(raw, &count, 8) }) != nil
    }
}
