internal import Model

/// Where everything is in the file of one track, and when.
struct TrackLayout {
    struct Segment: Equatable {
        var offset: Int
        var bytes: Int
        /// In ticks of the film's time.
        var start: Int64
        var duration: Int64
        /// When its first packet is decoded, by the file's own time.
        var decoding: Int64
        /// How far from its beginning the first picture reaches.
        var keyBytes: Int
    }

    var file: FileName
    var codec: String
    var timeScale: Int64
    /// The packets' times in the file are the film's plus this.
    var lead: Int64
    var headBytes: Int
    /// Of the box that says where the segments are.
    var index: Range<Int>
    var segments: [Segment]
    var bytes: Int

    var seconds: Double { Double(end) / Double(timeScale) }
    var end: Int64 { segments.last.map { $0.start + $0.duration } ?? 0 }

    /// In bits a second, over the whole.
    var averageRate: Int64 {
        let bytes = segments.reduce(0) { $0 + $1.bytes }
        let ticks = segments.reduce(Int64(0)) { $0 + $1.duration }
        return TrackLayout.rate(bytes, ticks, timeScale)
    }

    /// Of the largest run of segments that is between half and one and a half times as long as a
    /// player is told that segments are (RFC 8216, 4.1).
    func peakRate(target: Int64) -> Int64 {
        var peak: Int64 = 0
        let (least, most) = (target * timeScale / 2, target * timeScale * 3 / 2)
        for first in segments.indices {
            var (bytes, ticks) = (0, Int64(0))
            for segment in segments[first...] {
                bytes += segment.bytes
                ticks += segment.duration
                if ticks > most { break }
                if ticks >= least {
                    peak = max(peak, TrackLayout.rate(bytes, ticks, timeScale))
                }
            }
        }
        return max(peak, averageRate)
    }

    private static func rate(_ bytes: Int, _ ticks: Int64, _ scale: Int64) -> Int64 {
        guard ticks > 0 else { return 0 }
        let bits = Int128(bytes) * 8 * Int128(scale)
        return Int64(clamping: (bits + Int128(ticks) - 1) / Int128(ticks))
    }
}

/// When a film's segments begin: the same for all of its tracks.
struct SegmentTimes {
    /// On the source's line.
    var base: Rational
    var starts: [Int64]
    /// Behind the last frame.
    var end: Int64
    var clock: OutputClock
    /// By how many seconds the times in files are later than the film's: no time of a fragment is
    /// below zero, but pictures are decoded before they are shown, and what a decoder drops of
    /// sound comes before the film. An edit list takes it away. It is the same in all tracks, so
    /// that picture and sound stay together where a player ignores such lists.
    var lead = Rational(0, 1)

    func lead(_ scale: Int64) -> Int64 { lead.rescale(1, to: Rational(1, scale)) }

    /// In ticks of the film's time.
    func start(_ index: Int, _ scale: Int64) -> Int64 {
        let time = index < starts.count ? starts[index] : end
        return clock.time(time, base, in: Rational(1, scale))
    }

    var count: Int { starts.count }
}
