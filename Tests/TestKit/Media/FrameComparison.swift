public import Model

extension Judge {
    /// How the frames of a result differ from those that were expected.
    public struct FrameComparison: Hashable, Sendable, CustomStringConvertible {
        /// Nanoseconds of frames that are not in the result.
        public var missing: [Int64] = []
        /// Nanoseconds of frames that only the result has.
        public var extra: [Int64] = []
        /// Nanoseconds of frames that are at their time, but other pictures.
        public var different: [Int64] = []
        /// The largest distance between two frames that are taken for the same, in nanoseconds.
        public var largestShift: Int64 = 0
        public var expectedCount: Int
        public var resultCount: Int

        public var isEqual: Bool { missing.isEmpty && extra.isEmpty && different.isEmpty }

        public var description: String {
            if isEqual { return "\(expectedCount) frames, all equal" }
            func list(_ times: [Int64], _ word: String) -> String? {
                guard !times.isEmpty else { return nil }
                let shown = times.prefix(8).map { "\(Double($0) / 1e9)" }.joined(separator: " ")
                return "\(times.count) \(word) (at \(shown)\(times.count > 8 ? " …" : ""))"
            }
            let parts = [
                list(missing, "missing"), list(extra, "extra"), list(different, "different"),
            ]
            return "\(expectedCount) frames expected, \(resultCount) found: "
                + parts.compactMap(\.self).joined(separator: ", ")
        }
    }

    /// Puts the frames side by side by their times. Two are at the same time when they are at most
    /// half a tick of the result's clock apart, which is what rounding may do, and a microsecond,
    /// for that is how exactly files say their start.
    ///
    /// - Parameter comparesHashes: false when the result went through a lossy encoder.
    public static func compare(
        _ result: Frames,
        with expected: Frames,
        from origin: Origin = .fileStart,
        comparesHashes: Bool = true
    ) -> FrameComparison {
        let tolerance = result.timeBase.rescale(1, to: nanoseconds) / 2 + 1_000
        let (wanted, found) = (
            expected.nanoseconds(from: origin), result.nanoseconds(from: origin)
        )
        var comparison = FrameComparison(
            expectedCount: expected.count,
            resultCount: result.count
        )
        var (left, right) = (0, 0)
        while left < wanted.count || right < found.count {
            let distance: Int64? =
                left < wanted.count && right < found.count ? found[right] - wanted[left] : nil
            if let distance, abs(distance) <= tolerance {
                comparison.largestShift = max(comparison.largestShift, abs(distance))
                if comparesHashes, expected.frames[left].hash != result.frames[right].hash {
                    comparison.different.append(wanted[left])
                }
                (left, right) = (left + 1, right + 1)
            } else if distance.map({ $0 > 0 }) ?? (left < wanted.count) {
                comparison.missing.append(wanted[left])
                left += 1
            } else {
                comparison.extra.append(found[right])
                right += 1
            }
        }
        return comparison
    }

    /// Decodes both and compares them, see `frames` and `compare`.
    public static func compare(
        _ result: Path,
        with expected: Path,
        stream: String = "v:0",
        pixelFormat: String? = nil,
        from origin: Origin = .fileStart
    ) throws -> FrameComparison {
        compare(
            try frames(of: result, stream: stream, pixelFormat: pixelFormat),
            with: try frames(of: expected, stream: stream, pixelFormat: pixelFormat),
            from: origin
        )
    }
}
