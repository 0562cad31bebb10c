/// Where the segments of a ladder begin within a slice. It follows from the plan alone, so that all
/// renditions of a slice, made by whatever nodes, have their key frames at the same times.
///
/// A slice of known length is parted evenly: no segment is a short rest. Of one whose frames only
/// decoding can tell the segments are of the wanted length, and the last is what is left.
public struct SegmentGrid: Hashable, Sendable {
    private let start: Int64
    private let timeBase: Rational
    /// The length of `parts` segments together, in ticks.
    private let length: Int128
    private let parts: Int128
    private let last: Int?

    public init(_ slice: SlicePlan, timeBase: Rational, milliseconds: Int64) {
        start = slice.start
        self.timeBase = timeBase
        let wanted = max(1, Rational.milliseconds.rescale(milliseconds, to: timeBase))
        guard slice.times != nil, slice.end > slice.start else {
            (length, parts, last) = (Int128(wanted), 1, nil)
            return
        }
        let whole = slice.end - slice.start
        // A slice is a few frames longer than asked for: that is no reason for one segment more.
        let slack = wanted / 8
        let count = max(1, (whole - slack + wanted - 1) / wanted)
        (length, parts, last) = (Int128(whole), Int128(count), Int(count) - 1)
    }

    /// In which segment of the slice a time is. The first frame of a segment is the one whose
    /// segment is another than that of the frame before; a segment may have none.
    public func segment(at time: Int64, _ base: Rational) -> Int {
        // (time * base - start * timeBase) * parts / (length * timeBase), as one fraction.
        let elapsed =
            Int128(time) * Int128(base.numerator) * Int128(timeBase.denominator)
            - Int128(start) * Int128(timeBase.numerator) * Int128(base.denominator)
        guard elapsed > 0 else { return 0 }
        let unit = length * Int128(timeBase.numerator) * Int128(base.denominator)
        let (scaled, isBeyond) = elapsed.multipliedReportingOverflow(by: parts)
        let index = isBeyond ? .max : Int(clamping: scaled / unit)
        return last.map { min($0, index) } ?? index
    }
}
