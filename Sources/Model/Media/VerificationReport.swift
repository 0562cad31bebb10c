/// What came of decoding a source and its result completely, side by side.
public struct VerificationReport: Hashable, Sendable, Codable {
    /// Faults first.
    public var findings: [Finding] = []
    /// Nil when the source has no film.
    public var picture: PictureReport?
    public var sounds: [SoundCheck] = []
    /// By how much the whole result is later than the source, each counted from its own start.
    public var offsetMilliseconds = 0.0
    /// What the source has and the result has not, by name.
    public var missing: [String] = []

    public init() {}

    public var isGood: Bool { !findings.contains { $0.severity == .fault } }

    public struct Finding: Hashable, Sendable, Codable {
        public enum Severity: String, Hashable, Sendable, Codable { case fault, note }

        public var severity: Severity
        /// One sentence, without a full stop.
        public var text: String

        public init(_ severity: Severity, _ text: String) {
            self.severity = severity
            self.text = text
        }
    }

    public mutating func add(_ severity: Finding.Severity, _ text: String) {
        let finding = Finding(severity, text)
        let place = findings.firstIndex { $0.severity == .note } ?? findings.count
        findings.insert(finding, at: severity == .fault ? place : findings.count)
    }
}

/// Times are seconds of the source, counted from its start.
public struct PictureReport: Hashable, Sendable, Codable {
    public var sourceFrames = 0
    public var resultFrames = 0
    /// Nil when frames were held against each other one by one; else why they were not.
    public var notCompared: String?
    public var missing = Times()
    public var extra = Times()
    /// Frames that are not at their time, but nearer to it than to any other frame's.
    public var moved = Times()
    public var largestMoveMilliseconds = 0.0
    public var sourceSeconds = 0.0
    public var resultSeconds = 0.0
    public var sourceDamage = Damage()
    public var resultDamage = Damage()
    public var likeness: Likeness?

    public init() {}

    /// The first hundred of some times, and how many there are.
    public struct Times: Hashable, Sendable, Codable {
        public var first: [Double] = []
        public var count = 0

        public init() {}

        public mutating func add(_ seconds: Double) {
            count += 1
            if first.count < 100 { first.append(seconds) }
        }
    }

    /// What a decoder complained about.
    public struct Damage: Hashable, Sendable, Codable {
        /// Packets that the decoder refused, frames that it says are not what was encoded, and
        /// lines of its log.
        public var count = 0
        /// Its own words, the first few.
        public var messages: [String] = []

        public init() {}
    }

    /// How like the result's pictures are to the source's: the structural similarity (SSIM), where
    /// 1 is equal and unrelated pictures have less than half.
    public struct Likeness: Hashable, Sendable, Codable {
        public var mean = 1.0
        public var worst = 1.0
        public var worstSeconds = 0.0
        /// The mean of the worst second, and where it begins.
        public var worstSecond = 1.0
        public var worstSecondBegins = 0.0
        /// Frames that show something else than the source does at their time.
        public var wrong = Times()
        /// Frames that are damaged in the source already: what they should show is not known.
        public var damagedFrames = 0

        public init() {}
    }
}

/// One track of sound. Times are counted from the start of each file.
public struct SoundCheck: Hashable, Sendable, Codable {
    public var sourceStream: Int
    public var resultStream: Int
    public var sourceSamples: Int64
    public var resultSamples: Int64
    public var sourceSeconds: Double
    public var resultSeconds: Double
    /// By how much the sound is later against the picture than it was: positive is later.
    public var offsetAtStartMilliseconds: Double
    public var offsetAtEndMilliseconds: Double
    public var sourceDamage = PictureReport.Damage()
    public var resultDamage = PictureReport.Damage()

    public init(
        sourceStream: Int,
        resultStream: Int,
        sourceSamples: Int64,
        resultSamples: Int64,
        sourceSeconds: Double,
        resultSeconds: Double,
        offsetAtStartMilliseconds: Double,
        offsetAtEndMilliseconds: Double
    ) {
        self.sourceStream = sourceStream
        self.resultStream = resultStream
        self.sourceSamples = sourceSamples
        self.resultSamples = resultSamples
        self.sourceSeconds = sourceSeconds
        self.resultSeconds = resultSeconds
        self.offsetAtStartMilliseconds = offsetAtStartMilliseconds
        self.offsetAtEndMilliseconds = offsetAtEndMilliseconds
    }
}
