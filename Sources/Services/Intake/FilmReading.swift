internal import Model
internal import Platform
internal import Profiles
internal import Spool

/// How films are read and profiles are held against the libraries: in children, or by a test.
struct FilmReading: Sendable {
    var read: @Sendable (Path, Cancellation) throws(MediaFailure) -> MediaDescription
    /// What is wrong with a profile; nil is nothing.
    var check: @Sendable (ReadProfile, Cancellation) throws(MediaFailure) -> String?

    init(
        read: @escaping @Sendable (Path, Cancellation) throws(MediaFailure) -> MediaDescription,
        check: @escaping @Sendable (ReadProfile, Cancellation) throws(MediaFailure) -> String?
    ) {
        (self.read, self.check) = (read, check)
    }

    /// In children: hostile media may crash one, never us.
    init(_ runner: TaskRunner) {
        let checks = ProfileCheck(runner: runner)
        read = { path, cancellation throws(MediaFailure) in
            let event = try runner.run(.probe(path), cancellation: cancellation) { _ in }
            guard case .probed(let description) = event else {
                throw MediaFailure(.mismatch, "read", path, "the child gave no report")
            }
            return description
        }
        check = { profile, cancellation throws(MediaFailure) in
            let result = try checks.result(of: profile, cancellation: cancellation)
            return result.wrong.first.map { "\($0)" }
        }
    }
}

/// A file that is whole by its stamp.
struct FilmTask: Sendable {
    /// Below the input.
    var path: Path
    /// On this host.
    var source: Path
    var stamp: FileStamp
    /// Whether it is to be read though its job is known.
    var needsDescription: Bool
}

/// What came of reading it.
enum FilmOutcome: Sendable {
    /// Its job is known already: nobody needs to know what is in it.
    case known(JobID, sample: String)
    case read(JobID, sample: String, MediaDescription)
    /// It changed meanwhile, or is gone.
    case moved
    case denied(String)
    case failed(MediaFailure)
}

/// Reads one file: first so much of it as tells its job, then all.
struct FilmReader: Sendable {
    let reading: FilmReading
    /// Whether a job is open or on record.
    let isKnown: @Sendable (JobID) -> Bool

    func outcome(_ task: FilmTask, _ cancellation: Cancellation) -> FilmOutcome {
        do throws(SystemError) {
            guard try isUnmoved(task) else { return .moved }
            let sample = try SourceCheck.sample(of: task.source, bytes: task.stamp.size)
            let job = JobID(of: task.path, bytes: task.stamp.size, sample: sample)
            if !task.needsDescription, isKnown(job) {
                return try isUnmoved(task) ? .known(job, sample: sample) : .moved
            }
            let description: MediaDescription
            do throws(MediaFailure) {
                description = try reading.read(task.source, cancellation)
            } catch {
                // What was read while it was written says nothing.
                let failure = error
                return try isUnmoved(task) ? .failed(failure) : .moved
            }
            return try isUnmoved(task) ? .read(job, sample: sample, description) : .moved
        } catch {
            return FilmReader.outcome(of: error, task)
        }
    }

    private func isUnmoved(_ task: FilmTask) throws(SystemError) -> Bool {
        let status = try Directory.status(of: task.source)
        return status.kind == .regular && FileStamp(status).isUnchanged(since: task.stamp)
    }

    private static func outcome(of error: SystemError, _ task: FilmTask) -> FilmOutcome {
        switch error.errno {
        case .noSuchFile, .notADirectory: return .moved
        case .accessDenied, .operationNotPermitted: return .denied(denial(task.source, error))
        default:
            let attempt = error.attempt
            return .failed(MediaFailure(.storage, attempt, error.path, "\(error.errno)"))
        }
    }

    /// With the owner and the mode, and who we are.
    static func denial(_ path: Path, _ error: SystemError) -> String {
        let me = OwnProcess.owner() ?? "another"
        guard let status = try? Directory.status(of: path) else {
            return "\(error.errno); \(Product.name) runs as \(me)"
        }
        let mode = String(status.permissions, radix: 8)
        return "\(error.errno): its mode is \(mode) and its owner \(status.owner):\(status.group), "
            + "and \(Product.name) runs as \(me)"
    }
}

extension JobID {
    /// By what the source is: its path below the input, its size and samples of its content. Its
    /// times are no part of it, so that a copy of it that is put back is the same job.
    init(of path: Path, bytes: UInt64, sample: String) {
        let identity = path.bytes + [0] + Array("\(bytes) \(sample)".utf8)
        let digits = StableHash.hexadecimal(identity).prefix(16)
        let name = path.name.map { "\($0)" } ?? "job"
        self.init(sourceName: name, hash: UInt64(digits, radix: 16) ?? 0)
    }
}
