/// How long slices may be asked to be.
public enum SliceLength {
    /// In seconds. Below the least a slice is little more than the key frame it begins with, and
    /// the result grows; above the most nothing is cut.
    private static let range: ClosedRange<Duration> = .seconds(5) ... .seconds(86_400)

    public static let expectation = "a time from 5s to 24h, such as 10s"

    /// Nil when it is out of range.
    public static func milliseconds(_ length: Duration) -> Int64? {
        guard range.contains(length) else { return nil }
        let (seconds, attoseconds) = length.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
