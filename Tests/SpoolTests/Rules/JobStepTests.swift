import Testing

@testable import Spool

@Suite("How a job goes on")
struct JobStepTests {
    static let key = JobKey(JobID(sourceName: "film", hash: 1), life: 0)
    static let holder = Holder(hostName: "a", bits: 1)

    static func merge(_ generation: Int) -> Attempt {
        Attempt(task: .merge, generation: generation, holder: holder)
    }

    static func record(_ generation: Int, _ outcome: HistoryRecord.Outcome) -> RecordName {
        RecordName(key, generation: generation, outcome: outcome)
    }

    static func waiting(_ generation: Int) -> BoardView {
        BoardView(queued: [Waiting(task: .merge, generation: generation)])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var tasks: BoardView
        var failedTasks: [Attempt] = []
        var isCancelled = false
        var records: [RecordName] = []
        var removed: [RecordName] = []
        var step: JobStep?
    }

    static let slice = Attempt(task: .video(3), generation: 2, holder: holder)

    static let cases: [Case] = [
        Case(testDescription: "a waiting merge: the tasks go on", tasks: waiting(0), step: .goOn),
        Case(
            testDescription: "no token of the merge was seen: nothing is done",
            tasks: BoardView(),
            isCancelled: true,
            step: nil
        ),
        Case(
            testDescription: "a running merge goes on",
            tasks: BoardView(running: [merge(0)]),
            step: .goOn
        ),
        Case(
            testDescription: "a failed slice decides the job",
            tasks: waiting(0),
            failedTasks: [slice],
            step: .decide(.failed)
        ),
        Case(
            testDescription: "a failed split decides the job",
            tasks: BoardView(
                queued: [Waiting(task: .merge, generation: 0)],
                failed: [Attempt(task: .split, generation: 0, holder: holder)]
            ),
            step: .decide(.failed)
        ),
        Case(
            testDescription: "a cancel decides it, before failures",
            tasks: BoardView(running: [merge(0)]),
            failedTasks: [slice],
            isCancelled: true,
            step: .decide(.cancelled)
        ),
        Case(
            testDescription: "a merge that is done wins over a cancel",
            tasks: BoardView(done: [merge(0)]),
            isCancelled: true,
            step: .finish(merge(0))
        ),
        Case(
            testDescription: "with its record the source and the closing are left",
            tasks: BoardView(done: [merge(0)]),
            records: [record(0, .done)],
            step: .finish(merge(0))
        ),
        Case(
            testDescription: "a finished job whose record was taken back is closed",
            tasks: BoardView(done: [merge(0)]),
            removed: [record(0, .done)],
            step: .drop
        ),
        Case(
            testDescription: "a merge that was decided against is recorded",
            tasks: BoardView(failed: [merge(1)]),
            step: .record(merge(1))
        ),
        Case(
            testDescription: "then it has ended",
            tasks: BoardView(failed: [merge(1)]),
            records: [record(1, .failed)],
            step: .ended(record(1, .failed))
        ),
        Case(
            testDescription: "a retry's later merge that failed is recorded as well",
            tasks: BoardView(failed: [merge(2)]),
            removed: [record(1, .failed)],
            step: .record(merge(2))
        ),
        Case(
            testDescription: "an interrupted retry is ended: the old record goes aside",
            tasks: waiting(1),
            records: [record(0, .failed)],
            step: .moveAside(record(0, .failed))
        ),
        Case(
            testDescription: "after a retry the job goes on",
            tasks: waiting(1),
            removed: [record(0, .failed)],
            step: .goOn
        ),
        Case(
            testDescription: "a late intake of a job that was done is dropped",
            tasks: waiting(0),
            records: [record(0, .done)],
            step: .drop
        ),
        Case(
            testDescription: "a late intake of a job that was cancelled after a retry is dropped",
            tasks: waiting(0),
            records: [record(3, .cancelled)],
            step: .drop
        ),
        Case(
            testDescription: "a late intake of a life that was taken back is dropped",
            tasks: waiting(0),
            removed: [record(0, .done)],
            step: .drop
        ),
        Case(
            testDescription: "a late intake that was merged after its job was cancelled is dropped",
            tasks: BoardView(done: [merge(0)]),
            records: [record(0, .cancelled)],
            step: .drop
        ),
        Case(
            testDescription: "a merge that is done behind a record of its failure is dropped",
            tasks: BoardView(done: [merge(1)]),
            records: [record(1, .failed)],
            step: .drop
        ),
        Case(
            testDescription: "a merge that is done after a retry counts beside the older failure",
            tasks: BoardView(done: [merge(2)]),
            records: [record(1, .failed)],
            step: .finish(merge(2))
        ),
        Case(
            testDescription: "a life that was taken back stays so after its merge was tried again",
            tasks: waiting(1),
            removed: [record(0, .done)],
            step: .drop
        ),
    ]

    @Test("by what lies in the spool alone", arguments: cases)
    func next(example: Case) {
        let view = JobView(
            tasks: example.tasks,
            failedTasks: example.failedTasks,
            isCancelled: example.isCancelled,
            records: example.records,
            removed: example.removed
        )
        #expect(JobStep.next(view) == example.step)
    }
}
