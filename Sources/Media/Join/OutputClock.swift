internal import CFFmpeg
internal import Model

/// Moves times from the source's line, which may begin anywhere, to the result's, which begins at
/// zero. The source's start is taken away exactly and the rounding happens once, so that neither
/// grows with the film.
struct OutputClock: Sendable {
    let startMicroseconds: Int64

    /// The nearest tick of the target.
    func time(_ time: Int64, _ base: Rational, in target: Rational) -> Int64 {
        // time * base - start * 1e-6, over the target's base, as one fraction of 128 bits: the
        // factors have 31 bits each and the times have 63.
        let million = Rational.microseconds.denominator
        let shifted =
            Int128(time) * Int128(base.numerator) * Int128(million)
            - Int128(startMicroseconds) * Int128(base.denominator)
        let (scaled, over) = shifted.multipliedReportingOverflow(by: Int128(target.denominator))
        precondition(!over, "our bug: a time of more than 128 bits")
        let divisor =
            Int128(base.denominator) * Int128(million) * Int128(target.numerator)
        let half = divisor / 2
        // Chapters may have any time.
        return Int64(
            clamping: scaled >= 0 ? (scaled + half) / divisor : -((-scaled + half) / divisor)
        )
    }

    func microseconds(_ time: Int64, _ base: Rational) -> Int64 {
        self.time(time, base, in: .microseconds)
    }
}
