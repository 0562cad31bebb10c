internal import CLinux
public import Platform

/// Makes system calls of this thread fail on purpose. The body must not suspend: the faults would
/// stay behind with the thread.
public enum Faults {
    public static func with<Result>(_ faults: Fault..., body: () throws -> Result) rethrows
        -> Result
    {
        try with(faults, body: body)
    }

    public static func with<Result>(_ faults: [Fault], body: () throws -> Result) rethrows
        -> Result
    {
        precondition(linux_faults_compiled(), "faults exist in debug builds only")
        linux_faults_clear()
        let pause = Pause(faults.compactMap(\.pause).first)
        linux_fault_on_pause(doPause, Unmanaged.passUnretained(pause).toOpaque())
        for fault in faults {
            linux_fault_arm(
                fault.call,
                linux_fault_kind(fault.kind.rawValue),
                fault.value,
                fault.skip,
                fault.times
            )
        }
        defer { linux_faults_clear() }
        return try withExtendedLifetime(pause) { try body() }
    }

    /// How many calls met a fault so far; to prove that a test tested something.
    public static var met: Int { Int(linux_faults_met()) }
}

/// What the next calls of one name meet.
public struct Fault: Sendable {
    enum Kind: UInt32 { case fails, replyLost, short, pauses }

    let call: String
    let kind: Kind
    let value: Int32
    var skip: Int32 = 0
    var times: Int32 = 1
    var pause: (@Sendable () -> Void)?

    /// The call is not made and fails.
    public static func fails(
        _ call: String,
        _ error: Errno,
        times: Int32 = 1,
        after skip: Int32 = 0
    )
        -> Fault
    {
        Fault(call: call, kind: .fails, value: error.rawValue, skip: skip, times: times)
    }

    /// The call is made, and fails all the same.
    public static func losesReply(_ call: String, _ error: Errno, after skip: Int32 = 0) -> Fault {
        Fault(call: call, kind: .replyLost, value: error.rawValue, skip: skip)
    }

    /// After so many calls that may change something, nothing that is done has an effect any more:
    /// what is left behind is what a kill right there would leave.
    public static func dies(after skip: Int) -> Fault {
        Fault(
            call: "*",
            kind: .fails,
            value: Errno.inputOutput.rawValue,
            skip: Int32(skip),
            times: .max
        )
    }

    /// After so many calls that may change something, something else is done before the next one:
    /// by another thread, for example, for which this one waits. One in a list.
    public static func pauses(
        after skip: Int,
        _ body: @escaping @Sendable () -> Void
    ) -> Fault {
        var fault = Fault(call: "*", kind: .pauses, value: 1, skip: Int32(skip), times: 1)
        fault.pause = body
        return fault
    }

    /// A read or write moves at most so many bytes.
    public static func comesShort(_ call: String, bytes: Int32, times: Int32) -> Fault {
        Fault(call: call, kind: .short, value: bytes, times: times)
    }
}

private final class Pause: Sendable {
    let body: (@Sendable () -> Void)?

    init(_ body: (@Sendable () -> Void)?) { self.body = body }
}

/// A function of the file, since C must not call an isolated closure.
private func doPause(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<Pause>.fromOpaque(context).takeUnretainedValue().body?()
}
