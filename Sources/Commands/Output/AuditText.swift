internal import CommandLine
internal import Model
internal import Spool

/// What an audit came to, for people: the verdict, what speaks against it, the figures.
enum AuditText {
    static func text(_ report: AuditReport, of path: Path) -> String {
        let verdict =
            report.isClean
            ? "every rule was kept" : "\(counted(report.findings.count, "rule")) broken"
        let lines =
            ["\(verdict): \(Quoted.path(path))"]
            + report.findings.prefix(findingsMax).map { row("broken", "\($0)") }
            + left(report.findings.count - findingsMax)
            + [
                row("events", events(report)),
                row("jobs", "\(number(report.jobs)), \(counted(report.records, "record"))"),
                row("tasks", tasks(report)),
            ]
        return lines.map { $0 + "\n" }.joined()
    }

    /// More do not fit on a screen; JSON has them all.
    static let findingsMax = 20

    private static func left(_ count: Int) -> [String] {
        count > 0 ? [row("", "and \(number(count)) more, see --json")] : []
    }

    private static func events(_ report: AuditReport) -> String {
        let processes = counted(report.holders, "process", "processes")
        let missing =
            report.eventsMissing == 0
            ? "" : ", \(number(report.eventsMissing)) lost with those that were killed"
        return "\(number(report.events)) of \(processes)\(missing)"
    }

    private static func tasks(_ report: AuditReport) -> String {
        "\(number(report.tasks)), claimed \(number(report.claims)) times: "
            + "\(number(report.commits)) done, \(number(report.takeBacks)) taken back, "
            + "\(number(report.returns)) handed back, \(number(report.failures)) failed, "
            + "\(number(report.rejections)) rejected"
    }

    private static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number(count)) \(count == 1 ? one : many ?? one + "s")"
    }

    private static func number(_ count: Int) -> String { Figures.grouped(Int64(count)) }

    private static func row(_ head: String, _ text: String) -> String {
        "  \(head)\(String(repeating: " ", count: max(1, 8 - head.count)))\(text)"
    }
}

/// The same for other programs.
struct AuditBody: Encodable {
    private struct Finding: Encodable {
        let rule: String
        let job: String?
        let text: String
    }

    private let spool: String
    private let spool_b64: String?
    private let isClean: Bool
    private let findings: [Finding]
    private let processes: Int
    private let processesLost: Int
    private let events: Int
    private let eventsMissing: Int
    private let jobs: Int
    private let records: Int
    private let tasks: Int
    private let claims: Int
    private let done: Int
    private let takenBack: Int
    private let handedBack: Int
    private let failed: Int
    private let rejected: Int

    init(_ report: AuditReport, _ path: Path) {
        let bytes = JSONBytes(path.bytes)
        (spool, spool_b64) = (bytes.text, bytes.base64)
        isClean = report.isClean
        findings = report.findings.map {
            Finding(rule: $0.rule.rawValue, job: $0.job?.text, text: $0.text)
        }
        (processes, processesLost) = (report.holders, report.holdersLost)
        (events, eventsMissing) = (report.events, report.eventsMissing)
        (jobs, records, tasks) = (report.jobs, report.records, report.tasks)
        (claims, done, takenBack) = (report.claims, report.commits, report.takeBacks)
        (handedBack, failed) = (report.returns, report.failures)
        rejected = report.rejections
    }
}
