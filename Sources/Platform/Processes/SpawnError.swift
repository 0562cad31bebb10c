internal import CLinux
public import Model

/// A program that could not be started: which step failed, on what, and why. No child is left
/// behind.
public struct SpawnError: Error, Hashable, Sendable {
    public let program: Path
    public let step: Step
    public let errno: Errno

    public enum Step: Hashable, Sendable {
        /// The request asks for what cannot be passed on.
        case request(String)
        case pipe
        case file(Path)
        case fork
        /// Getting hold of the child by a descriptor.
        case handle
        case group
        case parentDeathSignal
        /// Standard input, output or errors: 0, 1, 2.
        case stream(Int)
        case directory(Path)
        case limit(ResourceLimit)
        case program
        /// The path is there, but is a directory.
        case directoryAsProgram
        /// The program is there; the interpreter of its `#!` line or its loader is not.
        case interpreter
        /// The directory or the program did not answer in time.
        case start(within: Duration)
    }
}

extension SpawnError: CustomStringConvertible {
    /// For example `cannot start the program bin/tool: No such file or directory (ENOENT)`.
    public var description: String {
        let start = "start the program \(program)"
        return switch step {
        case .request(let reason): "cannot \(start): \(reason)"
        case .pipe: "cannot make a pipe to \(start): \(errno)\(remedy)"
        case .file(let path): "cannot open \(path) to \(start): \(errno)\(remedy)"
        case .fork: "cannot make a process to \(start): \(errno)\(remedy)"
        case .handle: "cannot get hold of the process to \(start): \(errno)\(remedy)"
        case .group: "cannot make a process group to \(start): \(errno)"
        case .parentDeathSignal: "cannot bind the process to its parent to \(start): \(errno)"
        case .stream(let number): "cannot set standard \(name(number)) to \(start): \(errno)"
        case .directory(let path): "cannot enter the directory \(path) to \(start): \(errno)"
        case .limit(let limit): "cannot limit \(limit) to \(start): \(errno)"
        case .program: "cannot \(start): \(errno)\(programRemedy)"
        case .directoryAsProgram: "cannot \(start): it is a directory"
        case .interpreter: "cannot \(start): the interpreter or loader it names: \(errno)"
        case .start(let limit): "cannot \(start): it did not begin within \(limit): \(errno)"
        }
    }

    private func name(_ stream: Int) -> String { ["input", "output", "errors"][stream] }

    private var remedy: String {
        switch errno {
        case .wouldBlock: "; see `ulimit -u` and pids.max of the cgroup"
        case .tooManyOpenFilesHere: "; see `ulimit -n`"
        case .tooManyOpenFiles: "; see `sysctl fs.file-max`"
        default: ""
        }
    }

    private var programRemedy: String {
        switch errno {
        case .accessDenied: "; see `ls -l \(ShellWord.quoted(program))`"
        case .executableFormat: "; see `file \(ShellWord.quoted(program))`"
        default: ""
        }
    }
}

extension Errno {
    /// Neither a program for this machine nor a script with a `#!` line.
    public static let executableFormat = Errno(rawValue: ENOEXEC)
}
