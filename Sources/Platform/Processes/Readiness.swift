internal import CLinux

/// Waiting for several descriptors at once.
enum Readiness {
    /// Waits until at least one of them has something to read, is at its end or is broken; all
    /// false is the deadline. A negative number stands for none.
    static func wait(
        for descriptors: [Int32],
        until deadline: Deadline
    ) throws(Errno) -> [Bool] {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let count = nfds_t(polled.count)
        while true {
            // The time left is asked anew when the call is repeated after an interruption.
            let ready = try systemCall { linux_await(&polled, count, deadline.pollMilliseconds) }
            // poll(2) counts at most 24 days, so the deadline may lie behind its end.
            if ready > 0 || deadline.isOver { return polled.map { $0.revents != 0 } }
        }
    }
}
