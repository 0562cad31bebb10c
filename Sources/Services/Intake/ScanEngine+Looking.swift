internal import Model
internal import Platform
internal import Profiles
internal import Spool

/// For what nothing but a new look makes another verdict.
let lookAgainAfter = Duration.seconds(10)

extension ScanEngine {
    /// Looks at one file. Nil when it is gone.
    mutating func look(at path: Path, _ old: FilmEntry?, _ page: FolderPage) -> FilmEntry? {
        var entry = old ?? FilmEntry(state: .empty)
        if let hold = page.context.hold {
            entry.state = .held(by: hold)
            return entry
        }
        if let reason = page.context.reason(toIgnore: path, isFolder: false) {
            entry.state = .ignored(reason)
            return entry
        }
        let status: FileStatus
        do throws(SystemError) {
            status = try Directory.status(of: source(path))
        } catch {
            switch error.errno {
            case .noSuchFile, .notADirectory: return nil
            case .accessDenied, .operationNotPermitted:
                entry.state = .denied(FilmReader.denial(source(path), error))
            default:
                pass.isWhole = false
                entry.state = .trouble(cause: "\(error.errno)", readAgainIn: lookAgainAfter)
            }
            return entry
        }
        guard status.kind == .regular else {
            return FilmEntry(state: .ignored("it is \(status.kind)"))
        }
        let stamp = FileStamp(status)
        switch entry.progress {
        case .known(let film) where film.stamp.isUnchanged(since: stamp):
            lookAtKnown(path, film, stamp, page, &entry)
        case .coming(let film) where film.settling.stamp == stamp:
            lookAtComing(path, film, stamp, page, &entry)
        default:
            lookAtNew(path, stamp, page, &entry)
        }
        return entry
    }

    private mutating func lookAtKnown(
        _ path: Path,
        _ film: KnownFilm,
        _ stamp: FileStamp,
        _ page: FolderPage,
        _ entry: inout FilmEntry
    ) {
        var film = film
        film.stamp = stamp
        entry.state = decide(path, &film, page)
        // Films that wait for a person can be many.
        if cache.isKept, !entry.state.isRestless { film.description = nil }
        entry.progress = .known(film)
    }

    private mutating func lookAtNew(
        _ path: Path,
        _ stamp: FileStamp,
        _ page: FolderPage,
        _ entry: inout FilmEntry
    ) {
        if let job = entry.known?.job {
            losses.devices[job] = stamp.device
            pass.hasLosses = true
        }
        if entry.known == nil, let seen = cache.take(path, stamp) {
            let film = KnownFilm(stamp: stamp, job: seen.job, sample: seen.sample)
            return lookAtKnown(path, film, stamp, page, &entry)
        }
        var film: ComingFilm
        if case .coming(let earlier) = entry.progress {
            film = earlier
            (film.isBeingRead, film.failure, film.isToldRejected) = (false, nil, false)
            _ = film.settling.look(stamp, at: now)
        } else {
            let rule = Settling.Rule(settleTime: settleTime)
            film = ComingFilm(settling: Settling(rule, stamp, at: now))
            film.formerJob = entry.known?.job
            tellSeen(path, isKnown: entry.known != nil)
        }
        entry.state = state(of: film)
        entry.progress = .coming(film)
    }

    private mutating func lookAtComing(
        _ path: Path,
        _ film: ComingFilm,
        _ stamp: FileStamp,
        _ page: FolderPage,
        _ entry: inout FilmEntry
    ) {
        var film = film
        if film.settling.look(stamp, at: now) == .ready, !film.isBeingRead {
            if let reason = reasonToPassUnread(path, stamp, page) {
                entry.state = reason
                entry.progress = .coming(film)
                return
            }
            film.isBeingRead = true
            read(path, stamp, needsDescription: false)
        }
        tellRejected(path, &film)
        // What was denied says so until it can be read.
        if case .denied = entry.state, film.isBeingRead {} else { entry.state = state(of: film) }
        entry.progress = .coming(film)
    }

