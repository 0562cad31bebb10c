internal import CLinux

/// Receives signals as values, one at a time, in the order of waiting for them.
///
/// Make it in the main thread before there is a second one: it blocks the signals for the calling
/// thread and those made after it, and a signal to the process goes to any thread that does not
/// block it, where it would end the process. Signals of one kind that come before they are taken
/// are one.
public struct SignalInbox: ~Copyable, Sendable {
    private let descriptor: Descriptor

    public init(for signals: [Signal]) throws(SystemError) {
        let raw = try attempting("receive \(signals.map(\.description).joined(separator: ", "))") {
            () throws(Errno) in
            try Signals.block(signals)
            let numbers = signals.map(\.rawValue)
            return try systemCall { linux_signalfd(numbers, numbers.count) }
        }
        descriptor = Descriptor(owning: raw)
    }

    public enum Event: Hashable, Sendable {
        /// The sender is 0 for the kernel and for a process of another container.
        case signal(Signal, sender: Int32)
        /// The descriptor to be woken by became readable; it is not read here.
        case woken
        case timedOut
    }

    /// Waits for the next signal.
    public borrowing func next(until deadline: Deadline = .never) throws(SystemError) -> Event {
        try next(until: deadline, orReadable: -1)
    }

    /// Waits for the next signal, or until `waker` can be read; signals come first.
    public borrowing func next(
        until deadline: Deadline = .never,
        orReadable waker: borrowing Descriptor
    ) throws(SystemError) -> Event {
        try next(until: deadline, orReadable: waker.raw)
    }

    /// Waits for the next signal, or until another thread wakes this one; signals come first.
    public borrowing func next(
        until deadline: Deadline = .never,
        orWoken waker: WakeUp
    ) throws(SystemError) -> Event {
        try next(until: deadline, orReadable: waker.descriptor.raw)
    }

    /// Waits for the next signal, or until the stream has something to read; signals come first.
    public borrowing func next(
        until deadline: Deadline = .never,
        orReadable stream: StandardStream
    ) throws(SystemError) -> Event {
        try next(until: deadline, orReadable: stream.raw)
    }

    private borrowing func next(
        until deadline: Deadline,
        orReadable waker: Int32
    ) throws(SystemError) -> Event {
        let raw = descriptor.raw
        return try attempting("wait for a signal") { () throws(Errno) in
            while true {
                let ready = try Readiness.wait(for: [raw, waker], until: deadline)
                if ready[0], let event = try SignalInbox.take(from: raw) { return event }
                if ready[1] { return .woken }
                if deadline.isOver { return .timedOut }
            }
        }
    }

    /// Nil when another thread was faster.
    private static func take(from raw: Int32) throws(Errno) -> Event? {
        var signal: Int32 = 0
        var sender: Int32 = 0
        do throws(Errno) {
            _ = try systemCall { linux_next_signal(raw, &signal, &sender) }
        } catch {
            if error == .wouldBlock { return nil }
            throw error
        }
        return .signal(Signal(rawValue: signal), sender: sender)
    }
}
