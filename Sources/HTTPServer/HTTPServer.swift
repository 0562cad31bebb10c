internal import CMicroHTTPD
public import Model
private import Synchronization

/// Takes requests over HTTP and sends what a handler answers, until it is stopped.
///
/// One thread of the library serves all connections; what a handler cannot answer from memory is
/// given to the threads of whoever made the server, and the connection is set aside meanwhile.
public final class HTTPServer: Sendable {
    /// Runs the work on a thread that may wait; false when there is no room for it.
    public typealias Offload = @Sendable (_ work: @escaping @Sendable () -> Void) -> Bool
    /// What is answered where nobody is asked.
    public typealias Refuse = @Sendable (WebRefusal) -> WebResponse

    /// With the port that it really has.
    public let address: ListenAddress
    private let core: ServerCore
    // Safety: the library locks it itself; it is taken out once, by `stop`.
    private nonisolated(unsafe) let daemon: OpaquePointer
    private let isRunning = Mutex(true)

    public init(
        on wanted: ListenAddress,
        _ handler: any WebHandler,
        limits: ServerLimits = ServerLimits(),
        offload: @escaping Offload,
        refuse: @escaping Refuse
    ) throws(ListenFailure) {
        let core = ServerCore(limits, handler, offload, refuse)
        var reason: Int32 = 0
        let bytes = wanted.host.bytes
        let socket = http_listen(bytes, Int32(bytes.count), wanted.port, &reason)
        guard socket >= 0 else { throw ListenFailure(wanted, code: reason) }
        let port = http_port(socket)
        // Given back by `stop`, behind the daemon's end.
        let context = Unmanaged.passRetained(core)
        let daemon = http_start(
            socket,
            HTTPServer.limits(limits),
            HTTPServer.callbacks,
            context.toOpaque()
        )
        guard let daemon else {
            context.release()
            http_close(socket)
            throw ListenFailure(wanted, .other("libmicrohttpd could not start"))
        }
        (self.core, self.daemon) = (core, daemon)
        address = ListenAddress(wanted.host, port)
    }

    deinit { stop() }

    public var connections: Int { core.connections.count }
    public var streams: Int { core.streams }

    /// Ends connections that took too long; to be called once a second or so.
    public func endSlow() { core.connections.endSlow(at: .now) }

    /// Ends all connections. What threads still work on is not answered any more. It blocks until
    /// the library's thread has ended, which waits for nothing else.
    public func stop() {
        let wasRunning = isRunning.withLock { isRunning in
            defer { isRunning = false }
            return isRunning
        }
        guard wasRunning else { return }
        core.wakeAll()
        MHD_stop_daemon(daemon)
        Unmanaged.passUnretained(core).release()
    }

    private static func limits(_ limits: ServerLimits) -> http_limits {
        http_limits(
            connections: UInt32(limits.connections),
            idle_seconds: UInt32(limits.idle.components.seconds),
            connection_bytes: limits.connectionBytes
        )
    }

    private static var callbacks: http_callbacks {
        http_callbacks(
            handle: httpHandle,
            completed: httpCompleted,
            connection: httpConnection,
            address: httpAddress,
            unescape: httpUnescape
        )
    }
}
