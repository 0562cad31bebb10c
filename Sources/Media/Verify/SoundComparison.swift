internal import Model

/// Holds a track of sound against the source's: where it begins and ends beside the picture.
///
/// Only what is wrong at both ends was moved. At one end there may be more than there was: codecs
/// have sound in pieces and begin with some that are not meant to be heard, and not every container
/// can say so of the first and of the last.
struct SoundComparison {
    struct Track {
        let stream: Int
        let ledger: SoundLedger
        let damage: PictureReport.Damage
        /// Of the file, in nanoseconds.
        let start: Int64

        var begin: Int64 { (ledger.startNanoseconds ?? start) - start }
        var end: Int64 { begin + ledger.spanNanoseconds }
    }

    private let source: Track
    private let result: Track
    /// By how much the picture is later.
    private let offset: Int64

    init(_ source: Track, _ result: Track, pictureOffset: Int64?) {
        self.source = source
        self.result = result
        offset = pictureOffset ?? result.begin - source.begin
    }

    var check: SoundCheck {
        var check = SoundCheck(
            sourceStream: source.stream,
            resultStream: result.stream,
            sourceSamples: source.ledger.samples,
            resultSamples: result.ledger.samples,
            sourceSeconds: Nanoseconds.seconds(source.ledger.spanNanoseconds),
            resultSeconds: Nanoseconds.seconds(result.ledger.spanNanoseconds),
            offsetAtStartMilliseconds: Nanoseconds.milliseconds(atStart),
            offsetAtEndMilliseconds: Nanoseconds.milliseconds(atEnd)
        )
        check.sourceDamage = source.damage
        check.resultDamage = result.damage
        return check
    }

    private var atStart: Int64 { result.begin - source.begin - offset }
    private var atEnd: Int64 { result.end - source.end - offset }

    func judge(_ report: inout VerificationReport) {
        let name = "the sound of stream \(result.stream)"
        if result.damage.count > 0 {
            let words = result.damage.messages.first ?? ""
            report.add(.fault, "\(name) does not decode cleanly: \(words)")
        }
        if source.damage.count > 0 {
            let words = source.damage.messages.first ?? ""
            report.add(.note, "the source's sound of stream \(source.stream) is damaged: \(words)")
        }
        guard source.ledger.samples > 0 else { return }
        guard result.ledger.samples > 0 else {
            report.add(.fault, "\(name) is empty")
            return
        }
        let (first, last) = (atStart, atEnd)
        let longer = result.ledger.spanNanoseconds - source.ledger.spanNanoseconds
        let hasMoreInFront = first < 0 && -first <= frontTolerance && abs(last) <= endTolerance
        let isAsLong = abs(longer) <= endTolerance
        if !isAsLong, !hasMoreInFront {
            let many = Figures.decimal(Nanoseconds.milliseconds(abs(longer)), digits: 1)
            report.add(.fault, "\(name) is \(many) ms \(longer > 0 ? "longer" : "shorter")")
        }
        let isMoved =
            isAsLong
            ? min(abs(first), abs(last)) > startTolerance && (first < 0) == (last < 0)
            : abs(first) > endTolerance && !hasMoreInFront
        if isMoved {
            // Where there is more at one end, the other tells how far the sound was moved.
            let many = isAsLong && abs(last) > abs(first) ? last : first
            report.add(.fault, "\(name) is \(text(many)) than it should be beside the picture")
        } else if abs(first) > startTolerance, isAsLong || hasMoreInFront {
            report.add(.note, "\(name) begins \(text(first)), but is where it was")
        }
    }

    /// A millisecond cannot be heard; rounding to the ticks of both files comes on top.
    private var startTolerance: Int64 {
        1_000_000 + source.ledger.tickNanoseconds + result.ledger.tickNanoseconds
    }

    /// A piece at either end.
    private var endTolerance: Int64 {
        max(source.ledger.pieceNanoseconds, result.ledger.pieceNanoseconds) + startTolerance
    }

    /// What an edit list hides in front, and a container without them shows: a few pieces.
    private var frontTolerance: Int64 { 4 * endTolerance }

    private func text(_ nanoseconds: Int64) -> String {
        let many = Figures.decimal(Nanoseconds.milliseconds(abs(nanoseconds)), digits: 1)
        return "\(many) ms \(nanoseconds > 0 ? "later" : "earlier")"
    }
}
