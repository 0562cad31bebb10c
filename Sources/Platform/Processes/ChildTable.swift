internal import CLinux
private import Synchronization

/// The children that somebody here started. Forks and reapings go through it one at a time, so that
/// a number is never signalled or waited for after it became somebody else's.
enum ChildTable {
    /// Starts a child by `fork` and enters it, as one step for whoever looks for strays.
    static func fork(_ fork: () throws(Errno) -> Int32) throws(Errno) -> Int32 {
        try table.withLock { table throws(Errno) in
            let child = try fork()
            table.owned.insert(child)
            return child
        }
    }

    /// Reaps a child that has ended, and kills what is left of its group; nil while it runs.
    static func reap(_ child: Int32) throws(Errno) -> ChildStatus? {
        try table.withLock { table throws(Errno) in try table.reap(child) }
    }

    /// Waits for the killed members of a group whose leader is reaped. Only a subreaper or process
    /// 1 has them as its children; others find none here at once.
    static func reapGroup(_ group: Int32, until deadline: Deadline) {
        while table.withLock({ $0.reapGroup(group) }) == .someRun, !deadline.isOver {
            // They were killed, so it is soon; a process without a pidfd tells nobody when.
            _ = try? Readiness.wait(for: [], until: Deadline(after: .milliseconds(1)))
        }
    }

    /// Whether it has ended and can be reaped; also when it has been reaped, against the rules.
    static func isOver(_ child: Int32) -> Bool {
        do throws(Errno) {
            return try systemCall { linux_child_is_over(child) } == 1
        } catch {
            return true
        }
    }

    /// Takes over a child whose owner has gone and which would not die in time.
    static func adopt(_ child: Int32) { table.withLock { _ = $0.adopted.insert(child) } }

    /// Reaps what has ended of the children and groups that nobody waits for any more.
    static func sweep() {
        table.withLock { table in
            for child in table.adopted {
                do throws(Errno) {
                    if try table.reap(child) != nil { table.adopted.remove(child) }
                } catch {
                    table.adopted.remove(child)
                }
            }
            for group in table.groups { _ = table.reapGroup(group) }
        }
    }

    /// Children and groups that would not die in time and wait to be swept.
    static var unreapedCount: Int { table.withLock { $0.adopted.count + $0.groups.count } }

    /// Holds forks and reapings back while `body` looks at our children; it is given the leaders
    /// and groups that are known.
    static func whileNobodyForks<Result: Sendable>(_ body: (Set<Int32>) -> Result) -> Result {
        table.withLock { body($0.owned.union($0.groups)) }
    }
}

private let table = Mutex(Table())

private struct Table {
    /// Not reaped yet, so their numbers are theirs.
    var owned: Set<Int32> = []
    /// Those of them that have no owner any more.
    var adopted: Set<Int32> = []
    /// Their leader is reaped; a member that is our child runs, and so holds the number.
    var groups: Set<Int32> = []

    enum GroupState { case gone, someRun }

    /// The group is killed while its leader is not reaped yet: an unreaped leader keeps the number,
    /// so it cannot belong to another process or group. Afterwards nobody forks (the table is
    /// locked) until the group is found empty, or found to have a member that keeps the number in
    /// its turn.
    mutating func reap(_ child: Int32) throws(Errno) -> ChildStatus? {
        do throws(Errno) {
            guard try systemCall({ linux_child_is_over(child) }) == 1 else { return nil }
            _ = linux_kill(-child, SIGKILL)
            var ended = linux_ended()
            guard try systemCall({ linux_wait_child(child, &ended) }) == child else { return nil }
            owned.remove(child)
            if reapGroup(child) == .someRun { groups.insert(child) }
            return ChildStatus(ended)
        } catch {
            // ECHILD: somebody else reaped it, against the rules; the number is not ours any more.
            if error == .noChild { owned.remove(child) }
            throw error
        }
    }

    mutating func reapGroup(_ group: Int32) -> GroupState {
        do throws(Errno) {
            while try systemCall({ linux_reap_group(group) }) == 1 {}
            return .someRun
        } catch {
            groups.remove(group)
            return .gone
        }
    }
}
