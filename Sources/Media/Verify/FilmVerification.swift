internal import CFFmpeg
public import Model

/// Decodes a source and its result completely, side by side, and says how they differ. Memory does
/// not grow with the film. It needs no plan: whoever has both files can have it done.
public enum FilmVerification {
    /// A result that is not good is no error: the report says so.
    ///
    /// - Parameter progress: Is called at most four times a second.
    public static func run(
        source: Path,
        result: Path,
        progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> VerificationReport {
        try LogCapture.during { _ throws(MediaFailure) in
            let before = try Probe.run(source)
            let after: MediaDescription
            do throws(MediaFailure) {
                after = try Probe.run(result)
            } catch {
                guard !error.isTransient else { throw error }
                var report = VerificationReport()
                report.add(.fault, "the result cannot be read: \(error.cause)")
                return report
            }
            var run = try VerificationRun((source, before), (result, after))
            try run.all(progress)
            return run.report
        }
    }
}

/// One verification.
private struct VerificationRun {
    private let before: MediaDescription
    private let after: MediaDescription
    private let pairs: StreamPairs
    private let source: DecodedFilm
    private let result: DecodedFilm
    private let hasPicture: Bool
    private(set) var report = VerificationReport()

    init(
        _ source: (path: Path, media: MediaDescription),
        _ result: (path: Path, media: MediaDescription)
    ) throws(MediaFailure) {
        (before, after) = (source.media, result.media)
        pairs = StreamPairs(before, after)
        hasPicture = before.mainVideo != nil && after.mainVideo != nil
        self.source = try DecodedFilm(
            source.path,
            picture: hasPicture ? before.mainVideo : nil,
            sounds: pairs.sounds.map(\.source.index)
        )
        self.result = try DecodedFilm(
            result.path,
            picture: hasPicture ? after.mainVideo : nil,
            sounds: pairs.sounds.map(\.result.index)
        )
    }

    mutating func all(_ progress: (TaskProgress) -> Void) throws(MediaFailure) {
        report.missing = Inventory.missing(before, after, pairs)
        after.notes.forEach { report.add(.note, "the result: \($0)") }
        if before.mainVideo != nil, !hasPicture {
            // A file of sound is made on purpose; a film without its picture is not.
            let isSoundAlone = !pairs.sounds.isEmpty
            let what = isSoundAlone ? "no picture: it is sound alone" : "no picture"
            report.add(isSoundAlone ? .note : .fault, "the result has \(what)")
        }
        let offset = try decode(progress)
        if let offset {
            report.offsetMilliseconds = Nanoseconds.milliseconds(offset)
            let tolerance = tick(before) + tick(after)
            if abs(offset) > tolerance {
                let many = Figures.decimal(abs(report.offsetMilliseconds), digits: 1)
                let word = offset > 0 ? "later" : "earlier"
                report.add(.note, "the whole result is \(many) ms \(word) than the source")
            }
        }
        for (old, new) in pairs.sounds {
            let sound = SoundComparison(
                track(old.index, source),
                track(new.index, result),
                pictureOffset: offset
            )
            report.sounds.append(sound.check)
            sound.judge(&report)
        }
        if source.captionedFrames > 0, result.captionedFrames == 0 {
            report.missing.append("closed captions")
        }
    }

    /// Gives the offset of the picture.
    private mutating func decode(
        _ progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> Int64? {
        try source.start()
        do throws(MediaFailure) {
            try result.start()
        } catch {
            try? source.join()
            throw error
        }
        let outcome: Result<PictureComparison?, MediaFailure>
        do throws(MediaFailure) {
            outcome = .success(try comparePictures(progress))
        } catch {
            outcome = .failure(error)
        }
        let ends = [
            Result { () throws(MediaFailure) in try source.join() },
            Result { () throws(MediaFailure) in try result.join() },
        ]
        for end in ends { try end.get() }
        guard let comparison = try outcome.get() else { return nil }
        PictureVerdict(
            comparison,
            (before, source.damage[before.mainVideo ?? 0]),
            (after, result.damage[after.mainVideo ?? 0])
        ).judge(&report)
        return comparison.offset
    }

    private func comparePictures(
        _ progress: (TaskProgress) -> Void
    ) throws(MediaFailure) -> PictureComparison? {
        guard hasPicture else {
            // The queues stay empty until all the sound is decoded.
            let frame = try Frame()
            while source.next(into: frame) || result.next(into: frame) {}
            return nil
        }
        let total = PictureVerdict.film(before)?.measured.packets
        var pace = Pace(.proving, Nanoseconds.base, total)
        var comparison = try PictureComparison(
            source,
            result,
            PictureVerdict.expectation(before, after)
        )
        try comparison.run { frames, time in
            let tell = { (event: TaskEvent) in
                if case .progress(let done) = event { progress(done) }
            }
            pace.tell(tell, frames: frames, time: time, bytes: 0)
        }
        return comparison
    }

    private func track(_ stream: Int, _ film: DecodedFilm) -> SoundComparison.Track {
        SoundComparison.Track(
            stream: stream,
            ledger: film.sounds[stream] ?? SoundLedger(.microseconds),
            damage: film.damage[stream] ?? PictureReport.Damage(),
            start: Nanoseconds.of(film.startMicroseconds, .microseconds)
        )
    }

    private func tick(_ media: MediaDescription) -> Int64 {
        PictureVerdict.film(media).map { Nanoseconds.of(1, $0.timeBase) } ?? 0
    }
}
