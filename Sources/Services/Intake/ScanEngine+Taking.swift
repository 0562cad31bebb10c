internal import Model
internal import Platform
internal import Profiles
internal import Spool

extension ScanEngine {
    /// What becomes of a file that was read.
    mutating func decide(
        _ path: Path,
        _ film: inout KnownFilm,
        _ page: FolderPage
    ) -> Sighting.State {
        if let record = jobs.records[film.job], !isTakenBack(record) {
            film.description = nil
            return ScanEngine.state(of: record)
        }
        if let key = jobs.open[film.job] {
            film.description = nil
            return .open(job: key.text)
        }
        return take(path, &film, page)
    }

    private static func state(of record: RecordName) -> Sighting.State {
        switch record.outcome {
        case .done: .done(record: record.text)
        case .failed: .failed(record: record.text)
        case .cancelled: .cancelled(record: record.text)
        }
    }

    /// Whether a job ended for the sake of its source, which is there again: then nobody wanted
    /// that it ends.
    private mutating func isTakenBack(_ record: RecordName) -> Bool {
        guard record.outcome == .cancelled, !settings.isDry, judged.insert(record).inserted else {
            return false
        }
        do throws(SpoolError) {
            guard let found = try site.spool.record(record), SourceLoss.isOne(found.reason) else {
                return false
            }
            try site.spool.removeRecord(record)
        } catch {
            judged.remove(record)
            site.journal.begin("intake", .warning, "no film is taken in: \(error)")
            return false
        }
        jobs.forget(record: record)
        return true
    }

    private mutating func take(
        _ path: Path,
        _ film: inout KnownFilm,
        _ page: FolderPage
    ) -> Sighting.State {
        let found = catalogue.profile(forFilm: source(path))
        guard found.isSettled else { return .profileMoving }
        guard case .profile(let read) = found.resolved.outcome, let result = found.result else {
            let message = found.resolved.error.map { "\($0)" } ?? "it cannot be read"
            let line = ScanEngine.firstLine(message)
            tellInvalid(line, line)
            return .invalidProfile(line)
        }
        let profile = read.profile
        noteDoneFolder(profile)
        if rules[profile.digest] == nil { rules[profile.digest] = FilmRules(profile) }
        if let reason = reasonToSkip(path, film.stamp.size, found, profile) {
            return .skipped(reason)
        }
        if !jobs.removed.contains(where: { $0.key.job == film.job }),
            let reason = markerReason(path, page)
        {
            return .skipped(reason)
        }
        if let known = film.skipped, known.digest == profile.digest {
            return .skipped(known.reason)
        }
        if let state = verdict(of: read) { return state }
        guard let description = description(path, &film) else { return .reading }
        if let reason = rules(of: profile).reason(toSkip: description) {
            (film.skipped, film.description) = ((profile.digest, reason), nil)
            return .skipped(reason)
        }
        if settings.isDry { return .wouldTake(profile: profile.name, result: result) }
        if let trouble = pass.spoolTrouble {
            return .trouble(cause: trouble, readAgainIn: lookAgainAfter)
        }
        if let time = film.asksAgainAt, time > now, let entry = book[path],
            case .conflict = entry.state
        {
            return entry.state
        }
        var offer = offer(path, film, found, profile, result, description)
        do throws(MediaFailure) {
            try LadderOffer.complete(&offer, profile, description)
        } catch {
            return .unsupported("its profile makes renditions: \(error)")
        }
        return ask(offer, film: &film, profile)
    }

    /// The libraries are asked of every profile once, before its first film.
    private mutating func verdict(of read: ReadProfile) -> Sighting.State? {
        let digest = read.profile.digest
        switch checks[digest] {
        case .fine: return nil
        case .asked: return .reading
        case .wrong(let message): return .invalidProfile(message)
        case .unknown(let failure, let time) where time > now:
            let cause = "its profile could not be checked: \(failure.cause)"
            return .trouble(cause: cause, readAgainIn: time - now)
        case .unknown, nil:
            checks[digest] = .asked
            readers.add(read)
            return .reading
        }
    }

