internal import Model

/// What the control groups that this process is in allow it: version 2, version 1, both side by
/// side, or none. A limit of any group above counts as much as one of the own, so each is read from
/// the own group up to the highest that can be seen, and the smallest counts.
struct ControlGroups: Sendable {
    private let files: KernelFiles
    private let memberships: [Membership]

    /// One line of `/proc/self/cgroup`: `hierarchy:controllers:path`; version 2 names no
    /// controllers.
    private struct Membership: Sendable {
        let controllers: [Substring]
        let controllerList: Substring
        let path: Substring
    }

    init(below root: Path) {
        files = KernelFiles(root: root)
        let lines = files.text("proc/self/cgroup")?.split(separator: "\n") ?? []
        memberships = lines.compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            let names = parts[1].split(separator: ",")
            return Membership(controllers: names, controllerList: parts[1], path: parts[2])
        }
    }

    /// How many processors' worth of time; nil without a limit.
    var processorQuota: Double? {
        groups(of: "cpu").compactMap { group in
            switch group.version {
            case .one: quotaOfVersionOne(group.directory)
            case .two: quotaOfVersionTwo(group.directory)
            }
        }.min()
    }

    struct Memory: Hashable, Sendable {
        let limit: UInt64
        let available: UInt64
    }

    /// The smallest limit and the least that is left below any; nil without a limit.
    var memory: Memory? {
        let found = groups(of: "memory").compactMap { group in
            switch group.version {
            case .one: memoryOfVersionOne(group.directory)
            case .two: memoryOfVersionTwo(group.directory)
            }
        }
        guard let limit = found.map(\.limit).min(), let left = found.map(\.available).min() else {
            return nil
        }
        return Memory(limit: limit, available: left)
    }

    // MARK: Where the groups are

    private enum Version { case one, two }

    private struct Group {
        let version: Version
        let directory: Path
    }

    /// The own group and those above it, as far as they can be seen.
    private func groups(of controller: Substring) -> [Group] {
        if let member = memberships.first(where: { $0.controllers.contains(controller) }) {
            // `cpu,cpuacct` is a directory of that name, most often with a link for each part.
            let base: Path = "sys/fs/cgroup"
            return ["\(member.controllerList)", "\(controller)"].lazy
                .map { base.appending(Path($0)) }
                .first { exists($0) }
                .map { lineage(of: member.path, below: $0, .one) } ?? []
        }
        guard let member = memberships.first(where: { $0.controllers.isEmpty }) else { return [] }
        // Beside version 1, version 2 is mounted one level lower.
        let base: Path = exists("sys/fs/cgroup/unified") ? "sys/fs/cgroup/unified" : "sys/fs/cgroup"
        return lineage(of: member.path, below: base, .two)
    }

    /// In a container the path may be that of the host, and the mount shows only the own group as
    /// its root; or it may lead out of the namespace by `..`. What cannot be seen is passed over,
    /// so that the root of the mount is what is left, which is the own group then.
    private func lineage(of path: Substring, below base: Path, _ version: Version) -> [Group] {
        var directories = [base]
        let names = path.split(separator: "/")
        if !names.contains("..") {
            for name in names {
                directories.append(directories[directories.count - 1].appending(Path("\(name)")))
            }
        }
        return directories.filter(exists).map { Group(version: version, directory: $0) }
    }

    private func exists(_ path: Path) -> Bool {
        (try? Directory.target(of: files.root.appending(path)))?.kind == .directory
    }

    // MARK: What they say

    /// `max 100000` or `150000 100000`: microseconds of processor time in a period of so many.
    private func quotaOfVersionTwo(_ directory: Path) -> Double? {
        let words = files.line(directory / "cpu.max")?.split(separator: " ") ?? []
        guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]) else {
            return nil
        }
        return period > 0 ? quota / period : nil
    }

    /// A quota of -1 is none, and no number that `UInt64` takes.
    private func quotaOfVersionOne(_ directory: Path) -> Double? {
        guard
            let quota = files.number(directory / "cpu.cfs_quota_us"),
            let period = files.number(directory / "cpu.cfs_period_us"),
            period > 0
        else { return nil }
        return Double(quota) / Double(period)
    }

    /// Above `memory.high` the group is not killed but slowed to a crawl, so that is a limit, too.
    private func memoryOfVersionTwo(_ directory: Path) -> Memory? {
        let limits = [
            files.number(directory / "memory.max"), files.number(directory / "memory.high"),
        ]
        guard let limit = limits.compactMap({ $0 }).min() else { return nil }
        let details = files.table(directory / "memory.stat")
        return remaining(
            of: limit,
            used: files.number(directory / "memory.current"),
            cached: [details["inactive_file"], details["active_file"]]
        )
    }

    private func memoryOfVersionOne(_ directory: Path) -> Memory? {
        guard
            let limit = files.number(directory / "memory.limit_in_bytes"),
            limit < unlimitedFrom
        else { return nil }
        let details = files.table(directory / "memory.stat")
        return remaining(
            of: limit,
            used: files.number(directory / "memory.usage_in_bytes"),
            cached: [details["total_inactive_file"], details["total_active_file"]]
        )
    }

    /// What is used includes the cache of files, which the kernel gives back when memory is wanted;
    /// a group that reads and writes films looks full all the time otherwise.
    private func remaining(of limit: UInt64, used: UInt64?, cached: [UInt64?]) -> Memory {
        let used = used ?? 0
        let cached = cached.compactMap { $0 }.reduce(0, &+)
        let held = used - min(used, cached)
        return Memory(limit: limit, available: limit - min(limit, held))
    }
}

/// Version 1 writes "no limit" as the largest number of whole pages, 2^63 less one page; nobody has
/// a thousandth of that.
private let unlimitedFrom: UInt64 = 1 << 53
