import Model
import Platform
import TestKit
import Testing

@testable import Spool

@Suite("The audit of a spool's events")
struct AuditTests {
    typealias Rule = AuditReport.Finding.Rule

    static let key = JobKey(JobID(sourceName: "film", hash: 1), life: 0)
    static let first = Holder(hostName: "a", bits: 1)
    static let second = Holder(hostName: "b", bits: 2)

    /// What one holder tells.
    struct Teller {
        let holder: Holder
        private(set) var events: [Event] = []

        init(_ holder: Holder) { self.holder = holder }

        mutating func tell(
            _ kind: Event.Kind,
            _ attempt: Attempt? = nil,
            _ detail: String? = nil
        ) {
            let number = UInt64(events.count + 1)
            var event = Event(
                sequence: number,
                holder: holder,
                time: WallTime(seconds: 0),
                kind: kind
            )
            event.job = attempt.map { _ in AuditTests.key }
            event.attempt = attempt
            event.detail = detail
            events.append(event)
        }

        var text: [UInt8] { events.flatMap(RecordCoding.bytes) }
    }

    private func attempt(_ task: TaskName, _ generation: Int, _ holder: Holder) -> Attempt {
        Attempt(task: task, generation: generation, holder: holder)
    }

    private func report(_ tellers: Teller...) -> AuditReport {
        var audit = Audit()
        for teller in tellers { audit.take(teller.holder, teller.text) }
        return audit.finish()
    }

    private func tellers(_ body: (inout Teller, inout Teller) -> Void) -> AuditReport {
        var (a, b) = (Teller(Self.first), Teller(Self.second))
        body(&a, &b)
        return report(a, b)
    }

    @Test("An ordinary life is clean and counted")
    func ordinary() {
        let report = tellers { a, b in
            let lost = attempt(.video(0), 0, b.holder)
            let video = attempt(.video(0), 1, a.holder)
            let merge = attempt(.merge, 0, a.holder)
            for teller in [lost] { b.tell(.taskClaimed, teller) }
            a.tell(.nodeJoined)
            a.tell(.taskTakenBack, lost)
            for done in [video, merge] {
                a.tell(.taskClaimed, done)
                a.tell(.taskDone, done)
            }
            a.tell(.historyRecorded, merge, "done")
            a.tell(.nodeLeft)
        }
        #expect(report.findings.isEmpty)
        #expect((report.holders, report.holdersLost) == (2, 1))
        #expect((report.jobs, report.tasks, report.claims) == (1, 2, 3))
        #expect((report.commits, report.takeBacks, report.returns) == (2, 1, 0))
        #expect((report.records, report.eventsMissing, report.events) == (1, 0, 9))
    }

    @Test("A decision that several carry out is one decision")
    func carriedOutTwice() {
        let report = tellers { a, b in
            let done = attempt(.split, 0, b.holder)
            b.tell(.taskClaimed, done)
            b.tell(.taskDone, done)
            a.tell(.taskDone, done)
        }
        #expect(report.findings.isEmpty)
        #expect(report.commits == 1)
    }

