internal import Model
internal import Platform

/// The directory in which a job's files are made. It is on the result's file system unless the job
/// says otherwise, so that publishing is one rename.
struct WorkRoom: Sendable {
    let path: Path
    /// Where the result is staged: always beside its final place.
    let staged: Path

    init(for job: TranscodeJob) throws(MediaFailure) {
        let name = FileName(".reelmill-\(UniqueName.random())")
        path = (job.workDirectory ?? job.result.parent) / name
        staged = job.result.parent / UniqueName.hidden()
        do throws(SystemError) {
            try Directory.create(path, permissions: 0o700)
        } catch {
            throw MediaFailure(error)
        }
    }

    /// Gives the result its name. Without leave to overwrite, a file that came there meanwhile
    /// stays, and so does the result, under the name that the message says.
    func publish(as result: Path, overwrites: Bool) throws(MediaFailure) {
        do throws(SystemError) {
            if overwrites {
                try Directory.rename(staged, to: result)
            } else {
                try WorkRoom.moveExclusively(staged, to: result)
            }
            try Directory.sync(result.parent)
        } catch {
            var failure = MediaFailure(.storage, "name the result", result, "\(error.errno)")
            if (try? Directory.status(of: staged)) != nil {
                let words = [staged, result].map { ShellWord.quoted($0) }.joined(separator: " ")
                failure.remedy = "it is whole; give it a name that is free: mv -i \(words)"
            }
            throw failure
        }
    }

    /// The same of a ladder: what is there is exchanged for it and then removed, if it is nothing
    /// but a ladder.
    func publish(
        directoryAs result: Path,
        of source: SourceIdentity,
        overwrites: Bool
    ) throws(MediaFailure) {
        var reason: String?
        var own: FileIdentity?
        do throws(SystemError) {
            let identity = try Directory.status(of: staged).identity
            own = identity
            let place = EarlierLadder(result, source: source.file)
            let finding = try place.finding()
            switch finding {
            case .free:
                if try Move.exclusively(directory: staged, identity, to: result) == .lost {
                    reason = "\(Errno.exists)"
                }
            case .ladder(let old) where overwrites: try place.replace(old, with: staged)
            case .ladder: reason = "\(Errno.exists)"
            case .other(let why): reason = why
            }
            if reason == nil { return try Directory.sync(result.parent) }
        } catch {
            reason = "\(error.errno)"
        }
        var failure = MediaFailure(.storage, "name the result", result, reason ?? "")
        // After an exchange the earlier one is there.
        if let own, (try? Directory.status(of: staged))?.identity == own {
            let words = [staged, result].map { ShellWord.quoted($0) }.joined(separator: " ")
            failure.remedy = "it is whole; give it a name that is free: mv -T \(words)"
        }
        throw failure
    }

    /// An empty directory in which the result is made, also for another attempt.
    func stageDirectory() throws(MediaFailure) {
        do throws(SystemError) {
            if try Directory.entry(at: staged) != nil { try Directory.removeTree(staged) }
            try Directory.create(staged)
        } catch {
            throw MediaFailure(error)
        }
    }

    private static func moveExclusively(_ file: Path, to target: Path) throws(SystemError) {
        let identity = try Directory.status(of: file).identity
        guard try Move.exclusively(file, identity, to: target) == .won else {
            throw SystemError("rename", target, .exists)
        }
    }

    /// What is not removed is hidden, and named for what it is.
    func removeStaged() {
        guard let status = try? Directory.status(of: staged) else { return }
        if status.kind == .directory {
            try? Directory.removeTree(staged)
        } else {
            try? Directory.removeFile(staged)
        }
    }
    func remove() { try? Directory.removeTree(path) }
}
