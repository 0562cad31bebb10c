/// Strictly rising times, kept as runs of equal steps: an hour at a constant rate is one run, and
/// Matroska's rounded milliseconds are runs of two or three.
public struct TimeRuns: Hashable, Sendable {
    /// `count` times from `start` on, `step` apart.
    public struct Run: Hashable, Sendable {
        public var start: Int64
        public var step: Int64
        public var count: Int

        public var last: Int64 { start + step * Int64(count - 1) }
    }

    public private(set) var runs: [Run] = []
    public private(set) var count = 0

    public init() {}

    public init(_ times: some Sequence<Int64>) {
        for time in times { append(time) }
    }

    public var isEmpty: Bool { count == 0 }
    public var first: Int64? { runs.first?.start }
    public var last: Int64? { runs.last?.last }

    /// Adds a time later than all there are.
    public mutating func append(_ time: Int64) {
        count += 1
        guard let end = runs.last else {
            runs.append(Run(start: time, step: 0, count: 1))
            return
        }
        precondition(time > end.last, "our bug: times do not rise")
        if end.count == 1 {
            runs[runs.count - 1] = Run(start: end.start, step: time - end.start, count: 2)
        } else if time - end.last == end.step {
            runs[runs.count - 1].count += 1
        } else {
            runs.append(Run(start: time, step: 0, count: 1))
        }
    }
}

extension TimeRuns: Sequence {
    public struct Iterator: IteratorProtocol {
        fileprivate let runs: [Run]
        private var run = 0
        private var position = 0

        fileprivate init(runs: [Run]) { self.runs = runs }

        public mutating func next() -> Int64? {
            guard run < runs.count else { return nil }
            let time = runs[run].start + runs[run].step * Int64(position)
            position += 1
            if position == runs[run].count { (run, position) = (run + 1, 0) }
            return time
        }
    }

    public func makeIterator() -> Iterator { Iterator(runs: runs) }
    public var underestimatedCount: Int { count }
}

extension TimeRuns: Codable {
    /// As one flat list of `start, step, count` for each run.
    public init(from decoder: any Decoder) throws {
        let numbers = try [Int64](from: decoder)
        var last: Int64?
        func refuse(_ reason: String) -> DecodingError {
            .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: reason))
        }
        guard numbers.count % 3 == 0 else { throw refuse("a run of times is not whole") }
        for index in stride(from: 0, to: numbers.count, by: 3) {
            let (start, step, count) = (numbers[index], numbers[index + 1], numbers[index + 2])
            let (length, tooLong) = step.multipliedReportingOverflow(by: Swift.max(0, count - 1))
            let (end, tooLate) = start.addingReportingOverflow(length)
            guard count > 0, count < 1 << 40, count == 1 || step > 0, !tooLong, !tooLate,
                last.map({ start > $0 }) ?? true
            else { throw refuse("times do not rise") }
            runs.append(Run(start: start, step: count == 1 ? 0 : step, count: Int(count)))
            self.count += Int(count)
            last = end
        }
    }

    public func encode(to encoder: any Encoder) throws {
        try runs.flatMap { [$0.start, $0.step, Int64($0.count)] }.encode(to: encoder)
    }
}