    @Test("Two holders of one generation are found, by name")
    func twoWinners() {
        let report = tellers { a, b in
            a.tell(.taskClaimed, attempt(.video(3), 2, a.holder))
            b.tell(.taskClaimed, attempt(.video(3), 2, b.holder))
        }
        #expect(report.findings.map(\.rule) == [.oneWinner])
        #expect(
            report.findings.map { "\($0)" } == [
                "film_0000000000000001.0: v00003.2 was claimed by \(Self.first) and by "
                    + "\(Self.second)"
            ]
        )
    }

    @Test("An end of an attempt that another holder claimed is found")
    func strangersEnd() {
        let report = tellers { a, b in
            a.tell(.taskClaimed, attempt(.split, 0, a.holder))
            b.tell(.taskDone, attempt(.split, 0, b.holder))
        }
        #expect(report.findings.map(\.rule) == [.oneWinner])
    }

    @Test(
        "An attempt that came to two things is found",
        arguments: [
            (Event.Kind.taskDone, Event.Kind.taskTakenBack, "done and returned"),
            (.taskDone, .taskReturned, "done and returned"),
            (.taskFailed, .taskDone, "done and failed"),
            (.taskTakenBack, .taskFailed, "failed and returned"),
        ]
    )
    func twoDecisions(one: Event.Kind, other: Event.Kind, words: String) {
        let report = tellers { a, b in
            let attempt = attempt(.split, 0, b.holder)
            b.tell(.taskClaimed, attempt)
            b.tell(one, attempt)
            a.tell(other, attempt)
        }
        #expect(report.findings.map(\.rule) == [.oneDecision])
        #expect(report.findings.first?.text == "split.0.\(Self.second) was \(words)")
    }

    @Test("A task that is done twice is found, unless the first part was rejected")
    func twoCommits() {
        for isRejected in [false, true] {
            let report = tellers { a, b in
                let (one, other) = (attempt(.audio, 0, a.holder), attempt(.audio, 1, b.holder))
                a.tell(.taskClaimed, one)
                a.tell(.taskDone, one)
                if isRejected { a.tell(.taskRejected, one) }
                b.tell(.taskClaimed, other)
                b.tell(.taskDone, other)
            }
            let expected: [Rule] = isRejected ? [] : [.oneCommit, .explainedReturn]
            #expect(report.findings.map(\.rule) == expected)
        }
    }

    @Test("A rejection may be missing where the merge that rejected died, and only there")
    func lostRejection() {
        for dies in [false, true] {
            let report = tellers { a, b in
                let (one, other) = (attempt(.audio, 0, a.holder), attempt(.audio, 1, b.holder))
                let merge = attempt(.merge, 0, b.holder)
                a.tell(.taskClaimed, one)
                a.tell(.taskDone, one)
                b.tell(.taskClaimed, merge)
                if !dies { b.tell(.taskReturned, merge) }
                a.tell(.taskClaimed, attempt(.audio, 1, a.holder))
                a.tell(.taskDone, attempt(.audio, 1, a.holder))
                _ = other
            }
            #expect(report.findings.isEmpty == dies)
            #expect(report.eventsMissing == (dies ? 2 : 0))
        }
    }

    @Test("A generation out of nothing is found where nobody died, else it is counted")
    func unexplained() {
        for hasLeft in [false, true] {
            let report = tellers { a, b in
                a.tell(.taskClaimed, attempt(.split, 2, a.holder))
                a.tell(.nodeLeft)
                b.tell(.nodeJoined)
                if hasLeft { b.tell(.nodeLeft) }
            }
            #expect(report.findings.map(\.rule) == (hasLeft ? [.explainedReturn] : []))
            #expect(report.eventsMissing == (hasLeft ? 0 : 1))
        }
    }

    @Test("A failed task that is tried again needs a retry")
    func retries() {
        for isRetried in [false, true] {
            let report = tellers { a, b in
                let failed = attempt(.split, 0, a.holder)
                a.tell(.taskClaimed, failed)
                a.tell(.taskFailed, failed)
                if isRetried { a.tell(.jobRetried, failed) }
                a.tell(.taskClaimed, attempt(.split, 1, a.holder))
                a.tell(.nodeLeft)
                b.tell(.nodeLeft)
            }
            #expect(report.findings.map(\.rule) == (isRetried ? [] : [.explainedReturn]))
        }
    }

    @Test("A life that is recorded twice, or ends twice, is found")
    func twoRecords() {
        let twice = tellers { a, b in
            let merge = attempt(.merge, 0, a.holder)
            a.tell(.taskClaimed, merge)
            a.tell(.taskDone, merge)
            a.tell(.historyRecorded, merge, "done")
            b.tell(.historyRecorded, merge, "done")
        }
        #expect(twice.findings.map(\.text) == ["merge.0 was recorded as done and done"])
        let ends = tellers { a, b in
            let (one, other) = (attempt(.merge, 0, a.holder), attempt(.merge, 1, a.holder))
            for merge in [one, other] { a.tell(.taskClaimed, merge) }
            a.tell(.taskFailed, one)
            a.tell(.historyRecorded, one, "cancelled")
            a.tell(.taskDone, other)
            a.tell(.historyRecorded, other, "done")
        }
        #expect(ends.findings.map(\.rule) == [.oneRecord])
    }

    @Test("A record that says something else than its merge is found")
    func wrongRecord() {
        let report = tellers { a, b in
            let merge = attempt(.merge, 0, a.holder)
            a.tell(.taskClaimed, merge)
            a.tell(.taskTakenBack, merge)
            b.tell(.historyRecorded, merge, "done")
        }
        #expect(
            report.findings.map(\.text) == [
                "it was recorded as done, and merge.0.\(Self.first) was returned"
            ]
        )
    }

    @Test("A claim after the holder has left is found")
    func gone() {
        let report = tellers { a, _ in
            a.tell(.nodeLeft)
            a.tell(.taskClaimed, attempt(.split, 0, a.holder))
        }
        #expect(report.findings.map(\.rule) == [.goneIsGone])
    }

    @Test("What was being written when its holder died is no fault, other damage is")
    func damage() {
        var teller = Teller(Self.first)
        teller.tell(.nodeJoined)
        teller.tell(.nodeDrained)
        let whole = teller.text
        for (text, count, findings) in [
            (whole.dropLast(10), 1, 0), (whole.dropLast(), 1, 0), (whole + whole, 2, 0),
            (whole + Array("{}\n".utf8), 2, 1), (Array("\0\n".utf8) + whole, 2, 1),
        ] as [([UInt8], Int, Int)] {
            var audit = Audit()
            audit.take(Self.first, Array(text))
            let report = audit.finish()
            #expect(report.events == count)
            #expect(report.findings.count == findings)
        }
        var audit = Audit()
        audit.take(Self.second, whole)
        #expect(audit.finish().findings.first?.rule == .readable)
        var other = Teller(Self.first)
        other.tell(.nodeDrained)
        audit = Audit()
        audit.take(Self.first, whole + other.text)
        #expect(audit.finish().findings.map(\.rule) == [.readable])
    }

    @Test("It reads the files of holders and no others")
    func files() throws {
        let scratch = try Scratch()
        let volume = try DirectoryVolume(root: scratch.path)
        for directory in Layout.all { try volume.makeDirectory(directory) }
        #expect(try Audit.report(of: volume) == AuditReport())
        var teller = Teller(Self.first)
        teller.tell(.nodeJoined)
        try volume.create(Layout.events(Self.first), teller.text)
        try volume.create("events/notes.jsonl", [1, 2, 3])
        try volume.create("events/a.0000000000001.json", [1, 2, 3])
        let report = try Audit.report(of: volume)
        #expect((report.holders, report.events, report.isClean) == (1, 1, true))
    }
}
