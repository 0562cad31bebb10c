import Model
import Synchronization
import Testing

@testable import Dashboard

@Suite("Those who guess tokens")
struct GuessesTests {
    private final class Time: Sendable {
        private let time = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { time.withLock(\.self) }
        func go(_ seconds: Int) { time.withLock { $0 += .seconds(seconds) } }
    }

    private final class Count: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock(\.self) }
        func add() { count.withLock { $0 += 1 } }
    }

    private let time = Time()
    private let counted = Count()
    private let guesses: Guesses
    private let token: WebToken
    private let peer = IPAddress("192.0.2.7")

    init() throws {
        let (time, counted) = (time, counted)
        var limits = Guesses.Limits()
        limits.peers = 3
        guesses = Guesses(limits, now: { time.now }, onWrong: { counted.add() })
        token = try #require(WebToken(Array("right".utf8)))
    }

    private func show(_ text: String, from peer: IPAddress?) -> Guesses.Verdict {
        guesses.verdict(Array(text.utf8), token, from: peer)
    }

    @Test(
        "Behind twenty wrong ones nothing from there is looked at, right or wrong, until it is time"
    )
    func slowed() {
        for number in 0..<20 { #expect(show("\(number)", from: peer) == .wrong) }
        #expect(show("20", from: peer) == .tooMany(seconds: 4))
        #expect(show("right", from: peer) == .tooMany(seconds: 4))
        #expect(show("right", from: IPAddress("192.0.2.8")) == .right)
        #expect(counted.value == 20)
        time.go(3)
        #expect(show("20", from: peer) == .wrong)
        #expect(show("21", from: peer) == .tooMany(seconds: 4))
        time.go(3)
        #expect(show("right", from: peer) == .right)
        time.go(60)
        for number in 30..<50 { #expect(show("\(number)", from: peer) == .wrong) }
    }

    @Test("Who has a token that nobody can guess need not wait for others of his address")
    func long() throws {
        let long = try #require(WebToken(Array("correct horse battery".utf8)))
        for number in 0..<20 { #expect(show("\(number)", from: peer) == .wrong) }
        #expect(show("20", from: peer) == .tooMany(seconds: 4))
        #expect(guesses.verdict(Array("correct horse battery".utf8), long, from: peer) == .right)
        #expect(guesses.verdict(Array("wrong".utf8), long, from: peer) == .tooMany(seconds: 4))
    }

    @Test("A page that shows an old token again and again is no guesser, but is counted")
    func old() {
        for _ in 0..<1_000 { #expect(show("old", from: peer) == .wrong) }
        #expect(show("right", from: peer) == .right)
        #expect(counted.value == 1_000)
        for number in 0..<19 { #expect(show("\(number)", from: peer) == .wrong) }
        #expect(show("18", from: peer) == .wrong)
        #expect(show("another", from: peer) == .tooMany(seconds: 4))
    }

    @Test("However many addresses guess, few are remembered, and those that guessed most")
    func bounded() {
        for number in 0..<20 { _ = show("\(number)", from: peer) }
        for number in 0..<255 { _ = show("x", from: IPAddress(raw: [10, 0, 0, UInt8(number)])) }
        #expect(guesses.count == 3)
        #expect(show("20", from: peer) == .tooMany(seconds: 4))
        time.go(3_600)
        #expect(show("x", from: IPAddress("192.0.2.8")) == .wrong)
        #expect(guesses.count == 1)
    }

    private func source(_ peer: String, _ forwarded: String?) -> String? {
        let headers = forwarded.map { ["x-forwarded-for": $0] } ?? [:]
        let request = WebRequest(
            method: "GET",
            path: "/",
            headers: headers,
            peer: IPAddress(peer)
        )
        return request.source?.description
    }

    @Test("A proxy on this machine says whom it asks for; nobody else is believed")
    func proxies() {
        #expect(source("127.0.0.1", nil) == "127.0.0.1")
        #expect(source("127.0.0.1", "1.2.3.4, 192.0.2.7") == "192.0.2.7")
        #expect(source("::1", "2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::")
        #expect(source("127.0.0.1", "whoever") == "127.0.0.1")
        #expect(source("192.0.2.8", "192.0.2.7") == "192.0.2.8")
    }
}
