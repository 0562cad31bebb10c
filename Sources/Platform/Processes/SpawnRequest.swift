public import Model

/// What a child is started with. Nothing is inherited that is not named here.
public struct SpawnRequest: Sendable {
    /// Where the program is. No `PATH` is searched (`ProgramSearch` does that), and a relative path
    /// counts from `directory`, since the child is there when it starts the program.
    public var program: Path
    /// Without the program's own name, which is `program` as written. Bytes, without NUL.
    public var arguments: [[UInt8]]
    /// The whole environment of the child.
    public var environment: [[UInt8]: [UInt8]] = [:]
    /// Where the child works; nil is our own working directory.
    public var directory: Path?
    public var input = ChildStream.null
    public var output = ChildStream.null
    public var errors = ChildStream.null
    public var limits: [ResourceLimit] = []
    /// Sent to the child, not to its group, when **the thread that starts it** ends: prctl(2) calls
    /// that thread the parent. Ask for it only in a thread that lives as long as the child, such as
    /// a `NamedThread` that waits for it; never inside `offPool`, whose thread ends with its
    /// closure. A program that is set-user-id or has file capabilities does not get it.
    public var parentDeathSignal: Signal?
    /// How long entering the directory and loading the program may take: both hang on a dead mount.
    public var startWithin = Duration.seconds(30)

    public init(_ program: Path, _ arguments: [[UInt8]] = []) {
        self.program = program
        self.arguments = arguments
    }

    /// For arguments that are text; a path goes in as its bytes.
    public init(_ program: Path, _ arguments: [String]) {
        self.init(program, arguments.map { Array($0.utf8) })
    }
}

/// What one of the child's standard streams is.
public enum ChildStream: Sendable {
    /// Reading finds the end at once; what is written is lost.
    case null
    /// Our own stream of that number.
    case inherited
    /// A pipe whose other end is for `ChildProcess.takeInput()` or `ChildOutput`.
    case pipe
    case readingFile(Path)
    /// Added at the end; the file is made when it is missing.
    case appendingFile(Path)
    case descriptor(SharedDescriptor)
}

extension SpawnRequest {
    /// The program's directory is entered first, so this is what the path means seen from here.
    var programSeenFromHere: Path { directory?.appending(program) ?? program }

    /// What execve(2) cannot carry would be cut off silently, so it is refused.
    func check() throws(SpawnError) {
        for (index, argument) in arguments.enumerated() where argument.contains(0) {
            throw error(.request("argument \(index + 1) holds a NUL"), .invalidArgument)
        }
        for (name, value) in environment {
            let shown = ReadableBytes.escaped(name)
            if name.isEmpty || name.contains(UInt8(ascii: "=")) || name.contains(0) {
                throw error(.request("\"\(shown)\" cannot be a variable's name"), .invalidArgument)
            }
            if value.contains(0) {
                throw error(.request("the variable \(shown) holds a NUL"), .invalidArgument)
            }
        }
    }

    func error(_ step: SpawnError.Step, _ errno: Errno) -> SpawnError {
        SpawnError(program: program, step: step, errno: errno)
    }
}
