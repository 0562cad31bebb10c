import History
import Model
import Platform
import Spool
import Synchronization
import Testing

@testable import Services

/// Notes what it is told, and answers what a test wants.
private final class TestTarget: NotifyTarget {
    let name = "test"
    private let content = Mutex((told: [String](), answers: [Delivery]()))

    var told: [String] { content.withLock { $0.told } }
    func answer(_ answers: [Delivery]) { content.withLock { $0.answers = answers } }

    func deliver(_ notice: Notice, isWanted: @escaping @Sendable () -> Bool) -> Delivery {
        content.withLock { content in
            content.told.append(notice.detail ?? "")
            return content.answers.isEmpty ? .sent("") : content.answers.removeFirst()
        }
    }
}

private final class TestTime: Sendable {
    private let time = Mutex(MonotonicTime.now)
    var now: MonotonicTime { time.withLock(\.self) }
    func go(_ seconds: Int) { time.withLock { $0 = $0 + .seconds(seconds) } }
}

@Suite("Telling people in order, and each once")
struct CourierTests {
    private let bed: PublishingBed
    private let target = TestTarget()
    private let time = TestTime()

    init() throws { bed = try PublishingBed() }

    /// Of a coordinator that knows nothing of those before it.
    private func courier(_ keeper: HistoryKeeper) -> Courier {
        let time = time
        return Courier(
            bed.site,
            keeper,
            target,
            kinds: ["volume.low", "job.failed"],
            spool: "s",
            now: { time.now }
        )
    }

    private func tell(_ texts: String...) {
        for text in texts { bed.site.spool.report(.volumeLow, text) }
    }

    private func work(_ courier: inout Courier, _ keeper: HistoryKeeper) throws {
        try keeper.catchUp()
        while courier.round({ true }) {}
    }

    @Test("what was before is not told, and what comes is, but for what nobody asked for")
    func begin() throws {
        let keeper = HistoryKeeper(bed.site, isInMemory: true)
        tell("old")
        var courier = courier(keeper)
        try work(&courier, keeper)
        tell("one")
        bed.site.spool.report(.fileSeen, "a.mkv")
        tell("two")
        try work(&courier, keeper)
        try work(&courier, keeper)
        #expect(target.told == ["one", "two"])
    }

    @Test("the next coordinator goes on where the last one was")
    func handedOn() throws {
        let first = HistoryKeeper(bed.site, isInMemory: true)
        var one = courier(first)
        try work(&one, first)
        tell("one", "two")
        try work(&one, first)
        tell("three")
        let second = HistoryKeeper(bed.site, isInMemory: true)
        var two = courier(second)
        try work(&two, second)
        // It comes back to lead, and forgot what it knew.
        one.rest()
        tell("four")
        try work(&one, first)
        #expect(target.told == ["one", "two", "three", "four"])
    }

    @Test("what cannot be told holds up what is behind it, and is tried again, later each time")
    func order() throws {
        let keeper = HistoryKeeper(bed.site, isInMemory: true)
        var courier = courier(keeper)
        try work(&courier, keeper)
        tell("one", "two")
        target.answer([.failed("busy"), .failed("busy")])
        try work(&courier, keeper)
        time.go(4)
        try work(&courier, keeper)
        #expect(target.told == ["one"])
        time.go(1)
        try work(&courier, keeper)
        time.go(9)
        try work(&courier, keeper)
        #expect(target.told == ["one", "one"])
        time.go(1)
        try work(&courier, keeper)
        #expect(target.told == ["one", "one", "one", "two"])
    }

    @Test("what is refused for good holds nothing up")
    func refused() throws {
        let keeper = HistoryKeeper(bed.site, isInMemory: true)
        var courier = courier(keeper)
        try work(&courier, keeper)
        tell("one", "two")
        target.answer([.refused("400")])
        try work(&courier, keeper)
        #expect(target.told == ["one", "two"])
        #expect(bed.warnings.contains("test: volume.low is refused: 400"))
        #expect(
            bed.site.tally.counts.notifications[.init(target: "test", result: "refused")] == 1
        )
    }

    @Test("everything that people can ask for is told by somebody")
    func kinds() {
        for name in NotableEvents.all { #expect(Event.Kind(rawValue: name) != nil, "\(name)") }
        #expect(Set(NotableEvents.usual).isSubset(of: NotableEvents.all))
    }

    @Test("pauses between tries grow to a quarter of an hour")
    func backoff() {
        var backoff = Backoff()
        let now = MonotonicTime.now
        let pauses = (0..<10).map { _ in backoff.failed(at: now).components.seconds }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900])
    }
}
