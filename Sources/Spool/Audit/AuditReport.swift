internal import Model

/// What the events of a spool say about whether its rules were kept.
public struct AuditReport: Hashable, Sendable {
    public struct Finding: Hashable, Sendable {
        public enum Rule: String, CaseIterable, Sendable {
            /// A line is no event, or two events of one holder have one number.
            case readable
            /// A generation of a task is claimed by one holder, once.
            case oneWinner
            /// An attempt comes to one thing: done, returned or failed.
            case oneDecision
            /// A task is done once in a life of its job, unless its part was rejected.
            case oneCommit
            /// A later generation is there because the one before was returned.
            case explainedReturn
            /// A life of a job is recorded once for each merge that decided it, and ends once.
            case oneRecord
            /// A job that is recorded as done had its merge done.
            case recordOfMerge
            /// A node that has left takes nothing.
            case goneIsGone
        }

        public let rule: Rule
        public let job: JobKey?
        public let text: String
    }

    public var findings: [Finding] = []
    public var holders = 0
    /// Of them, those that ended without saying so.
    public var holdersLost = 0
    public var events = 0
    public var jobs = 0
    public var tasks = 0
    public var claims = 0
    public var commits = 0
    public var returns = 0
    public var takeBacks = 0
    public var failures = 0
    public var rejections = 0
    public var records = 0
    /// Events that must have been and were never written, each because a holder died before.
    public var eventsMissing = 0

    public var isClean: Bool { findings.isEmpty }

    mutating func find(_ rule: Finding.Rule, _ job: JobKey?, _ text: String) {
        findings.append(Finding(rule: rule, job: job, text: text))
    }
}

extension AuditReport.Finding: CustomStringConvertible {
    /// For example `film_0123456789abcdef.0: v00003.1 was claimed by pi4.… and by pi5.…`.
    public var description: String { job.map { "\($0): \(text)" } ?? text }
}
