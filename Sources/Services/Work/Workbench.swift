internal import Model
internal import Platform
internal import Spool

/// What all tasks of a node work with.
struct Workbench: Sendable {
    let site: Site
    let runner: TaskRunner
    let plans = PlanCache()
    let staging: Staging
    let outlet: any Outlet

    var spool: Spool { site.spool }
    /// Wakes whoever looks for tasks, when there may be new ones.
    var bell: Bell { site.bell }

    /// Has a child do an order, and keeps what it tells of its progress.
    func run(
        _ order: TaskOrder,
        for task: ActiveTask,
        batch: (SliceBatch) -> Void = { _ in }
    ) throws(WorkError) -> TaskEvent {
        try engine { () throws(MediaFailure) in
            try task.withChild { () throws(MediaFailure) in
                try runner.run(order, cancellation: task.cancellation) { event in
                    switch event {
                    case .progress(let progress): task.note(progress)
                    case .batch(let made): batch(made)
                    default: break
                    }
                }
            }
        }
    }

    func noReport(_ attempt: String) -> WorkError {
        .media(MediaFailure(.mismatch, attempt, nil, "the child gave no report"))
    }

    func checkSource(of order: JobOrder) throws(WorkError) {
        let path = site.source(of: order)
        switch SourceCheck.state(of: order.source, at: path) {
        case .same: return
        case .changed(let how): throw .sourceChanged(how)
        case .missing: throw .sourceMissing
        case .unknown(let error): throw .media(MediaFailure(error))
        }
    }
}
