internal import CLinux
internal import Model

/// One of the three streams that a process is started with. They are everybody's: nobody closes
/// them.
public struct StandardStream: Hashable, Sendable {
    public static let input = StandardStream(raw: 0, name: "standard input")
    public static let output = StandardStream(raw: 1, name: "standard output")
    public static let error = StandardStream(raw: 2, name: "standard error")

    let raw: Int32
    /// For messages.
    public let name: String

    /// To be called before anything is opened or printed.
    ///
    /// A process may be started with a stream closed. The first file it opened would then get the
    /// stream's number, and messages would be written into it.
    public static func prepare() throws(SystemError) {
        _ = try attempting("open", "/dev/null") { () throws(Errno) in
            try systemCall { linux_fill_standard_streams() }
        }
        // Writing to a pipe that nobody reads is then an error, not the end of the process.
        try Signals.ignoreBrokenPipes()
    }

    /// Writes all of it. A stream may be shared with a process that made it non-blocking, as some
    /// shells and tools leave a terminal behind: then this waits.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            do throws(Errno) {
                rest = rest.dropFirst(try writeOnce(rest))
            } catch .wouldBlock {
                try attempting("wait for \(name)") { () throws(Errno) in
                    _ = try systemCall { linux_wait_until_writable(raw) }
                }
            } catch {
                throw SystemError("write to \(name)", nil, error)
            }
        }
    }

    /// Reads what is there, at most so much; empty is the end.
    public func read(atMost count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let outcome = bytes.withUnsafeMutableBytes { buffer -> Result<Int, Errno> in
            Result { () throws(Errno) in
                try systemCall { linux_read(raw, buffer.baseAddress, buffer.count) }
            }
        }
        bytes.removeLast(
            count - (try attempting("read \(name)") { () throws(Errno) in try outcome.get() })
        )
        return bytes
    }

    public var isTerminal: Bool { linux_is_terminal(raw) }

    /// How wide the terminal's window is; nil when it is none or does not say.
    public var columns: Int? {
        let columns = try? systemCall { linux_window_columns(raw) }
        return columns.flatMap { $0 > 0 ? Int($0) : nil }
    }

    /// How high the terminal's window is; nil when it is none or does not say.
    public var rows: Int? {
        let rows = try? systemCall { linux_window_rows(raw) }
        return rows.flatMap { $0 > 0 ? Int($0) : nil }
    }

    private func writeOnce(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int {
        let outcome = bytes.withUnsafeBytes { buffer -> Result<Int, Errno> in
            do throws(Errno) {
                return .success(
                    try systemCall { linux_write(raw, buffer.baseAddress, buffer.count) }
                )
            } catch {
                return .failure(error)
            }
        }
        let count = try outcome.get()
        // A write of some bytes that writes none and reports no error would go on for ever.
        guard count > 0 else { throw .inputOutput }
        return count
    }
}

/// The end of this process.
public enum ProcessEnd {
    public static func exit(_ code: Int32) -> Never { linux_exit(code) }
}
