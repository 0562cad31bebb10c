internal import Model
internal import Platform
internal import Profiles
internal import Spool

extension ScanEngine {
    func read(_ path: Path, _ stamp: FileStamp, needsDescription: Bool) {
        readers.add(
            FilmTask(
                path: path,
                source: source(path),
                stamp: stamp,
                needsDescription: needsDescription
            )
        )
    }

    /// Takes what was read meanwhile.
    ///
    /// - Returns: Files about which something else can be said now.
    mutating func takeResults() -> [Path] {
        var changed: [Path] = []
        var seen: Set<Path> = []
        for result in readers.takeResults() {
            switch result {
            case .film(let task, let outcome):
                if take(task, outcome) { changed.append(task.path) }
            case .profile(let digest, let verdict): changed += take(digest, verdict)
            }
        }
        // Who waited for a profile may have been read meanwhile as well.
        return changed.filter { seen.insert($0).inserted }
    }

    private mutating func take(
        _ digest: String,
        _ verdict: Result<String?, MediaFailure>
    ) -> [Path] {
        switch verdict {
        case .success(nil): checks[digest] = .fine
        case .success(let message?):
            let line = ScanEngine.firstLine(message)
            checks[digest] = .wrong(line)
            tellInvalid(digest, line)
        case .failure(let failure):
            checks[digest] = .unknown(failure, askAgainAt: now + .seconds(30))
        }
        // Whoever waits for it says that it is being read, and nobody reads it.
        return restless.filter { path in
            guard let entry = book[path], case .reading = entry.state else { return false }
            return !entry.isBeingRead
        }
    }

    /// False when the file is another one meanwhile.
    private mutating func take(_ task: FilmTask, _ outcome: FilmOutcome) -> Bool {
        guard var entry = book[task.path] else { return false }
        switch entry.progress {
        case .coming(var film) where film.settling.stamp == task.stamp:
            film.isBeingRead = false
            entry.progress = .coming(film)
            takeFirst(task, outcome, film, &entry)
        case .known(var film) where film.stamp.isUnchanged(since: task.stamp):
            film.isBeingRead = false
            if case .read(let job, _, let description) = outcome, job == film.job {
                film.description = description
                remember(task, job, film.sample, description)
            }
            entry.progress = .known(film)
            if case .failed = outcome { startOver(task, &entry, outcome) }
        default: return false
        }
        book[task.path] = entry
        return true
    }

    private mutating func takeFirst(
        _ task: FilmTask,
        _ outcome: FilmOutcome,
        _ film: ComingFilm,
        _ entry: inout FilmEntry
    ) {
        switch outcome {
        case .known(let job, _), .read(let job, _, _):
            losses.isReviewDue = losses.isReviewDue || film.formerJob.map { $0 != job } ?? false
        case .moved, .denied, .failed: break
        }
        switch outcome {
        case .moved: return
        case .denied(let why): entry.state = .denied(why)
        case .failed(let failure): fail(failure, film, &entry)
        case .known(let job, let sample):
            entry.progress = .known(KnownFilm(stamp: task.stamp, job: job, sample: sample))
            remember(task, job, sample, nil)
        case .read(let job, let sample, let description):
            if let obstacle = description.obstacle {
                let failure = MediaFailure(.incomplete, "read", task.source, obstacle)
                return fail(failure, film, &entry)
            }
            var known = KnownFilm(stamp: task.stamp, job: job, sample: sample)
            known.description = description
            entry.progress = .known(known)
            remember(task, job, sample, description)
        }
    }

    private func fail(_ failure: MediaFailure, _ film: ComingFilm, _ entry: inout FilmEntry) {
        var film = film
        let cause = failure.cause + (failure.remedy.map { "; \($0)" } ?? "")
        film.settling.wasIncomplete(ReadableBytes.escaped(Array(cause.utf8)), at: now)
        switch failure.kind {
        case .incomplete, .changed: film.failure = .incomplete
        case .storage, .resources, .killed: film.failure = .trouble
        case .unreadable, .refused, .recipe, .damaged, .mismatch, .died, .hung:
            film.failure = .unreadable
        }
        entry.progress = .coming(film)
    }

    /// It was read before, and cannot be read now.
    private func startOver(_ task: FilmTask, _ entry: inout FilmEntry, _ outcome: FilmOutcome) {
        guard case .failed(let failure) = outcome else { return }
        let rule = Settling.Rule(settleTime: settleTime)
        let film = ComingFilm(settling: Settling(rule, task.stamp, at: now))
        fail(failure, film, &entry)
    }

    private mutating func remember(
        _ task: FilmTask,
        _ job: JobID,
        _ sample: String,
        _ description: MediaDescription?
    ) {
        cache.note(
            SeenFilm(
                path: task.path,
                stamp: task.stamp,
                job: job.text,
                sample: sample,
                description: description.flatMap { try? TaskLines.line($0) }
            )
        )
    }

    /// Nobody reads for it any more, and what was asked for did not come.
    mutating func rest() {
        readers.clear()
        checks = checks.filter { if case .asked = $0.value { false } else { true } }
        for folder in Array(book.pages.keys) {
            guard var page = book.pages.removeValue(forKey: folder) else { continue }
            for (name, entry) in page.entries where entry.isBeingRead {
                page.entries[name]?.isBeingRead = false
            }
            book.pages[folder] = page
        }
    }
}
