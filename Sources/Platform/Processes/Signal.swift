internal import CLinux

/// A signal of the kernel. A struct, not an enum: there are more than we name.
public struct Signal: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    public static let hangUp = Signal(rawValue: SIGHUP)
    public static let interrupt = Signal(rawValue: SIGINT)
    public static let quit = Signal(rawValue: SIGQUIT)
    public static let abort = Signal(rawValue: SIGABRT)
    public static let kill = Signal(rawValue: SIGKILL)
    public static let segmentationFault = Signal(rawValue: SIGSEGV)
    public static let brokenPipe = Signal(rawValue: SIGPIPE)
    public static let terminate = Signal(rawValue: SIGTERM)
    public static let childEnded = Signal(rawValue: SIGCHLD)
    public static let `continue` = Signal(rawValue: SIGCONT)
    /// Cannot be caught or ignored, unlike the stop of a terminal.
    public static let stop = Signal(rawValue: SIGSTOP)
    /// The window of a terminal has another size.
    public static let windowChanged = Signal(rawValue: SIGWINCH)
    public static let user1 = Signal(rawValue: SIGUSR1)
    public static let user2 = Signal(rawValue: SIGUSR2)
    public static let processorTimeExceeded = Signal(rawValue: SIGXCPU)
    public static let fileSizeExceeded = Signal(rawValue: SIGXFSZ)
}

extension Signal: CustomStringConvertible {
    /// For example `SIGTERM`; `signal 40` where there is no name.
    public var description: String {
        linux_signal_name(rawValue).map { "SIG" + String(cString: $0) } ?? "signal \(rawValue)"
    }
}

public enum Signals {
    /// A reader that goes away must be an error of the write (`EPIPE`), not the end of the process.
    /// Children start with the default all the same.
    public static func ignoreBrokenPipes() throws(SystemError) { try ignore(.brokenPipe) }

    static func ignore(_ signal: Signal) throws(SystemError) {
        _ = try attempting("ignore \(signal)") { () throws(Errno) in
            try systemCall { linux_ignore_signal(signal.rawValue) }
        }
    }

    static func block(_ signals: [Signal]) throws(Errno) {
        let numbers = signals.map(\.rawValue)
        _ = try systemCall { linux_block_signals(numbers, numbers.count) }
    }
}
