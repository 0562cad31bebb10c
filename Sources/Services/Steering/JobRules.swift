public import Model
public import Spool

/// What may be done with a job, and why not; for the commands and the page alike.
public enum JobRules {
    /// Why there is nothing to do with a job; nil where there is.
    public static func objection(to action: JobAction, _ job: ViewedJob) -> String? {
        switch action {
        case .cancel:
            switch job.state {
            case .publishing: "its result is being published, so it cannot be cancelled any more"
            case .cancelling: "it is cancelled already"
            default: nil
            }
        case .retry: job.state == .failed ? nil : "it has not failed"
        case .pause: job.isPaused ? "it is paused already" : ending(job)
        case .resume: job.isPaused ? nil : "it is not paused"
        case .bump, .postpone: ending(job)
        }
    }

    private static func ending(_ job: ViewedJob) -> String? {
        switch job.state {
        case .cancelling: "it is cancelled"
        case .publishing: "its result is being published"
        case .failed: "it has failed"
        case .waiting, .splitting, .encoding, .merging, .paused: nil
        }
    }

    /// Why it came to nothing in the end; nil where it was done.
    public static func carryOut(
        _ action: JobAction,
        _ key: JobKey,
        _ spool: Spool
    ) throws(SpoolError) -> String? {
        let wasInTime: Bool
        switch action {
        case .cancel:
            return try spool.cancel(key) ? nil : "it ended before it was cancelled"
        case .retry(let all): wasInTime = try spool.retry(key, all: all)
        case .pause: wasInTime = try spool.pause(key)
        case .resume:
            try spool.resume(key)
            wasInTime = true
        case .bump:
            try spool.bump(key)
            wasInTime = true
        case .postpone:
            try spool.postpone(key)
            wasInTime = true
        }
        return wasInTime ? nil : "it has gone on meanwhile"
    }

    /// What there is of it already, and is gone when it is cancelled.
    public static func loss(_ job: ViewedJob) -> String {
        let slices = job.slices
        let stay = "its source stays where it is"
        guard job.isBegun else { return "nothing was done of it yet; \(stay)" }
        let parts =
            slices.total == 0
            ? "what was cut of it is lost"
            : "\(slices.done) of \(Counted.of(slices.total, "slice")) done"
                + (slices.done == 0
                    ? "" : slices.done == 1 ? ", which is lost" : ", which are lost")
        return "\(parts); \(stay)"
    }

    /// What happens then, for people.
    static func consequence(of action: JobAction, _ job: ViewedJob) -> String? {
        switch action {
        case .cancel: loss(job)
        case .retry(all: false):
            "what failed is tried again; \(Counted.of(job.slices.done, "slice")) done are kept"
        case .retry(all: true):
            "every slice is done again, also the \(job.slices.done) that are done"
        case .pause: "nothing more of it is begun; what runs comes to its end"
        case .resume: "it goes on"
        case .bump: "it comes before all others"
        case .postpone: "it comes behind all others"
        }
    }

    /// Everything that may be done with a job.
    static func actions(_ job: ViewedJob) -> [ActionLine] {
        let all: [JobAction] = [.cancel, .retry(all: false), .pause, .resume, .bump, .postpone]
        let lines = all.map { action in
            ActionLine(
                action.name,
                objection: objection(to: action, job),
                consequence: consequence(of: action, job)
            )
        }
        let retryAll = ActionLine(
            "retry-all",
            objection: objection(to: .retry(all: true), job),
            consequence: consequence(of: .retry(all: true), job)
        )
        return lines + [retryAll]
    }
}

extension JobChange {
    public init(_ job: ViewedJob, objection: String?) {
        self.init(
            id: job.key.job.shortText,
            key: job.key.text,
            path: job.order.source.path,
            objection: objection
        )
    }
}
