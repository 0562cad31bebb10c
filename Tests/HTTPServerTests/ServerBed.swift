import HTTPServer
import Model
import Platform
import Synchronization
import TestKit

/// A server on a port of its own, with a handler that a test can look into.
final class ServerBed: Sendable {
    let handler: EchoHandler
    let server: HTTPServer
    let crew: WorkCrew

    init(_ limits: ServerLimits = ServerLimits(), threads: Int = 4, places: Int = 64) throws {
        let crew = try WorkCrew("web", threads: threads, places: places)
        handler = EchoHandler()
        self.crew = crew
        server = try HTTPServer(
            on: ListenAddress(.loopback, 0),
            handler,
            limits: limits,
            offload: { crew.take($0) },
            refuse: { WebResponse($0.status, [], Array($0.detail.utf8)) }
        )
    }

    var port: UInt16 { server.address.port }

    func client() throws -> WebClient { try WebClient(port: port) }

    func ask(
        _ method: String,
        _ address: String,
        _ headers: [String] = [],
        _ body: String = ""
    ) throws -> WebClient.Answer {
        try WebClient.ask(port, method, address, headers, body)
    }

    /// Until it holds, or half a minute is over.
    func reaches(_ condition: () -> Bool) -> Bool {
        let bell = Bell()
        for _ in 0..<3_000 {
            if condition() { return true }
            bell.wait(after: bell.count, upTo: .milliseconds(10))
        }
        return condition()
    }
}

/// Answers by the path: `/echo` with what was asked, `/work` the same on a thread that may wait,
/// `/hold` when it is let go, `/stream` with what a test gives.
final class EchoHandler: WebHandler {
    private struct State {
        var asked: [WebRequest] = []
        var isHolding = true
        var streams: [TestStream] = []
    }

    private let state = Mutex(State())
    let bell = Bell()

    var asked: [WebRequest] { state.withLock(\.asked) }
    var streams: [TestStream] { state.withLock(\.streams) }

    func letGo() {
        state.withLock { $0.isHolding = false }
        bell.ring()
    }

    func answerAtOnce(_ request: WebRequest) -> WebResponse? {
        state.withLock { $0.asked.append(request) }
        switch request.path {
        case "/echo": return EchoHandler.echo(request)
        case "/stream":
            let stream = TestStream()
            state.withLock { $0.streams.append(stream) }
            return WebResponse(200, [.init("Content-Type", "text/event-stream")], stream: stream)
        case "/header":
            let value = request.headers["x-value"] ?? ""
            return WebResponse(200, [.init("X-Value", "a\r\nSet-Cookie: \(value)")])
        default: return nil
        }
    }

    func answer(_ request: WebRequest) -> WebResponse {
        if request.path == "/hold" {
            while true {
                let count = bell.count
                if !state.withLock(\.isHolding) { break }
                bell.wait(after: count, upTo: .seconds(60))
            }
        }
        return EchoHandler.echo(request)
    }

    private static func echo(_ request: WebRequest) -> WebResponse {
        let size = request.query.flatMap { Int($0) } ?? 0
        let filler = String(repeating: "x", count: size)
        let text = "\(request.method) \(request.path) \(request.body.count)\(filler)"
        return WebResponse(200, [.init("Content-Type", "text/plain")], Array(text.utf8))
    }
}

/// A stream that says what a test gives it.
final class TestStream: WebStream {
    private struct State {
        var waiting: [[UInt8]] = []
        var end: WebStreamStep?
        var closed = 0
        var asked = 0
        var wake: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var closed: Int { state.withLock(\.closed) }
    /// How often there was asked for more.
    var asked: Int { state.withLock(\.asked) }

    var wake: (@Sendable () -> Void)? { state.withLock(\.wake) }

    func give(_ text: String) {
        let wake = state.withLock { state in
            state.waiting.append(Array(text.utf8))
            return state.wake
        }
        wake?()
    }

    func end(isBroken: Bool = false) {
        let wake = state.withLock { state in
            state.end = isBroken ? .broken : .end
            return state.wake
        }
        wake?()
    }

    func next() -> WebStreamStep {
        state.withLock { state in
            state.asked += 1
            if !state.waiting.isEmpty { return .bytes(state.waiting.removeFirst()) }
            return state.end ?? .wait
        }
    }

    func onMore(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

    func close() {
        state.withLock { state in
            state.closed += 1
            state.wake = nil
        }
    }
}
