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
    func publish(
        _ file: Path,
        as result: Path,
        overwrites: Bool
    ) throws(MediaFailure) {
        do throws(SystemError) {
            if overwrites {
                try Directory.rename(file, to: result)
            } else {
                try Directory.renameExclusively(file, to: result)
            }
            try Directory.sync(result.parent)
        } catch {
            throw MediaFailure(error)
        }
    }

    func remove() {
        // What is not removed is hidden, and named for what it is.
        try? Directory.removeTree(path)
        try? Directory.removeFile(staged)
    }
}
