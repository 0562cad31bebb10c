/// Says which frames a rendition has whose rate is limited. The first frame of a segment is always
/// one of them, so that segments begin at the same times in all renditions.
public struct RungFrames: Sendable {
    private let rateMax: Rational?
    private var last: Int64?

    /// - Parameter rateMax: Nil has all frames.
    public init(rateMax: Rational?) { self.rateMax = rateMax }

    /// To be asked of every frame, in order of presentation.
    public mutating func has(_ time: Int64, _ base: Rational, beginsSegment: Bool) -> Bool {
        guard let rateMax, let last, !beginsSegment else {
            last = time
            return true
        }
        let distance = Int128(time - last) * Int128(base.numerator) * Int128(rateMax.numerator)
        let unit = Int128(base.denominator) * Int128(rateMax.denominator)
        // Times that are rounded to milliseconds come a little too early.
        guard distance * 100 >= unit * RungFrames.percentMin else { return false }
        self.last = time
        return true
    }

    /// What a constant rate becomes: every second frame, every third, and so on.
    public static func rate(of rate: Rational, atMost rateMax: Rational?) -> Rational {
        guard let rateMax, rateMax.isPositive, rate.isPositive else { return rate }
        let steps = Int128(1)...1_000
        let (one, other) = (
            Int128(rate.numerator) * Int128(rateMax.denominator),
            Int128(rateMax.numerator) * Int128(rate.denominator)
        )
        // The first step that is far enough by the rule for single frames.
        let wanted = max(1, (percentMin * one + 100 * other - 1) / (100 * other))
        let step = min(max(wanted, steps.lowerBound), steps.upperBound)
        return Rational(rate.numerator, rate.denominator * Int64(step))
    }

    private static let percentMin: Int128 = 95
}
