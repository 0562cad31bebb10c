internal import CLinux
public import Model

/// What this machine has and what this process may have of it, read anew with every question.
public struct Machine: Sendable {
    private let root: Path

    /// - Parameter root: Where to read instead of `/`; for tests.
    public init(root: Path = "/") { self.root = root }

    public func memory() throws(SystemError) -> Memory {
        let table = KernelFiles(root: root).table("proc/meminfo")
        guard let total = table["MemTotal"], let available = table["MemAvailable"] else {
            throw SystemError(
                "read MemTotal and MemAvailable from",
                root.appending("proc/meminfo"),
                .noSuchFile
            )
        }
        let group = ControlGroups(below: root).memory
        return Memory(
            total: min(total * 1_024, group?.limit ?? .max),
            available: min(available * 1_024, group?.available ?? .max)
        )
    }

    /// Nil where the kernel does not say.
    public func load() -> Load? {
        let words = KernelFiles(root: root).line("proc/loadavg")?.split(separator: " ") ?? []
        let averages = words.prefix(3).compactMap { Double($0) }
        guard averages.count == 3 else { return nil }
        return Load(lastMinute: averages[0], last5Minutes: averages[1], last15Minutes: averages[2])
    }

    public func cores() throws(SystemError) -> Cores {
        let allowed = try attempting("count the processors") { () throws(Errno) in
            try systemCall { linux_processors_allowed() }
        }
        return cores(allowed: Int(allowed))
    }

    /// - Parameter allowed: How many processors the scheduler may use for us.
    func cores(allowed: Int) -> Cores {
        Cores(allowed: allowed, quota: ControlGroups(below: root).processorQuota)
    }
}

/// In bytes.
public struct Memory: Hashable, Sendable {
    /// What there is, or what the control groups allow if that is less.
    public let total: UInt64
    /// What can be had without pushing anything out but cached files.
    public let available: UInt64
}

/// How many threads ran or waited for a processor or a disk, of the whole machine, containers or
/// not.
public struct Load: Hashable, Sendable {
    public let lastMinute: Double
    public let last5Minutes: Double
    public let last15Minutes: Double
}

/// The processors for this process.
public struct Cores: Hashable, Sendable {
    /// On how many it may run at the same time, as cpusets and taskset left them.
    public let allowed: Int
    /// How many processors' worth of time its control groups have; nil without a limit.
    public let quota: Double?

    /// Processors' worth of time: 1.5 where a container has one and a half of four.
    public var count: Double { min(Double(allowed), quota ?? .infinity) }

    /// How many things to do at once, at least one. Rounded down: what is over the quota is not
    /// slowed but stopped until the next period, all of the group together.
    public var whole: Int { max(1, Int(count)) }
}
