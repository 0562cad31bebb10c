internal import CLinux
internal import Model

extension ChildProcess {
    /// Starts a program as the leader of a new process group and comes back when it runs: every
    /// signal at its default, none blocked, and no descriptors but the three standard ones.
    ///
    /// It blocks for as long as the program takes to load; do not call it in a task.
    public static func spawn(_ request: SpawnRequest) throws(SpawnError) -> ChildProcess {
        ChildTable.sweep()
        try request.check()
        let input = try StreamEnds(of: request.input, number: 0, for: request)
        let output = try StreamEnds(of: request.output, number: 1, for: request)
        let errors = try StreamEnds(of: request.errors, number: 2, for: request)
        let report = try request.makePipe()
        let child = try request.fork(
            streams: (input.raw, output.raw, errors.raw),
            report: report.writing.raw
        )
        let handle = try request.hold(child)
        // While the writing end is open here, too, the report has no end.
        let reading = report.keepReading()
        do throws(SpawnError) {
            try request.awaitStart(reading)
        } catch {
            end(child, handle)
            throw error
        }
        return ChildProcess(
            processID: child,
            handle: handle,
            pipes: ChildPipes(
                input: input.release(),
                output: output.release(),
                errors: errors.release()
            )
        )
    }
}

/// One standard stream on its way into a child.
private struct StreamEnds: ~Copyable {
    /// What the child's stream is made from.
    let raw: Int32
    private let theirs: Descriptor?
    private let ours: Descriptor?
    /// Keeps a shared descriptor open until the child has it.
    private let shared: SharedDescriptor?

    private init(
        _ raw: Int32,
        theirs: consuming Descriptor? = nil,
        ours: consuming Descriptor? = nil,
        shared: SharedDescriptor? = nil
    ) {
        self.raw = raw
        self.theirs = theirs
        self.ours = ours
        self.shared = shared
    }

    init(of stream: ChildStream, number: Int32, for request: SpawnRequest) throws(SpawnError) {
        switch stream {
        case .null: self.init(Int32(LINUX_NULL_DEVICE))
        case .inherited: self.init(number)
        case .descriptor(let shared): self.init(shared.descriptor.raw, shared: shared)
        case .readingFile(let path):
            self.init(file: try request.open(path, for: .read))
        case .appendingFile(let path):
            self.init(file: try request.open(path, for: .append))
        case .pipe:
            self.init(pipe: try request.makePipe(), childReads: number == 0)
        }
    }

    private init(file: consuming OpenFile) {
        let raw = file.descriptor.raw
        self.init(raw, theirs: file.descriptor)
    }

    private init(pipe: consuming Pipe, childReads: Bool) {
        if childReads {
            let raw = pipe.reading.raw
            self.init(raw, theirs: pipe.reading, ours: pipe.writing)
        } else {
            let raw = pipe.writing.raw
            self.init(raw, theirs: pipe.writing, ours: pipe.reading)
        }
    }

    /// Closes the child's end here and gives ours, if there is one.
    consuming func release() -> Descriptor? { ours }
}

extension Pipe {
    /// Closes the writing end.
    fileprivate consuming func keepReading() -> Descriptor { reading }
}

extension SpawnRequest {
    fileprivate func makePipe() throws(SpawnError) -> Pipe {
        do throws(Errno) { return try Pipe() } catch { throw self.error(.pipe, error) }
    }

    fileprivate func open(_ path: Path, for mode: OpenFile.Mode) throws(SpawnError) -> OpenFile {
        do throws(SystemError) {
            return try OpenFile(path, for: mode)
        } catch {
            throw self.error(.file(path), error.errno)
        }
    }

