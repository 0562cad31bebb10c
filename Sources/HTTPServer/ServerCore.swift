internal import CMicroHTTPD
internal import Model
private import Synchronization

/// What the callbacks of one server share.
final class ServerCore: Sendable {
    private struct State {
        var isStopping = false
        var streams = 0
        var exchanges: [ObjectIdentifier: Exchange] = [:]
    }

    let limits: ServerLimits
    let connections: Connections
    private let handler: any WebHandler
    private let offload: HTTPServer.Offload
    private let refuse: HTTPServer.Refuse
    private let state = Mutex(State())

    init(
        _ limits: ServerLimits,
        _ handler: any WebHandler,
        _ offload: @escaping HTTPServer.Offload,
        _ refuse: @escaping HTTPServer.Refuse
    ) {
        (self.limits, self.handler, self.offload, self.refuse) = (limits, handler, offload, refuse)
        connections = Connections(limits)
    }

    var isStopping: Bool { state.withLock(\.isStopping) }
    var streams: Int { state.withLock(\.streams) }

    // MARK: A request's way, on the library's thread

    /// Its head is there.
    func begin(_ connection: OpaquePointer, method: String) -> (Exchange, WebRefusal?) {
        let key = UInt(bitPattern: connection)
        connections.began(key)
        let reading = RequestHead(connection, method, connections.takeAddress(key), limits)
        let exchange = Exchange(reading.request, connection)
        state.withLock { $0.exchanges[ObjectIdentifier(exchange)] = exchange }
        return (exchange, isStopping ? .stopping : reading.refusal)
    }

    /// Its body is there as well, or somebody has an answer.
    ///
    /// - Returns: Whether the connection goes on.
    func goOn(_ exchange: Exchange, _ connection: OpaquePointer) -> Bool {
        switch exchange.step() {
        case .answer(let response): return send(response, exchange, connection)
        case .wait:
            // It was woken without an answer.
            if isStopping { return send(refuse(.stopping), exchange, connection) }
            _ = exchange.parking.park()
            return true
        case .ask(let request):
            connections.arrived(exchange.connection)
            if let response = handler.answerAtOnce(request) {
                return send(response, exchange, connection)
            }
            return ask(request, exchange, connection)
        }
    }

    private func ask(
        _ request: WebRequest,
        _ exchange: Exchange,
        _ connection: OpaquePointer
    ) -> Bool {
        guard !isStopping, exchange.parking.park() else {
            return send(refuse(.stopping), exchange, connection)
        }
        let handler = handler
        if !offload({ exchange.finish(handler.answer(request)) }) {
            exchange.finish(refuse(.busy))
        }
        return true
    }

    func refuse(
        _ refusal: WebRefusal,
        _ exchange: Exchange,
        _ connection: OpaquePointer
    ) -> Bool {
        var response = refuse(refusal)
        // What comes behind it was not read, so nothing may be taken for the next request.
        response.headers.append(.init("Connection", "close"))
        return send(response, exchange, connection)
    }

    private func send(
        _ response: WebResponse,
        _ exchange: Exchange,
        _ connection: OpaquePointer
    ) -> Bool {
        connections.answering(exchange.connection)
        guard response.isSendable else {
            response.abandon()
            return queue(refuse(.unsendable), exchange, connection)
        }
        if case .stream = response.body {
            guard streamBegins() else {
                response.abandon()
                let refusal = refuse(.tooManyStreams(limit: limits.streams))
                return queue(refusal, exchange, connection)
            }
            connections.arrived(exchange.connection)
        }
        return queue(response, exchange, connection)
    }

    private func queue(
        _ response: WebResponse,
        _ exchange: Exchange,
        _ connection: OpaquePointer
    ) -> Bool {
        guard let made = response.made(exchange.parking, self) else { return false }
        defer { MHD_destroy_response(made) }
        return MHD_queue_response(connection, UInt32(response.status), made) == http_yes()
    }

    func end(_ exchange: Exchange) {
        exchange.end()
        connections.ended(exchange.connection)
        state.withLock { _ = $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
    }

    // MARK: Streams and the end

    private func streamBegins() -> Bool {
        state.withLock { state in
            guard state.streams < limits.streams else { return false }
            state.streams += 1
            return true
        }
    }

    func streamEnded() { state.withLock { $0.streams -= 1 } }

    /// Behind it nothing is set aside any more, and nothing will be.
    func wakeAll() {
        let exchanges = state.withLock { state in
            state.isStopping = true
            return Array(state.exchanges.values)
        }
        for exchange in exchanges { exchange.parking.wake() }
    }
}
