internal import CMicroHTTPD
internal import Model
private import Synchronization

/// One request and its answer, from the end of its head until the library is done with it.
final class Exchange: Sendable {
    /// What is to be done now.
    enum Step {
        /// The request is whole.
        case ask(WebRequest)
        case answer(WebResponse)
        /// Somebody works on it.
        case wait
    }

    private enum Stage {
        case receiving(WebRequest)
        case working
        case answered(WebResponse)
        case over
    }

    private let stage: Mutex<Stage>
    let parking: Parking
    let connection: UInt

    init(_ head: WebRequest, _ connection: OpaquePointer) {
        stage = Mutex(.receiving(head))
        parking = Parking(connection)
        self.connection = UInt(bitPattern: connection)
    }

    /// - Returns: False when it is more than is allowed.
    func receive(_ bytes: UnsafeRawBufferPointer, limit: Int) -> Bool {
        stage.withLock { stage in
            guard case .receiving(var request) = stage else { return false }
            guard request.body.count + bytes.count <= limit else { return false }
            // One owner at a time, so that the body is not copied with every piece.
            stage = .working
            request.body.append(contentsOf: bytes)
            stage = .receiving(request)
            return true
        }
    }

    func step() -> Step {
        stage.withLock { stage in
            switch stage {
            case .receiving(let request):
                stage = .working
                return .ask(request)
            case .answered(let response):
                stage = .over
                return .answer(response)
            case .working, .over: return .wait
            }
        }
    }

    /// From any thread. An answer that nobody waits for any more is let go.
    func finish(_ response: WebResponse) {
        let isTaken = stage.withLock { stage in
            guard case .working = stage else { return false }
            stage = .answered(response)
            return true
        }
        guard isTaken else { return response.abandon() }
        parking.wake()
    }

    /// Nobody waits for the answer any more.
    func end() {
        parking.end()
        let left = stage.withLock { stage -> WebResponse? in
            defer { stage = .over }
            guard case .answered(let response) = stage else { return nil }
            return response
        }
        left?.abandon()
    }
}

extension WebResponse {
    /// Nobody is going to read it.
    func abandon() {
        if case .stream(let stream) = body { stream.close() }
    }
}
