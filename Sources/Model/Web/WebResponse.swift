/// What is answered to a request.
public struct WebResponse: Sendable {
    public enum Body: Sendable {
        case bytes([UInt8])
        /// It goes on for as long as both sides want.
        case stream(any WebStream)
    }

    public struct Header: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    public var status: Int
    public var headers: [Header]
    public var body: Body

    public init(_ status: Int, _ headers: [Header] = [], _ body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, .bytes(body))
    }

    public init(_ status: Int, _ headers: [Header], stream: any WebStream) {
        (self.status, self.headers, self.body) = (status, headers, .stream(stream))
    }
}

/// An answer that comes bit by bit, such as events.
public protocol WebStream: AnyObject, Sendable {
    /// What there is to send now. It does not block.
    func next() -> WebStreamStep

    /// Called once, before the first `next`: `wake` is to be called, from any thread, whenever
    /// there is more behind a `.wait`.
    func onMore(_ wake: @escaping @Sendable () -> Void)

    /// The other side has gone, or the server stops. Called once; `wake` is not called any more.
    func close()
}

public enum WebStreamStep: Hashable, Sendable {
    case bytes([UInt8])
    /// There is nothing now.
    case wait
    case end
    /// No more comes, and what came is not all there is: whoever reads is to notice.
    case broken
}

/// Whoever answers requests.
public protocol WebHandler: Sendable {
    /// An answer from memory alone, on the thread that serves all connections; nil is to ask
    /// `answer` on a thread that may wait.
    func answerAtOnce(_ request: WebRequest) -> WebResponse?

    /// May touch files.
    func answer(_ request: WebRequest) -> WebResponse
}
