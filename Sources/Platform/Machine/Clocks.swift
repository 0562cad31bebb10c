internal import CLinux
public import Model

/// One of the kernel's clocks that only ever go forward.
public protocol SteadyClock: Sendable {
    static var kernelNumber: Int32 { get }
}

/// Stops while the machine is suspended: for deadlines and for measuring work.
public enum MonotonicClock: SteadyClock {
    public static var kernelNumber: Int32 { CLOCK_MONOTONIC }
}

/// Goes on while the machine is suspended: for how long somebody else has been waiting for us.
public enum BootClock: SteadyClock {
    public static var kernelNumber: Int32 { CLOCK_BOOTTIME }
}

public typealias MonotonicTime = SteadyTime<MonotonicClock>
public typealias BootTime = SteadyTime<BootClock>

/// A reading of one clock of this machine since it started. Readings of two clocks have two types,
/// so they cannot be subtracted from each other; and they mean nothing on another machine.
public struct SteadyTime<Clock: SteadyClock>: Hashable, Comparable, Sendable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static var now: SteadyTime {
        let now = linux_clock(Clock.kernelNumber)
        return SteadyTime(nanoseconds: now.seconds * 1_000_000_000 + Int64(now.nanoseconds))
    }

    public static func < (left: SteadyTime, right: SteadyTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    public static func - (left: SteadyTime, right: SteadyTime) -> Duration {
        .nanoseconds(left.nanoseconds) - .nanoseconds(right.nanoseconds)
    }

    /// Stops at the ends of what can be counted, so that a wait "for ever" does not trap.
    public static func + (time: SteadyTime, duration: Duration) -> SteadyTime {
        let (sum, overflow) = time.nanoseconds.addingReportingOverflow(
            duration.saturatingNanoseconds
        )
        guard overflow else { return SteadyTime(nanoseconds: sum) }
        return SteadyTime(nanoseconds: duration < .zero ? .min : .max)
    }
}

extension WallTime {
    /// What the wall clock of this host shows; it may be wrong and may jump.
    public static var now: WallTime {
        let now = linux_clock(CLOCK_REALTIME)
        return WallTime(seconds: now.seconds, nanoseconds: now.nanoseconds)
    }
}

extension Duration {
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// Whole nanoseconds, at most 292 years of them.
    var saturatingNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard overflow || carried else { return sum }
        return seconds < 0 ? .min : .max
    }
}
