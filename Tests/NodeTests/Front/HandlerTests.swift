import HTTPServer
import Model
@testable import Node
import Platform
import Services
import Synchronization
import Testing

@Suite("What stands between the server and the router")
struct HandlerTests {
    private static let routes: [(String, String)] = [
        ("/", "/"), ("/livez", "/livez"), ("/metrics", "/metrics"), ("/assets/1/app.js", "/assets"),
        ("/api/v1/jobs", "/api/v1/jobs"), ("/api/v1/jobs/7f/cancel", "/api/v1/jobs"),
        ("/api/v1/nothing", "other"), ("/api/v1", "other"), ("/api/v1/", "other"),
        ("/api/v2/jobs", "other"), ("/wp-admin", "other"), ("", "other"), ("jobs", "other"),
        ("//api/v1/jobs", "other"),
    ]

    @Test("Whatever is asked for is counted under one of a few words", arguments: routes)
    func route(path: String, word: String) {
        #expect(CountedHandler.route(path) == word)
    }

    @Test("A port that is taken is named, and what to do about it")
    func taken() throws {
        let note = Front.note(ListenFailure(.usual, .inUse))
        let wanted =
            "cannot listen on 127.0.0.1:8080: another program has the port, perhaps another node; "
            + "this node serves no page and no figures; give it an address of its own by  "
            + "--listen 127.0.0.1:8081  (port 0 is any that is free)"
        #expect(note == wanted)
        let last = try #require(ListenAddress("[::1]:65535"))
        let other = Front.note(ListenFailure(last, .noSuchAddress))
        #expect(!other.contains("another node"))
        #expect(other.contains("--listen [::1]:0 "))
    }

    /// Holds every request until it is let go.
    private final class Holding: WebHandler {
        private let count = Mutex(0)
        let gate = StopSign()
        let bell = Bell()

        var begun: Int { count.withLock(\.self) }

        func answerAtOnce(_ request: WebRequest) -> WebResponse? { nil }

        func answer(_ request: WebRequest) -> WebResponse {
            count.withLock { $0 += 1 }
            bell.ring()
            while request.path != "/api/v1/jobs", !gate.wait(upTo: .seconds(60)) {}
            return WebResponse(200)
        }
    }

    @Test("Two questions that take minutes leave threads for those who want to stop a job")
    func heavy() throws {
        let holding = Holding()
        let gate = HeavyGate(holding)
        let ask = { @Sendable (path: String) in
            gate.answer(WebRequest(method: "GET", path: path)).status
        }
        let first = try NamedThread("first") { ask("/api/v1/profiles/check") }
        let second = try NamedThread("second") { ask("/api/v1/doctor") }
        let deadline = Deadline(after: .seconds(60))
        while holding.begun < 2, !deadline.isOver {
            let count = holding.bell.count
            if holding.begun < 2 { holding.bell.wait(after: count, upTo: .seconds(1)) }
        }
        #expect(ask("/api/v1/doctor") == 503)
        #expect(ask("/api/v1/history/export") == 503)
        #expect(ask("/api/v1/jobs") == 200)
        holding.gate.set()
        let statuses = [first.join(), second.join()]
        #expect(statuses == [200, 200])
        #expect(ask("/api/v1/doctor") == 200)
    }
}