    private mutating func description(_ path: Path, _ film: inout KnownFilm) -> MediaDescription? {
        if let description = film.description { return description }
        if film.isBeingRead { return nil }
        if let found = cache.description(path, film.stamp, settings.history()) { return found }
        film.isBeingRead = true
        read(path, film.stamp, needsDescription: true)
        return nil
    }

    // MARK: Offering

    private func offer(
        _ path: Path,
        _ film: KnownFilm,
        _ found: FilmProfile,
        _ profile: EncodingProfile,
        _ result: Path,
        _ description: MediaDescription
    ) -> Offer {
        let modified = film.stamp.modified
        var seconds = modified / 1_000_000_000
        var nanoseconds = modified % 1_000_000_000
        if nanoseconds < 0 { (seconds, nanoseconds) = (seconds - 1, nanoseconds + 1_000_000_000) }
        var offer = Offer(
            job: film.job,
            source: JobOrder.SourceFile(
                path: path,
                bytes: film.stamp.size,
                modifiedSeconds: seconds,
                modifiedNanoseconds: Int32(nanoseconds),
                sample: film.sample
            ),
            result: result,
            priority: found.priority,
            recipe: profile.recipe,
            profile: profile.name,
            hasAudio: rules(of: profile).encodesSound(of: description)
        )
        offer.source.mount = mount(of: path)
        offer.digest = profile.digest
        offer.work = profile.work
        offer.publication = profile.publication
        return offer
    }

    private mutating func ask(
        _ offer: Offer,
        film: inout KnownFilm,
        _ profile: EncodingProfile
    ) -> Sighting.State {
        let mayNumber = profile.publication.onConflict == .suffix
        var offer = offer
        let wanted = offer.result
        var owner: Path?
        for number in 1...(mayNumber ? ScanEngine.suffixMax : 1) {
            if number > 1 { offer.result = ScanEngine.numbered(wanted, number) }
            let intake: Intake
            do throws(SpoolError) {
                intake = try site.spool.takeIn(offer)
            } catch {
                pass.spoolTrouble = "\(error)"
                site.journal.begin("intake", .warning, "no film is taken in: \(error)")
                return .trouble(cause: "\(error)", readAgainIn: lookAgainAfter)
            }
            site.journal.end("intake", "films are taken in again")
            switch intake {
            case .queued(let key):
                jobs.note(open: key)
                film.description = nil
                tellTaken(offer, key, profile)
                // Whoever works on this node need not wait for its next look.
                site.bell.ring()
                return .queued(job: key.text)
            case .isOpen(let key):
                jobs.note(open: key)
                film.description = nil
                return .open(job: key.text)
            case .isRecorded(let record):
                jobs.note(record: record)
                film.description = nil
                return ScanEngine.state(of: record)
            case .resultIsTaken(let other): owner = owner ?? other
            }
        }
        film.asksAgainAt = now + ScanEngine.askAgainAfter
        return .conflict(with: owner ?? offer.source.path, result: wanted)
    }

    private func tellTaken(_ offer: Offer, _ key: JobKey, _ profile: EncodingProfile) {
        site.journal.tell(
            .info,
            "took in \(Quoted.path(offer.source.path)) with the profile "
                + Quoted.readable(profile.name),
            ["job": key.text, "path": "\(offer.source.path)"]
        )
        for note in offer.ladder?.notes ?? [] {
            site.journal.tell(.info, "\(Quoted.path(offer.source.path)): \(note)")
        }
    }

    /// `film.mkv` becomes `film-2.mkv`.
    static func numbered(_ path: Path, _ number: Int) -> Path {
        let bytes = path.bytes
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let dot = bytes[start...].lastIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        let stem = dot == start ? bytes[...] : bytes[..<dot]
        let ending = dot == start ? [] : bytes[dot...]
        return Path(bytes: stem + Array("-\(number)".utf8) + ending) ?? path
    }

    /// Nobody has more films of one name in a folder.
    private static let suffixMax = 99
    /// A reservation is given back by hand at most.
    private static let askAgainAfter = Duration.seconds(60)

    static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? text
    }
}
