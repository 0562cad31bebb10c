internal import CCurl

/// A body that is sent to an address. Certificates are checked, redirects are not followed, and
/// neither time nor what comes back is without bounds.
public struct HTTPPost: Sendable {
    public var address: WebAddress
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// In milliseconds, from looking the host up to the last byte of the answer.
    public var millisecondsMax = 10_000

    public init(
        to address: WebAddress,
        headers: [(name: String, value: String)],
        body: [UInt8]
    ) {
        (self.address, self.headers, self.body) = (address, headers, body)
    }

    public struct Answer: Hashable, Sendable {
        public var status: Int
        /// What came first of it.
        public var body: [UInt8]
    }

    /// Blocks until there is an answer.
    ///
    /// - Parameter isWanted: Asked several times a second; it is given up when it is not.
    public func send(
        isWanted: @escaping @Sendable () -> Bool = { true }
    ) throws(HTTPClientError) -> Answer {
        guard CurlLibrary.isReady, let handle = curl_easy_init() else {
            throw HTTPClientError(address, "libcurl could not be started")
        }
        defer { curl_easy_cleanup(handle) }
        let list = try headerList()
        defer { curl_slist_free_all(list) }
        let transfer = Transfer(isWanted)
        let state = Unmanaged.passUnretained(transfer).toOpaque()
        try prepare(handle)
        // The library copies the body, and keeps the list and the transfer until it is cleaned up.
        try check(curl_set_headers(handle, list))
        try check(curl_set_sink(handle, takeAnswer, state))
        try check(curl_set_watch(handle, askWhetherWanted, state))
        var reason = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = reason.withUnsafeMutableBufferPointer { buffer in
            _ = curl_set_pointer(handle, CURLOPT_ERRORBUFFER, buffer.baseAddress)
            defer { _ = curl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil) }
            return withExtendedLifetime(transfer) { curl_easy_perform(handle) }
        }
        var status = 0
        _ = curl_status(handle, &status)
        // Whoever says more than anybody reads has said how it went.
        guard code == CURLE_OK || (transfer.isCutOff && status > 0) else {
            throw HTTPClientError(address, text(reason, code))
        }
        return Answer(status: status, body: transfer.body)
    }

    private func prepare(_ handle: UnsafeMutableRawPointer) throws(HTTPClientError) {
        try check(curl_set_text(handle, CURLOPT_URL, address.text))
        try check(curl_allow_http_only(handle))
        try check(curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0))
        try check(curl_set_number(handle, CURLOPT_SSL_VERIFYPEER, 1))
        try check(curl_set_number(handle, CURLOPT_SSL_VERIFYHOST, 2))
        try check(curl_set_number(handle, CURLOPT_TIMEOUT_MS, millisecondsMax))
        try check(curl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, millisecondsMax))
        // Its time-outs would be signals otherwise, which a process with threads cannot have.
        try check(curl_set_number(handle, CURLOPT_NOSIGNAL, 1))
        try check(curl_set_number(handle, CURLOPT_POST, 1))
        try check(curl_set_body(handle, body, body.count))
    }

    private func headerList() throws(HTTPClientError) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for (name, value) in headers {
            // A line end would begin another header.
            guard !"\(name)\(value)".utf8.contains(where: { $0 < 0x20 }) else {
                curl_slist_free_all(list)
                throw HTTPClientError(address, "the header \(name) holds a line end")
            }
            guard let next = curl_slist_append(list, "\(name): \(value)") else {
                curl_slist_free_all(list)
                throw HTTPClientError(address, "no memory")
            }
            list = next
        }
        return list
    }

    private func check(_ code: CURLcode) throws(HTTPClientError) {
        guard code == CURLE_OK else { throw HTTPClientError(address, text([], code)) }
    }

    /// The library's long text where it has one.
    private func text(_ reason: [CChar], _ code: CURLcode) -> String {
        let bytes = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        if !bytes.isEmpty { return String(decoding: bytes, as: UTF8.self) }
        return curl_easy_strerror(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
    }
}

/// Nothing came back.
public struct HTTPClientError: Error, Hashable, Sendable, CustomStringConvertible {
    public let address: WebAddress
    public let cause: String

    init(_ address: WebAddress, _ cause: String) {
        (self.address, self.cause) = (address, cause)
    }

    public var description: String { "cannot send to \(address): \(cause)" }
}

/// What the library's callbacks work on; only the thread that sends has it.
private final class Transfer {
    let isWanted: @Sendable () -> Bool
    private(set) var body: [UInt8] = []
    private var received = 0
    private(set) var isCutOff = false

    init(_ isWanted: @escaping @Sendable () -> Bool) { self.isWanted = isWanted }

    /// - Returns: Whether more is welcome.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        body += bytes.prefix(Transfer.keptMax - body.count)
        isCutOff = received > Transfer.readMax
        return !isCutOff
    }

    private static let keptMax = 4_096
    private static let readMax = 65_536
}

private func takeAnswer(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ state: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let state else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(state).takeUnretainedValue()
    let taken = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.take(taken) ? taken.count : 0
}

private func askWhetherWanted(
    _ state: UnsafeMutableRawPointer?,
    _: curl_off_t,
    _: curl_off_t,
    _: curl_off_t,
    _: curl_off_t
) -> Int32 {
    guard let state else { return 0 }
    return Unmanaged<Transfer>.fromOpaque(state).takeUnretainedValue().isWanted() ? 0 : 1
}
