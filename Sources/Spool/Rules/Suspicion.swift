/// Who has been silent for how many looks. Looks are counted, not time: while the observer itself
/// sleeps, is cut off, or waits for a server that restarts, nothing is counted.
struct Suspicion<Key: Hashable & Sendable>: Sendable {
    private struct Seen {
        var sign: [UInt8]
        var unchangedLooks = 0
    }

    private var seen: [Key: Seen] = [:]

    /// - Parameters:
    ///   - sign: What the key shows: any change of it is a sign of life.
    ///   - isGood: Whether the look says anything: it came in time, and the observer's own beat was
    ///     written since the one before.
    /// - Returns: After how many good looks it still shows the same.
    mutating func look(at key: Key, _ sign: [UInt8], isGood: Bool) -> Int {
        guard var before = seen[key], before.sign == sign else {
            seen[key] = Seen(sign: sign)
            return 0
        }
        if isGood { before.unchangedLooks += 1 }
        seen[key] = before
        return before.unchangedLooks
    }

    /// Forgets whom there is no more of.
    mutating func keep(only keys: Set<Key>) {
        seen = seen.filter { keys.contains($0.key) }
    }

    func unchangedLooks(at key: Key) -> Int { seen[key]?.unchangedLooks ?? 0 }
}

/// What is made of a claim, of its node and of all others.
struct ClaimVerdict: Hashable, Sendable {
    enum Fate: Hashable, Sendable {
        case lives
        case takenBack(Blame?)
    }

    /// Of all nodes but the observer.
    struct Others: Hashable, Sendable {
        var living: Set<Holder> = []
        /// For so many looks.
        var silent: [Holder: Int] = [:]
        /// Certainly.
        var dead: Set<Holder> = []
    }

    let looksUntilSuspected: Int
    let observer: Holder
    let others: Others

    /// Half of the nodes silent at once is more likely a fault of the volume, or of the observer,
    /// than that many deaths: it waits for a second window.
    private var looksNeeded: Int {
        let all = others.living.count + others.silent.count + 1
        let isStorm = others.silent.count >= 2 && others.silent.count * 2 >= all
        return isStorm ? looksUntilSuspected * 2 : looksUntilSuspected
    }

    /// Nodes of which nothing more will come.
    var gone: Set<Holder> {
        others.dead.union(others.silent.filter { $0.value >= looksNeeded }.keys)
    }

    /// Why a claim of this holder is taken away.
    func reason(for holder: Holder) -> Reclaim {
        let isThere = holder == observer || others.living.contains(holder)
        return isThere && !others.dead.contains(holder) ? .leaseExpired : .nodeGone
    }

    func fate(of attempt: Attempt, unchangedLooks: Int) -> Fate {
        let holder = attempt.holder
        if others.dead.contains(holder) { return .takenBack(nil) }
        guard unchangedLooks >= looksNeeded else { return .lives }
        if holder == observer || others.living.contains(holder) { return .takenBack(.hung) }
        // One that left in order is not in the list, and whose host started another process lost
        // nothing but its processes.
        let diedAlone =
            others.silent.keys.elementsEqual([holder]) && holder.node != observer.node
        return .takenBack(diedAlone ? .nodeLost : nil)
    }
}

/// Why a task is taken away from its holder.
public enum Reclaim: String, Hashable, Sendable, CaseIterable {
    /// The holder lives, and the task did not move.
    case leaseExpired = "lease_expired"
    /// Its node is silent, or certainly dead.
    case nodeGone = "node_gone"
}

/// How many attempts of a task speak against it.
enum Blames {
    /// - Parameter logs: Of the task, of all its generations.
    static func count(_ logs: [AttemptLog]) -> Int {
        let returned = attempts(logs)
        let byNode = Set(returned.filter { $0.blame == .nodeLost }.map(\.attempt.holder.node))
        let byTask = returned.filter { $0.blame != nil && $0.blame != .nodeLost }
        return byTask.count + byNode.count
    }

    /// How often the task was taken from somebody who was silent, with or without a blame.
    ///
    /// - Parameter logs: Of the task, of all its generations.
    static func losses(_ logs: [AttemptLog]) -> Int {
        attempts(logs).filter { $0.writer != $0.attempt.holder.text }.count
    }

    /// Those that came to nothing. A task that failed and was scheduled again begins anew.
    private static func attempts(_ logs: [AttemptLog]) -> [AttemptLog] {
        let last = logs.filter { $0.outcome == .failed }.map(\.attempt.generation).max() ?? -1
        return logs.filter { $0.outcome == .returned && $0.attempt.generation > last }
    }
}
