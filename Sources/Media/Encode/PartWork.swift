internal import CFFmpeg
internal import Model

/// What one encoder makes of the frames of a slice.
struct PartWork: Sendable {
    let film: FilmPlan
    let slice: SlicePlan
    let part: Path
    /// Which of a ladder's renditions it is; nil is the film in one size.
    let rung: (index: Int, of: FilmLadder.Rung)?
    /// Whether its pictures are interlaced when the source's are.
    let keepsFields: Bool
    private let video: VideoRecipe

    /// The film in one size.
    ///
    /// - Parameter order: With nothing left to look up.
    init(_ order: VideoOrder, _ rule: FilterRule) {
        (film, slice, part, rung) = (order.film, order.slice, order.part, nil)
        video = order.recipe.video
        let isDeinterlacer = if case .deinterlace = rule { true } else { false }
        keepsFields = !isDeinterlacer && !FilterChain.deinterlaces(video.filters)
    }

    /// One of its renditions. Scaling has no place for fields: what comes is progressive.
    init(_ order: VideoOrder, _ ladder: FilmLadder, _ work: VideoOrder.RungWork) {
        let rung = ladder.rungs[work.rung]
        (film, slice, part) = (order.film, order.slice, work.part)
        self.rung = (work.rung, rung)
        video = rung.video
        keepsFields = false
    }

    /// What the rendition's rate is where the film's is constant.
    func rate(of rate: Rational?) -> Rational? {
        guard let rate, let rung else { return rate }
        let own = RungFrames.rate(of: rate, atMost: rung.of.rateMax)
        var (one, other) = (Int32(0), Int32(1))
        av_reduce(&one, &other, own.numerator, own.denominator, Int64(Int32.max))
        return Rational(Int64(one), Int64(other))
    }

    /// - Parameter rate: Of the frames that come out of the filters; nil is variable.
    func recipe(at rate: Rational?) -> VideoRecipe {
        guard let rung else { return video }
        var filtered = film
        filtered.frameRate = rate
        return rung.of.resolved(for: filtered)
    }

    /// How many frames the part has; nil when only decoding can tell.
    var frameCount: Int? {
        guard let rung else { return slice.times?.count }
        guard let counts = slice.rungFrames, counts.indices.contains(rung.index) else { return nil }
        return counts[rung.index]
    }
}
