internal import CLinux

/// The program that started this process as a service and wants to know how it is, such as systemd:
/// the protocol of sd_notify(3) without its library.
public struct ServiceManager: Sendable {
    /// One message; it never waits, and is lost when the manager takes none for now.
    public enum Message: Hashable, Sendable {
        /// It can be used.
        case ready
        /// It has begun to end.
        case stopping
        /// What it does, in one line for people.
        case status(String)
        /// It is not stuck.
        case alive
        /// It needs more time than it was given, and says so again within this time.
        case moreTime(Duration)

        var text: String {
            switch self {
            case .ready: "READY=1"
            case .stopping: "STOPPING=1"
            case .status(let text): "STATUS=" + text.split(separator: "\n").joined(separator: " ")
            case .alive: "WATCHDOG=1"
            case .moreTime(let time): "EXTEND_TIMEOUT_USEC=\(time.milliseconds * 1_000)"
            }
        }
    }

    /// The name of its socket as the kernel has it.
    private let socket: [UInt8]
    /// How long it waits for a sign of life before it ends this process; nil is for ever.
    public let watchdog: Duration?

    /// Of an environment; nil where nobody wants to know.
    ///
    /// - Parameter process: Which process asks: the watchdog may be meant for another one.
    public init?(
        _ environment: [[UInt8]: [UInt8]],
        process: Int32 = ProcessSpace.ownNumber
    ) {
        guard let name = environment[ServiceManager.socketName], let first = name.first else {
            return nil
        }
        switch first {
        // An abstract name begins with a NUL, which no variable can hold.
        case UInt8(ascii: "@"): socket = [0] + name.dropFirst()
        case UInt8(ascii: "/"): socket = name
        // Sockets of virtual machines, and what may come.
        default: return nil
        }
        watchdog = ServiceManager.watchdog(environment, process)
    }

    private static func watchdog(
        _ environment: [[UInt8]: [UInt8]],
        _ process: Int32
    ) -> Duration? {
        func number(_ name: [UInt8]) -> Int64? {
            environment[name].flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
        }
        guard let microseconds = number(watchdogName), microseconds > 0 else { return nil }
        if environment[watchdogProcessName] != nil, number(watchdogProcessName) != Int64(process) {
            return nil
        }
        return .microseconds(microseconds)
    }

    /// - Returns: False when it did not arrive.
    @discardableResult
    public func tell(_ messages: Message...) -> Bool {
        let bytes = Array(messages.map(\.text).joined(separator: "\n").utf8)
        let name = socket.map { CChar(bitPattern: $0) }
        do throws(Errno) {
            _ = try systemCall { linux_send_datagram(name, name.count, bytes, bytes.count) }
            return true
        } catch {
            return false
        }
    }

    private static let socketName = Array("NOTIFY_SOCKET".utf8)
    private static let watchdogName = Array("WATCHDOG_USEC".utf8)
    private static let watchdogProcessName = Array("WATCHDOG_PID".utf8)
    /// No child gets them.
    static let variables: Set<[UInt8]> = [socketName, watchdogName, watchdogProcessName]
}
