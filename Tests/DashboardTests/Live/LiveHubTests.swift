import Model
import Synchronization
import Testing

@testable import Dashboard

/// A clock that is set by hand.
private final class HandClock: Sendable {
    private let time = Mutex(100.0)

    var now: Double { time.withLock(\.self) }
    func pass(_ seconds: Double) { time.withLock { $0 += seconds } }
}

@Suite("The hub") struct LiveHubTests {
    private let clock = HandClock()

    private func hub(_ limits: LiveHub.Limits = .init()) -> LiveHub {
        let clock = clock
        return LiveHub(epoch: "e", limits: limits, now: { clock.now })
    }

    /// What messages that are there for a listener now hold, without their ids.
    private func bodies(_ stream: LiveStream) -> [String] {
        var bodies: [String] = []
        while case .bytes(let bytes) = stream.next() {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            guard let data = lines.first(where: { $0.hasPrefix("data: ") }) else { continue }
            bodies.append(String(data.dropFirst(6)))
        }
        return bodies
    }

    /// The names of messages that are there for a listener now, with their ids.
    private func read(_ stream: LiveStream) -> [String] {
        var names: [String] = []
        while case .bytes(let bytes) = stream.next() {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            let id = lines.first { $0.hasPrefix("id: ") }?.dropFirst(4)
            let name = lines.first { $0.hasPrefix("event: ") }?.dropFirst(7)
            names.append(name.map { "\($0) \(id ?? "?")" } ?? lines.first.map(String.init) ?? "")
        }
        return names
    }

    private func event(_ number: Int) -> EventLine {
        EventLine(
            type: "slice.done",
            time: "",
            node: "nuc",
            holder: "nuc_1",
            sequence: UInt64(number)
        )
    }

    @Test("a listener gets the state first, and then what changes")
    func deltas() throws {
        let hub = hub()
        hub.show(.of([FakeDesk.line(1)]))
        let stream = try #require(hub.listen(behind: nil))
        #expect(read(stream) == ["retry: 2000", "state e-0"])
        clock.pass(1)
        hub.show(.of([FakeDesk.line(1), FakeDesk.line(2)]))
        #expect(read(stream) == ["jobs e-1", "sums e-2"])
        hub.tell([event(1)])
        #expect(read(stream) == ["event e-3"])
        clock.pass(1)
        hub.show(.of([FakeDesk.line(1), FakeDesk.line(2)]))
        #expect(read(stream) == [])
    }

