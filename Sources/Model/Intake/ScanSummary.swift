/// What the last scan of the inputs came to: `leader/scan.json`, replaced as a whole by the
/// coordinator and read by whoever asks how things are.
public struct ScanSummary: Hashable, Sendable, Codable {
    public var schema = 1
    /// How the inputs are watched: `poll` or `inotify`.
    public var mode: String
    /// Why in this way, as behind a colon.
    public var modeReason: String
    /// When the last scan ended, in RFC 3339 by the coordinator's clock.
    public var lastScan: String
    public var durationMilliseconds: Int64
    /// How many files are in which state; the states are named as in `sightings`.
    public var counts: [String: Int]
    /// The first of those that need somebody or await something.
    public var sightings: [Sighted]

    /// States that become another one soon without anybody's doing, as far as anybody knows.
    static let passing: Set<String> = ["settling", "reading", "profile-changing"]

    /// Whether some files become something else soon.
    public var isSettling: Bool {
        counts.contains { $0.value > 0 && ScanSummary.passing.contains($0.key) }
    }

    /// A file, and why it is no job.
    public struct Sighted: Hashable, Sendable, Codable {
        /// Below the input, for reading.
        public var path: String
        /// The exact bytes, where the path is not UTF-8.
        public var path_b64: String?
        /// For example `settling`.
        public var state: String
        /// For people: `settling: grew 2 s ago`.
        public var text: String

        public init(path: Path, state: String, text: String) {
            (self.path, path_b64) = ReadableBytes.repaired(path.bytes)
            (self.state, self.text) = (state, text)
        }

        public var bytes: [UInt8] {
            ReadableBytes.exact(path, base64: path_b64)
        }
    }

    public init(
        mode: String,
        modeReason: String,
        lastScan: WallTime,
        durationMilliseconds: Int64,
        counts: [String: Int],
        sightings: [Sighted]
    ) {
        (self.mode, self.modeReason) = (mode, modeReason)
        self.lastScan = lastScan.rfc3339
        self.durationMilliseconds = durationMilliseconds
        (self.counts, self.sightings) = (counts, sightings)
    }
}
