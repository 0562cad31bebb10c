import Model
import Platform

/// Runs a measurement several times and prints the median, between the least and the greatest.
enum Report {
    static let runs = 5

    static func title(_ place: Path) {
        print("in \(place.parent), \(runs) runs each: least, median, greatest")
    }

    /// Of each run, how long one of its `count` operations took.
    static func perOperation(
        _ name: String,
        _ count: Int,
        prepare: () throws -> Void = {},
        _ body: () throws -> Void
    ) throws {
        var samples: [Double] = []
        for _ in 0..<runs {
            try prepare()
            let began = MonotonicTime.now
            try body()
            samples.append(microseconds(MonotonicTime.now - began) / Double(count))
        }
        row(name, samples)
    }

    private static func row(_ name: String, _ samples: [Double]) {
        let sorted = samples.sorted()
        let figures = [sorted[0], sorted[sorted.count / 2], sorted[sorted.count - 1]]
        let columns = figures.map { padded(rounded($0), to: 12) }.joined()
        print(name + String(repeating: " ", count: max(1, 44 - name.count)) + columns + " µs")
    }

    private static func microseconds(_ duration: Duration) -> Double {
        let parts = duration.components
        return Double(parts.seconds) * 1e6 + Double(parts.attoseconds) / 1e12
    }

    /// One digit behind the point, without Foundation.
    private static func rounded(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