    fileprivate func fork(
        streams: (Int32, Int32, Int32),
        report: Int32
    ) throws(SpawnError) -> Int32 {
        let arguments = CStringList([program.bytes] + self.arguments)
        let environment = CStringList(environmentEntries)
        let names = CStringList([program.bytes] + (directory.map { [$0.bytes] } ?? []))
        let limits = limits.map(\.forKernel)
        // The pointers below do not keep their owners alive.
        defer { withExtendedLifetime((arguments, environment, names)) {} }
        do throws(Errno) {
            return try limits.withUnsafeBufferPointer { limits -> Result<Int32, Errno> in
                var spawn = linux_spawn(
                    program: names.start[0],
                    arguments: arguments.start,
                    environment: environment.start,
                    directory: directory == nil ? nil : names.start[1],
                    input: streams.0,
                    output: streams.1,
                    errors: streams.2,
                    report: report,
                    death_signal: parentDeathSignal?.rawValue ?? 0,
                    limits: limits.baseAddress,
                    limits_count: limits.count
                )
                return Result { () throws(Errno) in
                    try ChildTable.fork { () throws(Errno) in
                        try systemCall { linux_fork_exec(&spawn) }
                    }
                }
            }.get()
        } catch {
            throw self.error(.fork, error)
        }
    }

    /// In the order of the bytes, so that the same request starts the same child.
    private var environmentEntries: [[UInt8]] {
        environment.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { $0.key + [UInt8(ascii: "=")] + $0.value }
    }

    fileprivate func hold(_ child: Int32) throws(SpawnError) -> Descriptor {
        do throws(Errno) {
            return Descriptor(owning: try systemCall { linux_pidfd_open(child) })
        } catch {
            ChildProcess.abandon(child)
            throw self.error(.handle, error)
        }
    }

    /// Reads the report, whose end is a program that runs.
    fileprivate func awaitStart(_ report: borrowing Descriptor) throws(SpawnError) {
        let deadline = Deadline(after: startWithin)
        var failure = linux_spawn_failure()
        let raw = report.raw
        do throws(Errno) {
            guard !deadline.isOver, try Readiness.wait(for: [raw], until: deadline)[0] else {
                throw .timedOut
            }
            let size = MemoryLayout.size(ofValue: failure)
            guard try systemCall({ linux_read(raw, &failure, size) }) == size else { return }
        } catch {
            throw self.error(.start(within: startWithin), error)
        }
        throw explained(failure)
    }

    private func explained(_ failure: linux_spawn_failure) -> SpawnError {
        let errno = Errno(rawValue: failure.error)
        let step: SpawnError.Step =
            switch linux_spawn_step(UInt32(failure.step)) {
            case LINUX_SPAWN_GROUP: .group
            case LINUX_SPAWN_DEATH_SIGNAL: .parentDeathSignal
            case LINUX_SPAWN_STREAM: .stream(Int(failure.index))
            case LINUX_SPAWN_DIRECTORY: .directory(directory ?? ".")
            case LINUX_SPAWN_LIMIT: .limit(limits[Int(failure.index)])
            default: programStep(errno)
            }
        return error(step, errno)
    }

    /// execve(2) answers ENOENT also for an interpreter that is missing, and EACCES for a
    /// directory.
    private func programStep(_ errno: Errno) -> SpawnError.Step {
        guard let status = try? Directory.target(of: programSeenFromHere) else { return .program }
        if status.kind == .directory { return .directoryAsProgram }
        return errno == .noSuchFile ? .interpreter : .program
    }
}

/// Strings as execve(2) wants them: an array of pointers ended by NULL. Freed with its owner.
private final class CStringList {
    let start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [[UInt8]]) {
        count = strings.count
        start = .allocate(capacity: count + 1)
        start.initialize(repeating: nil, count: count + 1)
        for (index, bytes) in strings.enumerated() {
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
            for (place, byte) in bytes.enumerated() { copy[place] = CChar(bitPattern: byte) }
            copy[bytes.count] = 0
            start[index] = copy
        }
    }

    deinit {
        for index in 0..<count { start[index]?.deallocate() }
        start.deallocate()
    }
}
