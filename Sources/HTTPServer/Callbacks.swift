internal import CMicroHTTPD

// What the library calls, on its one thread. The context is the server's core, which outlives the
// library's daemon; what a request has besides is its exchange, which the library keeps from the
// first call to the last one and gives back in `httpCompleted`.

private func core(_ context: UnsafeMutableRawPointer) -> ServerCore {
    Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
}

func httpHandle(
    _ context: UnsafeMutableRawPointer?,
    _ connection: OpaquePointer?,
    _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?,
    _ version: UnsafePointer<CChar>?,
    _ data: UnsafePointer<CChar>?,
    _ size: UnsafeMutablePointer<Int>?,
    _ held: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context, let connection, let method, let size, let held else { return http_no() }
    let core = core(context)
    guard let kept = held.pointee else {
        let (exchange, refusal) = core.begin(connection, method: String(cString: method))
        held.pointee = Unmanaged.passRetained(exchange).toOpaque()
        guard let refusal else { return http_yes() }
        return core.refuse(refusal, exchange, connection) ? http_yes() : http_no()
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(kept).takeUnretainedValue()
    if size.pointee > 0 {
        let piece = UnsafeRawBufferPointer(start: data, count: size.pointee)
        guard exchange.receive(piece, limit: core.limits.bodyBytes) else { return http_no() }
        size.pointee = 0
        return http_yes()
    }
    return core.goOn(exchange, connection) ? http_yes() : http_no()
}

/// Called once for every request whose head was handed to `httpHandle`.
func httpCompleted(
    _ context: UnsafeMutableRawPointer?,
    _ connection: OpaquePointer?,
    _ held: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ reason: MHD_RequestTerminationCode
) {
    guard let context, let kept = held?.pointee else { return }
    held?.pointee = nil
    core(context).end(Unmanaged<Exchange>.fromOpaque(kept).takeRetainedValue())
}

func httpConnection(
    _ context: UnsafeMutableRawPointer?,
    _ connection: OpaquePointer?,
    _ held: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ what: MHD_ConnectionNotificationCode
) {
    guard let context, let connection else { return }
    let connections = core(context).connections
    let key = UInt(bitPattern: connection)
    if http_is_start(what) != 0 {
        connections.opened(key, socket: http_socket(connection))
    } else {
        connections.closed(key)
    }
}

func httpAddress(
    _ context: UnsafeMutableRawPointer?,
    _ address: UnsafePointer<CChar>?,
    _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let context, let connection, let address else { return nil }
    let bytes = String(cString: address).utf8
    core(context).connections.addressed(UInt(bitPattern: connection), Array(bytes))
    return nil
}

/// Escapes stay as they are: the router takes them apart behind the slashes, so that an escaped
/// slash is none.
func httpUnescape(
    _ context: UnsafeMutableRawPointer?,
    _ connection: OpaquePointer?,
    _ text: UnsafeMutablePointer<CChar>?
) -> Int {
    guard let text else { return 0 }
    var count = 0
    while text[count] != 0 { count += 1 }
    return count
}
