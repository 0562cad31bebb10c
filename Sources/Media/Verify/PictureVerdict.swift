internal import Model

/// What the comparison of two pictures means.
struct PictureVerdict {
    typealias Side = (media: MediaDescription, damage: PictureReport.Damage?)

    private let comparison: PictureComparison
    private let source: Side
    private let result: Side

    init(_ comparison: PictureComparison, _ source: Side, _ result: Side) {
        self.comparison = comparison
        self.source = source
        self.result = result
    }

    /// The stream that is the film.
    static func film(_ media: MediaDescription) -> MediaDescription.Stream? {
        media.mainVideo.map { media.streams[$0] }
    }

    static func expectation(
        _ source: MediaDescription,
        _ result: MediaDescription
    ) -> PictureComparison.Expectation {
        let films = [film(source), film(result)].compactMap { $0 }
        let tick = films.map { Nanoseconds.of(1, $0.timeBase) }.max() ?? 0
        let packets = films.map { $0.measured.packets - $0.measured.discarded }
        return PictureComparison.Expectation(
            tolerance: tick + 2_000,
            packetsMissing: packets.count == 2 ? packets[0] - packets[1] : 0,
            notCompared: films.count == 2 ? rateChange(films[0], films[1]) : nil
        )
    }

    /// A filter that makes another rate makes other frames.
    private static func rateChange(
        _ source: MediaDescription.Stream,
        _ result: MediaDescription.Stream
    ) -> String? {
        guard let new = result.video?.frameRate else { return nil }
        let old = source.video?.frameRate
        if let old, abs(new.value / old.value - 1) < 0.001 { return nil }
        let (one, other) = (Double(source.measured.packets), Double(result.measured.packets))
        guard abs(one - other) > max(2, one / 100) else { return nil }
        let from = old.map { "\(Figures.decimal($0.value, digits: 3)) frames a second" }
        return "the rate was changed from \(from ?? "a variable one") to "
            + "\(Figures.decimal(new.value, digits: 3))"
    }

    func judge(_ verification: inout VerificationReport) {
        var picture = comparison.report
        picture.sourceDamage = source.damage ?? PictureReport.Damage()
        picture.resultDamage = result.damage ?? PictureReport.Damage()
        picture.sourceSeconds = Nanoseconds.seconds(comparison.source.span)
        picture.resultSeconds = Nanoseconds.seconds(comparison.result.span)
        verification.picture = picture
        judgeDamage(picture, &verification)
        judgeFrames(picture, &verification)
        judgeDuration(&verification)
        judgeLikeness(picture, &verification)
        let repeated = comparison.source.repeated
        if repeated > 0 {
            verification.add(
                .note,
                "\(repeated) frames of the source are at the time of the one before"
            )
        }
    }

    private func judgeDamage(_ picture: PictureReport, _ report: inout VerificationReport) {
        if picture.resultDamage.count > 0 {
            let words = picture.resultDamage.messages.first ?? ""
            report.add(.fault, "the picture of the result does not decode cleanly: \(words)")
        }
        if picture.sourceDamage.count > 0 {
            let words = picture.sourceDamage.messages.first ?? ""
            report.add(.note, "the picture of the source is damaged: \(words)")
            if let frames = picture.likeness?.damagedFrames, frames > 0 {
                report.add(.note, "what \(frames) damaged frames should show is not known")
            }
        }
    }

    private func judgeFrames(_ picture: PictureReport, _ report: inout VerificationReport) {
        if let reason = picture.notCompared {
            report.add(.note, "frames are not compared one by one: \(reason)")
            let (gap, usual) = (comparison.result.largestStep, comparison.result.usualStep)
            let allowed = max(3 * usual, comparison.source.largestStep.nanoseconds + usual)
            guard gap.nanoseconds > allowed else { return }
            report.add(
                .fault,
                "one frame stands for \(seconds(gap.nanoseconds)) s at \(seconds(gap.at)) s"
            )
            return
        }
        let lists: [(PictureReport.Times, one: String, many: String)] = [
            (picture.missing, "of the source is missing", "of the source are missing"),
            (picture.extra, "is not in the source", "are not in the source"),
            (picture.moved, "is not at its time", "are not at their time"),
        ]
        for (times, one, many) in lists {
            guard let first = times.first.first.map(text) else { continue }
            report.add(
                .fault,
                times.count == 1
                    ? "1 frame \(one), at \(first) s"
                    : "\(times.count) frames \(many), from \(first) s on"
            )
        }
    }

    /// Within one frame of the source, or of a slower result.
    private func judgeDuration(_ report: inout VerificationReport) {
        let (old, new) = (comparison.source.span, comparison.result.span)
        let frame = max(
            comparison.source.usualStep,
            comparison.result.usualStep,
            comparison.source.lastDuration
        )
        guard abs(new - old) > frame + comparison.tolerance else { return }
        report.add(
            .fault,
            "the picture lasts \(seconds(new)) s, that of the source \(seconds(old)) s"
        )
    }

    private func judgeLikeness(_ picture: PictureReport, _ report: inout VerificationReport) {
        let mean = Figures.decimal(picture.likeness?.mean ?? 0, digits: 3)
        switch comparison.verdict {
        case .good: break
        case .wrong(let times, let last):
            let from = text(times.first.first ?? 0)
            report.add(
                .fault,
                times.count == 1
                    ? "the frame at \(from) s is another picture than the source's"
                    : "\(times.count) frames from \(from) s to \(text(last)) s are other pictures "
                        + "than the source's"
            )
        case .filtered:
            report.add(
                .note,
                "filters changed all of the picture (likeness \(mean)): single wrong frames "
                    + "would not be seen"
            )
        case .otherFilm:
            report.add(
                .fault,
                "the result shows something else than the source (likeness \(mean)); where a "
                    + "filter turned or cut the picture this cannot be told"
            )
        }
        if let old = PictureVerdict.film(source.media)?.video?.picture.fieldOrder,
            old != "progressive",
            PictureVerdict.film(result.media)?.video?.picture.fieldOrder == "progressive"
        {
            report.add(.note, "the source is interlaced and the result is not")
        }
    }

    private func seconds(_ nanoseconds: Int64) -> String { text(Nanoseconds.seconds(nanoseconds)) }
    private func text(_ seconds: Double) -> String { Figures.decimal(seconds, digits: 3) }
}
