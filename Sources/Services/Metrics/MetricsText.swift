/// Figures in the text format of Prometheus, version 0.0.4.
struct MetricsText {
    enum Kind: String { case counter, gauge, histogram }

    /// Names with their values, in the order in which they are written.
    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""

    /// One figure.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
        guard let value else { return }
        add(name, kind, help, [([], value)])
    }

    /// One figure for each set of labels; no two of them may be the same.
    mutating func add(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        _ samples: [(labels: Labels, value: Double)]
    ) {
        guard !samples.isEmpty else { return }
        begin(name, kind, help)
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    mutating func add(
        _ name: String,
        _ help: String,
        histograms: [(labels: Labels, histogram: Histogram)]
    ) {
        guard !histograms.isEmpty else { return }
        begin(name, .histogram, help)
        for (labels, histogram) in histograms {
            var sum = 0
            for (limit, count) in zip(histogram.limits, histogram.counts) {
                sum += count
                let bound = (name: "le", value: MetricsText.number(limit))
                line("\(name)_bucket", labels + [bound], Double(sum))
            }
            line("\(name)_bucket", labels + [(name: "le", value: "+Inf")], Double(histogram.count))
            line("\(name)_sum", labels, histogram.sum)
            line("\(name)_count", labels, Double(histogram.count))
        }
    }

    private mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: Labels, _ value: Double) {
        text += name
        if !labels.isEmpty {
            let parts = labels.map { "\($0.name)=\"\(MetricsText.escaped($0.value))\"" }
            text += "{\(parts.joined(separator: ","))}"
        }
        text += " \(MetricsText.number(value))\n"
    }

    /// Node names and folders are what people call them.
    static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
        return abs(value) < 1e15 && value == value.rounded() ? "\(Int64(value))" : "\(value)"
    }
}

/// How often something took how long.
struct Histogram: Hashable, Sendable {
    let limits: [Double]
    /// Of what was above the limit before and not above its own.
    private(set) var counts: [Int]
    private(set) var count = 0
    private(set) var sum = 0.0

    init(_ limits: [Double]) {
        self.limits = limits
        counts = limits.map { _ in 0 }
    }

    mutating func note(_ value: Double) {
        guard value.isFinite else { return }
        count += 1
        sum += value
        if let index = limits.firstIndex(where: { value <= $0 }) { counts[index] += 1 }
    }

    static var ofJobs: Histogram {
        Histogram([60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400])
    }
    static var ofSlices: Histogram { Histogram([5, 15, 30, 60, 120, 300, 600, 1_800]) }
    static var ofScans: Histogram { Histogram([0.01, 0.1, 0.5, 1, 5, 15, 60, 300]) }
    static var ofRequests: Histogram { Histogram([0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]) }
}
