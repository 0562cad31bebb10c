public import Model
internal import Platform
internal import Spool

/// When a node works, and what becomes of what runs when it is not the time for it.
public struct OpeningTimes: Hashable, Sendable {
    /// The node's own; empty is always.
    public var hours: [WeeklyHours]
    /// Where a film's profile says nothing else.
    public var atClose: AtClose

    public init(hours: [WeeklyHours] = [], atClose: AtClose = .finish) {
        (self.hours, self.atClose) = (hours, atClose)
    }

    /// Whether it is the time for the node now.
    public func isOpen() -> Bool { hours.isEmpty || isOpen(LocalTime(.now)) }

    /// Whether it is the time for the node.
    func isOpen(_ time: LocalTime) -> Bool { OpeningTimes.isOpen(hours, time) }

    static func isOpen(_ hours: [WeeklyHours], _ time: LocalTime) -> Bool {
        hours.isOpen(WeeklyHours.Day.allCases[time.weekday], time.minuteOfDay)
    }

    /// What is to be done with a task that runs; nil is that it is the time for it.
    ///
    /// - Parameter isPaused: Whether somebody paused the whole cluster.
    func closing(
        _ task: TaskName,
        _ work: WorkRules,
        isPaused: Bool,
        at time: LocalTime
    ) -> AtClose? {
        // A merge is short, and everything before it is done.
        if task == .merge { return nil }
        let isOpen = !isPaused && isOpen(time) && OpeningTimes.isOpen(work.hours, time)
        return isOpen ? nil : work.atClose ?? atClose
    }
}

extension ActiveTasks {
    /// Has every task do what its hours and the cluster's pause say. What stood still goes on as
    /// soon as there is room for it: others may have taken its place.
    ///
    /// - Returns: Those of which something else holds now.
    func heed(_ times: OpeningTimes, slots: Int, at time: LocalTime) -> [ActiveTask] {
        var (changed, waking): ([ActiveTask], [ActiveTask]) = ([], [])
        for task in all {
            let work = task.claim.order.work
            let closing = times.closing(task.claim.task, work, isPaused: isPaused, at: time)
            switch closing {
            case .freeze: if task.cancellation.freeze(true) { changed.append(task) }
            case .handBack:
                guard task.ending == nil else { continue }
                task.end(.closed)
                changed.append(task)
            case .finish, nil: if task.isFrozen { waking.append(task) }
            }
        }
        for task in waking where hasRoom(for: task, slots: slots) {
            if task.cancellation.freeze(false) { changed.append(task) }
        }
        return changed
    }

    private func hasRoom(for task: ActiveTask, slots: Int) -> Bool {
        let beside = moving.filter { $0.lane == task.lane }.count
        return beside < (task.lane == .slot ? slots : 1)
    }
}
