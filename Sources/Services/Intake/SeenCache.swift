internal import History
internal import Model
internal import Spool

/// What was read before this process began, and what is to be remembered. All of it may be gone:
/// then the files are read again.
struct SeenCache: Sendable {
    private var isLoaded = false
    /// Whether what is noted can be asked for.
    var isKept: Bool { isLoaded }
    /// What was not met yet.
    private var rows: [Path: SeenFilm] = [:]
    private var toRemember: [SeenFilm] = []
    private var toForget: [Path] = []

    struct Seen: Sendable {
        var job: JobID
        var sample: String
    }

    mutating func load(_ history: HistoryDatabase?, _ journal: Journal) {
        guard !isLoaded, let history else { return }
        isLoaded = true
        do throws(HistoryError) {
            let seen = try history.seenFilms()
            rows = Dictionary(seen.map { ($0.path, $0) }) { first, _ in first }
        } catch {
            journal.tell(.warning, "files that were read before are read again: \(error)")
        }
    }

    /// What was found in a file, if it is the same still.
    mutating func take(_ path: Path, _ stamp: FileStamp) -> Seen? {
        guard let row = rows[path], row.stamp.isUnchanged(since: stamp), let job = JobID(row.job)
        else { return nil }
        rows[path] = nil
        return Seen(job: job, sample: row.sample)
    }

    /// Of a file that was seen before this process began and not since.
    func device(of path: Path) -> UInt64? { rows[path]?.stamp.device }

    func description(
        _ path: Path,
        _ stamp: FileStamp,
        _ history: HistoryDatabase?
    ) -> MediaDescription? {
        if let noted = toRemember.last(where: { $0.path == path })?.description {
            return try? TaskLines.value(MediaDescription.self, from: noted)
        }
        guard let bytes = try? history?.description(of: path, stamp) else { return nil }
        return try? TaskLines.value(MediaDescription.self, from: bytes)
    }

    /// Of files that are there no more. What is known of a job's source may have to tell whether
    /// it is gone.
    mutating func dropUnmet(but isOpen: (JobID) -> Bool, _ isGone: (Path) -> Bool) {
        for (path, row) in rows where isGone(path) {
            if let job = JobID(row.job), isOpen(job) { continue }
            toForget.append(path)
            rows[path] = nil
        }
    }

    mutating func note(_ film: SeenFilm) { toRemember.append(film) }
    mutating func drop(_ path: Path) { toForget.append(path) }

    mutating func save(_ history: HistoryDatabase?, _ journal: Journal) {
        guard let history, !toRemember.isEmpty || !toForget.isEmpty else {
            (toRemember, toForget) = ([], [])
            return
        }
        do throws(HistoryError) {
            try history.forget(toForget)
            try history.remember(toRemember)
            journal.end("seen", "what was read is remembered again")
        } catch {
            journal.begin("seen", .warning, "what was read is not remembered: \(error)")
        }
        (toRemember, toForget) = ([], [])
    }
}
