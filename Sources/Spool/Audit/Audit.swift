internal import Model
public import Platform

/// Replays the events of all holders against the rules of the spool, without asking its files
/// about anything else.
///
/// Events of one holder are in order; those of two are not, since no clock is right. So nothing is
/// concluded from times: only from what excludes each other, and from generations. A holder that
/// was killed may have lost the events of its last moments, which then are missing and no fault.
public struct Audit: Sendable {
    /// What one holder told.
    struct Told: Sendable {
        let holder: Holder
        var events: [Event] = []
        /// It said that it leaves, so nothing of it can be missing.
        var hasLeft = false
    }

    private var told: [Told] = []
    private var report = AuditReport()

    public init() {}

    /// Takes the events of one holder.
    ///
    /// - Parameter text: Lines of JSON. What is behind the last end of a line was being written
    ///   when the holder died.
    public mutating func take(_ holder: Holder, _ text: [UInt8]) {
        var told = Told(holder: holder)
        var numbers: [UInt64: Event] = [:]
        let whole = text.lastIndex(of: UInt8(ascii: "\n")).map { text[...$0] } ?? []
        for (index, line) in whole.split(separator: UInt8(ascii: "\n")).enumerated() {
            let path = Layout.events(holder)
            guard let event = try? RecordCoding.record(Event.self, Array(line), at: path),
                event.holder == holder.text
            else {
                report.find(
                    .readable,
                    nil,
                    "line \(index + 1) of \(path) is no event of its holder"
                )
                continue
            }
            // A line whose reply was lost is written again.
            if let before = numbers.updateValue(event, forKey: event.sequence) {
                if before != event {
                    report.find(.readable, nil, "\(path) has two events \(event.sequence)")
                }
                continue
            }
            told.events.append(event)
        }
        told.events.sort { $0.sequence < $1.sequence }
        checkLeaving(&told)
        report.holders += 1
        report.events += told.events.count
        if !told.hasLeft { report.holdersLost += 1 }
        self.told.append(told)
    }

    private mutating func checkLeaving(_ told: inout Told) {
        guard let leaving = told.events.firstIndex(where: { $0.kind == .nodeLeft }) else { return }
        let last = told.events.last?.sequence ?? 0
        told.hasLeft = last == UInt64(told.events.count)
        for event in told.events[leaving...] where event.kind == .taskClaimed {
            let attempt = event.attempt.map { "\($0)" } ?? "a task"
            report.find(.goneIsGone, event.job, "\(attempt) was claimed after its holder had left")
        }
    }

    /// What all that was taken comes to.
    public func finish() -> AuditReport {
        var report = report
        var jobs: [JobKey: JobAudit] = [:]
        for told in told {
            for event in told.events {
                guard let key = event.job else { continue }
                jobs[key, default: JobAudit(key)].take(event, by: told)
            }
        }
        report.jobs = jobs.count
        let isWhole = told.allSatisfy(\.hasLeft)
        for (_, job) in jobs.sorted(by: { $0.key < $1.key }) {
            job.check(isWhole: isWhole, &report)
        }
        return report
    }
}

extension Audit {
    /// Of a spool as it lies there; nothing is written.
    public static func report(of volume: some Volume) throws(SystemError) -> AuditReport {
        var audit = Audit()
        let suffix = Array(".jsonl".utf8)
        for name in try volume.list(Layout.events) where name.bytes.suffix(6) == suffix[...] {
            let text = String(decoding: name.bytes.dropLast(suffix.count), as: UTF8.self)
            guard let holder = Holder(text) else { continue }
            audit.take(holder, try volume.read(Layout.events / name, limit: fileBytesMax))
        }
        return audit.finish()
    }

    /// One process writes some hundred bytes for each step of a task.
    private static let fileBytesMax = 1 << 30
}
