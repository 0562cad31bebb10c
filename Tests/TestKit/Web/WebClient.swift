import Glibc

/// A client that sends what it is told, byte by byte, and reads what comes: for everything that no
/// well-behaved client does.
public final class WebClient {
    public struct Answer: Sendable {
        public var status = 0
        public var headers: [String: String] = [:]
        public var body: [UInt8] = []

        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    // MSG_NOSIGNAL and SHUT_WR: two versions of the C library give them two types.
    private static let noSignal: Int32 = 0x4000
    private static let sending: Int32 = 1

    private let socket: Int32
    private var unread: [UInt8] = []

    /// - Parameter seconds: How long it waits for a byte before it fails.
    public init(port: UInt16, patience seconds: Int = 60) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
        }
        guard result == 0 else {
            let reason = String(cString: strerror(errno))
            close(socket)
            throw Failure(description: "cannot connect to port \(port): \(reason)")
        }
    }

    deinit { close(socket) }

    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    public func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, WebClient.noSignal)
            }
            guard count > 0 else { throw Failure(description: "cannot send: errno \(errno)") }
            sent += count
        }
    }

    /// Says that nothing more comes.
    public func endSending() { shutdown(socket, WebClient.sending) }

    /// What came; nil at the end of the connection, however it ended.
    public func receive() throws -> [UInt8]? {
        if !unread.isEmpty {
            defer { unread = [] }
            return unread
        }
        var space = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &space, space.count, 0)
        if count > 0 { return Array(space[..<count]) }
        if count == 0 || errno == ECONNRESET || errno == EPIPE { return nil }
        throw Failure(description: "nothing came: errno \(errno)")
    }

    /// Reads until the text has come; gives all that came.
    public func receive(until text: String) throws -> String {
        var all: [UInt8] = []
        while !String(decoding: all, as: UTF8.self).contains(text) {
            guard let more = try receive() else {
                let came = String(decoding: all, as: UTF8.self)
                throw Failure(description: "the end came before \(text): \(came)")
            }
            all += more
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// All that comes until the end.
    public func rest() throws -> String {
        var all: [UInt8] = []
        while let more = try receive() { all += more }
        return String(decoding: all, as: UTF8.self)
    }

    /// One whole answer; what comes behind it is kept.
    public func answer(toHead: Bool = false) throws -> Answer {
        let end = Array("\r\n\r\n".utf8)
        var all: [UInt8] = []
        var head: Range<Int>?
        while true {
            head = all.indices.first { all[$0...].starts(with: end) }.map { 0..<$0 }
            if head != nil { break }
            guard let more = try receive() else {
                let came = String(decoding: all, as: UTF8.self)
                throw Failure(description: "no answer, but: \(came)")
            }
            all += more
        }
        var answer = Answer()
        let lines = String(decoding: all[(head ?? 0..<0)], as: UTF8.self).split(separator: "\r\n")
        answer.status = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers[line[..<colon].lowercased()] = String(value)
        }
        unread = Array(all[((head?.upperBound ?? 0) + end.count)...])
        let count = toHead ? 0 : answer.headers["content-length"].flatMap { Int($0) } ?? 0
        while answer.body.count < count, let more = try receive() { answer.body += more }
        unread = Array(answer.body.dropFirst(count)) + unread
        answer.body = Array(answer.body.prefix(count))
        return answer
    }

    /// A request of its own and its answer.
    public static func ask(
        _ port: UInt16,
        _ method: String,
        _ address: String,
        _ headers: [String] = [],
        _ body: String = ""
    ) throws -> Answer {
        let client = try WebClient(port: port)
        var head = ["\(method) \(address) HTTP/1.1", "Host: localhost"] + headers
        if !body.isEmpty { head.append("Content-Length: \(body.utf8.count)") }
        try client.send(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
        return try client.answer(toHead: method == "HEAD")
    }
}
