internal import CLinux

/// A limit that setrlimit(2) puts on the child and what it starts, each process for itself.
public struct ResourceLimit: Hashable, Sendable {
    let resource: Int32
    let name: String
    /// At this the kernel refuses or sends a signal; the child may raise it up to `hard`.
    public let soft: UInt64
    public let hard: UInt64

    private init(_ resource: UInt32, _ name: String, soft: UInt64, hard: UInt64) {
        self.resource = Int32(resource)
        self.name = name
        self.soft = soft
        self.hard = hard
    }

    /// Seconds of processor time: at the limit SIGXCPU, which ends a program that does not catch
    /// it, and SIGKILL when it goes on for `graceSeconds` more.
    public static func processorTime(seconds: UInt64, graceSeconds: UInt64 = 5) -> ResourceLimit {
        ResourceLimit(
            UInt32(RLIMIT_CPU.rawValue),
            "the processor time",
            soft: seconds,
            hard: seconds.addingReportingOverflow(graceSeconds).overflow
                ? .max : seconds + graceSeconds
        )
    }

    /// A write beyond it gets SIGXFSZ, or EFBIG where that is ignored.
    public static func fileSize(bytes: UInt64) -> ResourceLimit {
        equal(RLIMIT_FSIZE.rawValue, "the size of files", bytes)
    }

    /// What may be mapped, used or not; a program that reserves much address space fails early.
    public static func addressSpace(bytes: UInt64) -> ResourceLimit {
        equal(RLIMIT_AS.rawValue, "the address space", bytes)
    }

    public static func openFiles(_ count: UInt64) -> ResourceLimit {
        equal(RLIMIT_NOFILE.rawValue, "the open files", count)
    }

    /// Nought for programs whose core dumps would fill the disk.
    public static func coreDump(bytes: UInt64) -> ResourceLimit {
        equal(RLIMIT_CORE.rawValue, "the core dump", bytes)
    }

    private static func equal(_ resource: UInt32, _ name: String, _ value: UInt64) -> ResourceLimit
    {
        ResourceLimit(resource, name, soft: value, hard: value)
    }

    var forKernel: linux_limit { linux_limit(resource: resource, soft: soft, hard: hard) }
}

extension ResourceLimit: CustomStringConvertible {
    /// For example `the size of files to 4096`.
    public var description: String { "\(name) to \(soft)" }
}