    @Test("of a job that only moved up its place is told, and why it waits")
    func places() throws {
        let hub = hub()
        var (waiting, last) = (FakeDesk.line(2), FakeDesk.line(3))
        (waiting.waitsFor, last.waitsFor) = ("behind 1 job", "behind 2 jobs")
        hub.show(.of([FakeDesk.line(1), waiting, last]))
        let stream = try #require(hub.listen(behind: nil))
        _ = read(stream)
        clock.pass(1)
        (waiting.place, waiting.waitsFor, waiting.progress) = (1, nil, 0.5)
        (last.place, last.waitsFor) = (2, "behind 1 job")
        hub.show(.of([waiting, last]))
        let body = try JSONValue(Array(try #require(bodies(stream).first).utf8))
        #expect(body["changed"]?.list.map { $0["key"]?.text } == [waiting.key])
        let places = try #require(body["places"]?.list)
        #expect(places.map { $0["key"]?.text } == [last.key])
        #expect(places.first?["place"]?.number == 2)
        #expect(places.first?["waitsFor"]?.text == "behind 1 job")
    }

    @Test("a state says of when it is, and that alone is told to nobody")
    func asOf() throws {
        let hub = hub()
        var snapshot = LiveSnapshot.of([])
        snapshot.asOf = "2026-11-22T01:00:00.000Z"
        hub.show(snapshot)
        let stream = try #require(hub.listen(behind: nil))
        #expect(bodies(stream).first?.contains(#""asOf":"2026-11-22T01:00:00.000Z""#) == true)
        clock.pass(1)
        snapshot.asOf = "2026-11-22T01:00:01.000Z"
        hub.show(snapshot)
        #expect(read(stream) == [])
    }

    @Test("a look that does not come to its end makes what is shown stale, until one does")
    func hangs() throws {
        let hub = hub()
        var snapshot = LiveSnapshot.of([])
        snapshot.asOf = "2026-11-22T01:00:00.000Z"
        hub.look()
        hub.show(snapshot)
        let stream = try #require(hub.listen(behind: nil))
        _ = read(stream)
        clock.pass(1)
        hub.look()
        clock.pass(19)
        hub.beat()
        #expect(!bodies(stream).contains { $0.contains("isStale") })
        clock.pass(2)
        hub.beat()
        hub.beat()
        let told = bodies(stream)
        #expect(told.count { $0.contains("isStale") } == 1)
        #expect(told.last?.contains(#""isStale":true"#) == true)
        #expect(told.last?.contains("has not answered for 20 seconds") == true)
        #expect(told.last?.contains(snapshot.asOf) == true)
        #expect(hub.snapshot?.isStale == true)
        snapshot.asOf = "2026-11-22T01:00:30.000Z"
        clock.pass(8)
        hub.show(snapshot)
        #expect(bodies(stream).contains { $0.contains(#""isStale":false"#) })
        clock.pass(60)
        hub.beat()
        #expect(hub.snapshot?.isStale == false)
    }

    @Test("who listens before anything was read gets the state when there is one")
    func early() throws {
        let hub = hub()
        let stream = try #require(hub.listen(behind: nil))
        #expect(read(stream) == ["retry: 2000"])
        hub.show(.of([]))
        #expect(read(stream) == ["state e-0"])
    }

    @Test("who comes back gets what was missed, and the state where that is kept no more")
    func replay() throws {
        var limits = LiveHub.Limits()
        limits.ringCount = 3
        let hub = hub(limits)
        hub.show(.of([]))
        for number in 1...5 { hub.tell([event(number)]) }
        #expect(
            read(try #require(hub.listen(behind: "e-3"))) == [
                "retry: 2000", "event e-4", "event e-5",
            ]
        )
        #expect(read(try #require(hub.listen(behind: "e-5"))) == ["retry: 2000"])
        #expect(read(try #require(hub.listen(behind: "e-1"))) == ["retry: 2000", "state e-5"])
        #expect(read(try #require(hub.listen(behind: "e-9"))) == ["retry: 2000", "state e-5"])
        #expect(read(try #require(hub.listen(behind: "d-4"))) == ["retry: 2000", "state e-5"])
    }

    @Test("changes are told twice a second at most, and the last one is not lost")
    func ticks() throws {
        let hub = hub()
        hub.show(.of([]))
        let stream = try #require(hub.listen(behind: nil))
        _ = read(stream)
        clock.pass(1)
        hub.show(.of([FakeDesk.line(1)]))
        for number in 2...9 {
            clock.pass(0.05)
            hub.show(.of([FakeDesk.line(number)]))
        }
        #expect(read(stream) == ["jobs e-1", "sums e-2"])
        hub.tick()
        #expect(read(stream) == [])
        clock.pass(0.2)
        hub.tick()
        #expect(read(stream) == ["jobs e-3"])
        #expect(hub.snapshot?.status.jobs.map(\.id) == ["9"])
    }

    @Test("a quiet line is shown to hold every 15 seconds")
    func heartbeat() throws {
        let hub = hub()
        hub.show(.of([]))
        let stream = try #require(hub.listen(behind: nil))
        _ = read(stream)
        hub.tick()
        clock.pass(14)
        _ = read(stream)
        hub.tick()
        clock.pass(2)
        hub.tick()
        #expect(read(stream) == [": "])
    }

    @Test("no more than so many may listen, and whoever goes makes room")
    func clients() throws {
        var limits = LiveHub.Limits()
        limits.clients = 1
        let hub = hub(limits)
        hub.show(.of([]))
        let first = try #require(hub.listen(behind: nil))
        #expect(hub.listen(behind: nil) == nil)
        #expect(hub.isListenedTo)
        first.close()
        #expect(!hub.isListenedTo)
        #expect(hub.listen(behind: nil) != nil)
    }

    @Test("who does not take what is sent is sent away")
    func slow() throws {
        var limits = LiveHub.Limits()
        limits.backlogBytes = 1_000
        let hub = hub(limits)
        hub.show(.of([]))
        let stream = try #require(hub.listen(behind: nil))
        for number in 1...20 { hub.tell([event(number)]) }
        #expect(stream.next() == .end)
    }

    @Test("a listener is woken when there is something behind a wait, and not before")
    func wakes() throws {
        let hub = hub()
        hub.show(.of([]))
        let stream = try #require(hub.listen(behind: nil))
        let count = Counter()
        stream.onMore { count.add() }
        _ = read(stream)
        #expect(stream.next() == .wait)
        hub.tell([event(1), event(2)])
        #expect(count.value == 1)
    }

    @Test("of very many jobs those are shown that run or failed, and then those that wait")
    func window() {
        let jobs = (1...500).map { FakeDesk.line($0, state: $0 > 490 ? "failed" : "waiting") }
        let window = LiveSnapshot.of(jobs).window(of: 20)
        #expect(window.map(\.place) == Array(1...10) + Array(491...500))
    }

    @Test("trouble is told, and what was seen before stays")
    func trouble() throws {
        let hub = hub()
        hub.fail("the volume is away")
        #expect(hub.trouble == "the volume is away")
        hub.show(.of([FakeDesk.line(1)]))
        #expect(hub.trouble == nil)
        clock.pass(1)
        hub.fail("the volume is away")
        #expect(hub.snapshot?.status.troubles == ["the volume is away"])
        #expect(hub.snapshot?.status.jobs.count == 1)
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock(\.self) }
    func add() { count.withLock { $0 += 1 } }
}
