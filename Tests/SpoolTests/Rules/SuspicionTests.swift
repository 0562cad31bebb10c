import Model
import Testing

@testable import Spool

@Suite("Who is taken for dead")
struct SuspicionTests {
    static let observer = Holder(hostName: "observer", bits: 1)
    static let holder = Holder(hostName: "pi4", bits: 2)
    static let third = Holder(hostName: "nas", bits: 3)
    static let fourth = Holder(hostName: "pc", bits: 4)
    static let attempt = Attempt(task: .video(0), generation: 0, holder: holder)

    @Test("looks without a change are counted, and any change is a sign of life")
    func counts() {
        var suspicion = Suspicion<Int>()
        let signs: [[UInt8]] = [[1], [1], [1], [2], [2], [], [], [2]]
        let counted = signs.map { suspicion.look(at: 7, $0, isGood: true) }
        #expect(counted == [0, 1, 2, 0, 1, 0, 1, 0])
    }

    @Test("looks of an observer that was itself away do not count")
    func badLooks() {
        var suspicion = Suspicion<Int>()
        let counted = [true, false, true, false, false].map {
            suspicion.look(at: 7, [1], isGood: $0)
        }
        #expect(counted == [0, 0, 1, 1, 1])
        suspicion.keep(only: [])
        #expect(suspicion.look(at: 7, [1], isGood: true) == 0)
    }

    private func fate(
        _ looks: Int,
        living: Set<Holder> = [],
        silent: Set<Holder> = []
    ) -> ClaimVerdict.Fate {
        ClaimVerdict(
            looksUntilSuspected: 8,
            observer: SuspicionTests.observer,
            others: .init(
                living: living,
                silent: Dictionary(uniqueKeysWithValues: silent.map { ($0, looks) })
            )
        )
        .fate(of: SuspicionTests.attempt, unchangedLooks: looks)
    }

    @Test("why a task is taken away is told apart for the figures")
    func reasons() {
        var others = ClaimVerdict.Others()
        others.living = [Self.holder]
        others.silent = [Self.third: 9]
        others.dead = [Self.fourth]
        let verdict = ClaimVerdict(
            looksUntilSuspected: 8,
            observer: SuspicionTests.observer,
            others: others
        )
        let holders = [Self.observer, Self.holder, Self.third, Self.fourth]
        let reasons = holders.map { verdict.reason(for: $0) }
        #expect(reasons == [.leaseExpired, .leaseExpired, .nodeGone, .nodeGone])
        // It left in order, or its host started another.
        #expect(verdict.reason(for: Holder(hostName: "gone", bits: 9)) == .nodeGone)
    }

    @Test("a task that hangs on a node that lives is to blame")
    func hung() {
        #expect(fate(7, living: [Self.holder]) == .lives)
        #expect(fate(8, living: [Self.holder]) == .takenBack(.hung))
    }

    @Test("a node that is lost alone is to blame, with its task")
    func lostAlone() {
        #expect(fate(8, living: [Self.third], silent: [Self.holder]) == .takenBack(.nodeLost))
        #expect(fate(8, silent: [Self.holder]) == .takenBack(.nodeLost))
        // It left in order, and what it held could not be handed back.
        #expect(fate(8, living: [Self.third]) == .takenBack(nil))
    }

    @Test("half of the nodes silent at once is a storm: it waits twice as long, and blames nobody")
    func storm() {
        let silent: Set = [Self.holder, Self.fourth]
        #expect(fate(15, living: [Self.third], silent: silent) == .lives)
        #expect(fate(16, living: [Self.third], silent: silent) == .takenBack(nil))
    }

    @Test("a process that was started again on the observer's own host is to blame for nothing")
    func restarted() {
        let before = Holder(hostName: "observer", bits: 9)
        let verdict = ClaimVerdict(
            looksUntilSuspected: 8,
            observer: Self.observer,
            others: .init(living: [], silent: [before: 8])
        )
        let attempt = Attempt(task: .audio, generation: 0, holder: before)
        #expect(verdict.fate(of: attempt, unchangedLooks: 8) == .takenBack(nil))
    }

    private func log(
        _ generation: Int,
        _ outcome: AttemptLog.Outcome,
        _ blame: Blame?,
        on node: String = "pi4"
    ) -> AttemptLog {
        var log = AttemptLog(
            attempt: Attempt(
                task: .video(0),
                generation: generation,
                holder: Holder(hostName: node, bits: UInt64(generation))
            ),
            outcome: outcome,
            writer: Self.observer,
            time: WallTime(seconds: 0)
        )
        log.blame = blame
        return log
    }

    @Test("blames are counted, a node that was lost once each")
    func blames() {
        let logs = [
            log(0, .returned, .nodeLost), log(1, .returned, .nodeLost), log(2, .returned, nil),
            log(3, .returned, .nodeLost, on: "nas"), log(4, .returned, .died),
            log(5, .returned, .hung), log(6, .done, .died),
        ]
        #expect(Blames.count(logs) == 4)
        #expect(Blames.count([]) == 0)
    }

    @Test("what was given up and scheduled again begins with no blame")
    func blamesAfterRetry() {
        let logs = [
            log(0, .returned, .died), log(1, .failed, .died), log(2, .returned, .died),
        ]
        #expect(Blames.count(logs) == 1)
        #expect(Blames.losses(logs) == 1)
    }

    @Test("what was taken from the silent is counted whoever was to blame, what was given back not")
    func losses() {
        var drained = log(2, .returned, nil)
        drained.writer = drained.attempt.holder.text
        let logs = [log(0, .returned, nil), log(1, .returned, .nodeLost), drained]
        #expect(Blames.losses(logs) == 2)
        #expect(Blames.losses([]) == 0)
    }
}

@Suite("Which task a worker tries for")
struct ClaimChoiceTests {
    struct Counting: Chance {
        let value: UInt64
        func bits() -> UInt64 { value }
    }

    @Test("one of the first few, and with every loss one of more")
    func widens() {
        var choice = ClaimChoice(Array(0..<10), window: 2)
        let taken = (0..<11).map { _ in choice.next(Counting(value: 5_039)) }
        // 5,039 leaves one less than the window for each of 2, 4 and 8.
        #expect(taken.prefix(3) == [1, 4, 9])
        #expect(taken.last == .some(nil))
        #expect(Set(taken.compactMap { $0 }) == Set(0..<10))
    }

    @Test("however many are lost, there is a next one until all were tried")
    func manyRivals() {
        var choice = ClaimChoice(Array(0..<200), window: 8)
        var taken: Set<Int> = []
        while let next = choice.next(Counting(value: 0)) { taken.insert(next) }
        #expect(taken.count == 200)
    }

    @Test("a window of one takes them in order")
    func inOrder() {
        var choice = ClaimChoice(["a", "b"], window: 1)
        #expect(choice.next(Counting(value: 0)) == "a")
        #expect(choice.next(Counting(value: 0)) == "b")
        #expect(choice.next(Counting(value: 0)) == nil)
    }
}