    /// By what is known without reading it.
    private func state(of film: ComingFilm) -> Sighting.State {
        switch film.settling.verdict(at: now) {
        case .empty: return .empty
        case .settling(let quiet, let grew):
            return .settling(quiet: quiet, of: settleTime, grew: grew)
        case .ready: return .reading
        case .incomplete(let cause, let wait):
            let isRejected = film.settling.isRejected(at: now)
            switch film.failure {
            case .unreadable:
                return .unreadable(cause: cause, readAgainIn: wait, isRejected: isRejected)
            case .trouble: return .trouble(cause: cause, readAgainIn: wait)
            case .incomplete, nil:
                return .incomplete(cause: cause, readAgainIn: wait, isRejected: isRejected)
            }
        }
    }

    private func tellRejected(_ path: Path, _ film: inout ComingFilm) {
        guard !film.isToldRejected, !settings.isDry, film.settling.isRejected(at: now),
            film.failure == .incomplete || film.failure == .unreadable,
            case .incomplete = film.settling.verdict(at: now)
        else { return }
        film.isToldRejected = true
        let text = state(of: film).text
        site.spool.tellRejected(path, text)
        site.journal.tell(.warning, "\(Quoted.path(source(path))): \(text)")
    }

    /// What its profile says of its name and size, so that nobody reads it for nothing.
    private mutating func reasonToPassUnread(
        _ path: Path,
        _ stamp: FileStamp,
        _ page: FolderPage
    ) -> Sighting.State? {
        let film = catalogue.profile(forFilm: source(path))
        guard film.isSettled, let profile = film.resolved.profile else { return nil }
        noteDoneFolder(profile)
        if let reason = reasonToSkip(path, stamp.size, film, profile) { return .skipped(reason) }
        return markerReason(path, page).map(Sighting.State.skipped)
    }

    func reasonToSkip(
        _ path: Path,
        _ bytes: UInt64,
        _ film: FilmProfile,
        _ profile: EncodingProfile
    ) -> String? {
        let folder = film.folder(of: path, catalogue.places)
        let way = folder == FilmBook.top ? path : path.relative(to: folder) ?? path
        return rules(of: profile).reason(toSkip: way, bytes: bytes)
    }

    func rules(of profile: EncodingProfile) -> FilmRules {
        rules[profile.digest] ?? FilmRules(profile)
    }

    /// What clustercode puts beside a source that is done, and what `source = done-marker` does.
    func markerReason(_ path: Path, _ page: FolderPage) -> String? {
        guard let name = path.name, let marker = FileName(bytes: name.bytes + Array(".done".utf8)),
            page.markers.contains(marker)
        else { return nil }
        let place = source(path.parent) / marker
        return "\(Quoted.path(Path(bytes: marker.bytes) ?? path)) says that it is done; to have it "
            + "done again:  rm \(ShellWord.quoted(place))"
    }

    /// Keeps the list of those that are looked at again soon.
    mutating func settle(_ path: Path, _ old: FilmEntry?, _ entry: FilmEntry?) {
        guard let entry else {
            if let old { lose([(path, old)]) }
            return
        }
        if entry.state.isRestless { restless.insert(path) } else { restless.remove(path) }
    }

    /// They are gone, as far as this look saw.
    mutating func lose(_ files: [(path: Path, entry: FilmEntry)]) {
        for (path, entry) in files {
            restless.remove(path)
            guard let film = entry.known else { continue }
            pass.hasLosses = true
            losses.devices[film.job] = film.stamp.device
            if jobs.open[film.job] == nil { cache.drop(path) }
        }
    }

    /// When a file is looked at again by itself.
    enum Due: Equatable {
        case after(Duration)
        /// With the others of its kind, every `lookAgainAfter`.
        case withTick
        /// Something else has it looked at.
        case byNews
    }

    func due(_ path: Path) -> Due {
        guard let entry = book[path] else { return .after(.zero) }
        switch entry.state {
        case .settling, .incomplete, .unreadable, .trouble:
            guard case .coming(let film) = entry.progress else { return .withTick }
            return film.settling.dueIn(at: now).map(Due.after) ?? .byNews
        case .reading: return .byNews
        case .conflict:
            return entry.known?.asksAgainAt.map { .after($0 - now) } ?? .withTick
        // Its job ended, or somebody took its record back.
        case .done, .failed, .cancelled, .open, .queued, .skipped: return .after(.zero)
        default: return .withTick
        }
    }
}
