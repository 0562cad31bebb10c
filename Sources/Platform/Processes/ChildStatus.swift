internal import CLinux

/// How a child ended and what it used.
public struct ChildStatus: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case exited(code: Int32)
        case killed(by: Signal, dumpedCore: Bool)
    }

    public let outcome: Outcome
    public let usage: ResourceUsage

    public var isSuccess: Bool { outcome == .exited(code: 0) }

    init(_ ended: linux_ended) {
        outcome =
            ended.signal == 0
            ? .exited(code: ended.code)
            : .killed(by: Signal(rawValue: ended.signal), dumpedCore: ended.dumped)
        usage = ResourceUsage(
            userTime: .microseconds(ended.user_microseconds),
            systemTime: .microseconds(ended.system_microseconds),
            peakMemoryBytes: UInt64(ended.peak_kibibytes) * 1_024
        )
    }
}

extension ChildStatus: CustomStringConvertible {
    /// For the end of a sentence, for example `exited with code 3` or `was killed by SIGKILL`.
    public var description: String {
        switch outcome {
        case .exited(let code): "exited with code \(code)"
        case .killed(let signal, let dumped):
            "was killed by \(signal)\(dumped ? " (dumped core)" : "")"
        }
    }
}

/// What a child and those of its own children that it waited for have used, together.
public struct ResourceUsage: Hashable, Sendable {
    public let userTime: Duration
    public let systemTime: Duration
    /// The most that one of them had resident. Never less than what this process had when it
    /// forked: Linux carries the mark over execve(2).
    public let peakMemoryBytes: UInt64
}
