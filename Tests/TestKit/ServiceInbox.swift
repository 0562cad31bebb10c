internal import CLinux
internal import Platform

/// A service manager's side: what arrives at a socket of that name.
public final class ServiceInbox: Sendable {
    private let descriptor: Int32

    /// - Parameter name: As `NOTIFY_SOCKET` has it.
    public init(_ name: String) throws {
        var bytes = name.utf8.map { CChar(bitPattern: $0) }
        if name.hasPrefix("@") { bytes[0] = 0 }
        descriptor = linux_receive_datagrams(bytes, bytes.count)
        guard descriptor >= 0 else {
            throw SystemError("receive datagrams at \(name)", nil, Errno(rawValue: linux_errno()))
        }
    }

    deinit { _ = linux_close(descriptor) }

    /// Nil when nothing arrived within this time.
    public func next(within limit: Duration) -> String? {
        let deadline = Deadline(after: limit)
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while !deadline.isOver {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = linux_await(&polled, 1, 100)
            let count = linux_read(descriptor, &bytes, bytes.count)
            if count >= 0 { return String(decoding: bytes.prefix(count), as: UTF8.self) }
        }
        return nil
    }

    /// The first message that is wanted; nil when none arrived within this time.
    public func first(within limit: Duration, where isWanted: (String) -> Bool) -> String? {
        let deadline = Deadline(after: limit)
        while let left = deadline.remaining, left > .zero, let message = next(within: left) {
            if isWanted(message) { return message }
        }
        return nil
    }
}
