/// One line that a child writes.
public enum TaskEvent: Hashable, Sendable, Codable {
    case progress(TaskProgress)
    /// A batch of slices is complete, its files written and made durable.
    case batch(SliceBatch)
    /// Something that a person should know of the result.
    case note(String)
    case part(PartReport)
    /// A part for each rendition that was asked for, in that order.
    case parts([PartReport])
    case sound(SoundReport)
    /// In each way that was asked for, in that order.
    case sounds([SoundReport])
    case joined(JoinReport)
    case packaged(PackageReport)
    case probed(MediaDescription)
    case tried([RecipeComplaint])
    /// One of several encoders was tried.
    case encoder(EncoderVerdict)
    /// All of them were.
    case encodersTried
    case failed(MediaFailure)
}

/// Whether an encoder works on this machine.
public struct EncoderVerdict: Hashable, Sendable, Codable {
    public var encoder: String
    /// Why it does not, as far as possible in the library's own words; nil is that it does.
    public var failure: String?

    public init(_ encoder: String, failure: String?) {
        (self.encoder, self.failure) = (encoder, failure)
    }
}

/// How far a child is; it comes at least every second while the work moves.
public struct TaskProgress: Hashable, Sendable, Codable {
    /// What the child does now.
    public var stage: Stage
    public var frames: Int
    /// What there is to do, where it is known.
    public var framesTotal: Int?
    /// Film time done since the beginning of the task.
    public var outputMilliseconds: Int64
    public var bytes: Int64
    public var elapsedMilliseconds: Int64

    public enum Stage: String, Hashable, Sendable, Codable {
        case reading, encoding, proving, joining
        /// It stands still on purpose: it is outside of its hours, or somebody paused everything.
        case frozen
    }

    public init(
        stage: Stage,
        frames: Int,
        framesTotal: Int?,
        outputMilliseconds: Int64,
        bytes: Int64,
        elapsedMilliseconds: Int64
    ) {
        self.stage = stage
        self.frames = frames
        self.framesTotal = framesTotal
        self.outputMilliseconds = outputMilliseconds
        self.bytes = bytes
        self.elapsedMilliseconds = elapsedMilliseconds
    }

    public var framesPerSecond: Double { perSecond(Double(frames)) }
    public var speed: Double { perSecond(Double(outputMilliseconds) / 1_000) }

    private func perSecond(_ amount: Double) -> Double {
        if stage == .frozen { return 0 }
        return elapsedMilliseconds > 0 ? amount * 1_000 / Double(elapsedMilliseconds) : 0
    }
}

/// A part that was made, and proven by decoding it completely. There is no file where the slice is
/// damaged so that not one of its frames can be decoded: then it has no times.
public struct PartReport: Hashable, Sendable, Codable {
    public var slice: Int
    public var path: Path
    public var bytes: Int64
    /// Of `times`, and of the packets in the part.
    public var timeBase: Rational
    /// The packets' times in the part are these plus `shift`.
    public var shift: Int64
    /// The time of every frame in the part, in order of presentation, on the source's time line.
    public var times: TimeRuns
    /// By how many frames the encoder's order of decoding runs ahead of the order of presentation.
    public var reorderDelay: Int
    /// Of the encoded stream; its extradata is equal in all parts.
    public var parameters: CodecParameters
    /// The rate of its frames, when it is constant.
    public var frameRate: Rational?
    /// Of the packets' bytes, in order (see `UnitHash`).
    public var hash: UInt64
    public var damage: DamageReport
    /// What frames had beside them that the encoder could not take, for example `closed captions`.
    public var dropped: [String]
    /// How long the parts of the work took.
    public var encodeMilliseconds: Int64
    public var proofMilliseconds: Int64
    /// Which of a ladder's renditions it is; nil is the film in one size.
    public var rung: Int?
    /// Of a rendition the places, among `times`, of the frames that begin a segment.
    public var segments: [Int]?

    public init(
        slice: Int,
        path: Path,
        bytes: Int64,
        timeBase: Rational,
        shift: Int64,
        times: TimeRuns,
        reorderDelay: Int,
        parameters: CodecParameters,
        frameRate: Rational?,
        hash: UInt64,
        damage: DamageReport,
        dropped: [String],
        encodeMilliseconds: Int64,
        proofMilliseconds: Int64
    ) {
        self.slice = slice
        self.path = path
        self.bytes = bytes
        self.timeBase = timeBase
        self.shift = shift
        self.times = times
        self.reorderDelay = reorderDelay
        self.parameters = parameters
        self.frameRate = frameRate
        self.hash = hash
        self.damage = damage
        self.dropped = dropped
        self.encodeMilliseconds = encodeMilliseconds
        self.proofMilliseconds = proofMilliseconds
    }
}

/// Where the source's bits were broken, in seconds of the source's time line.
public struct DamageReport: Hashable, Sendable, Codable {
    /// Times of frames that the decoder concealed, the first hundred.
    public var concealed: [Double] = []
    public var concealedCount = 0
    /// Times of planned frames that the decoder could not give, the first hundred.
    public var missing: [Double] = []
    public var missingCount = 0
    /// The decoder's own words, the first few.
    public var messages: [String] = []

    public init() {}

    public var isEmpty: Bool { concealedCount == 0 && missingCount == 0 }
}

/// Encoded sound of a whole film: one file with a stream for each track.
public struct SoundReport: Hashable, Sendable, Codable {
    public var path: Path
    public var bytes: Int64
    public var tracks: [Track]

    public struct Track: Hashable, Sendable, Codable {
        /// The index of the stream in the source.
        public var sourceStream: Int
        public var timeBase: Rational
        /// The packets' times in the file are the true ones plus `shift`; the true ones begin below
        /// zero where the encoder primes.
        public var shift: Int64
        /// With what a decoder drops at the beginning and at the end. NUT keeps few of them, and
        /// not all of the codecs by their names.
        public var parameters: CodecParameters
        public var packets: Int
        public var hash: UInt64
        public var damagedPackets: Int
        /// When it ends, without what a decoder drops then; nil is not known.
        public var end: Int64?

        public init(
            sourceStream: Int,
            timeBase: Rational,
            shift: Int64,
            parameters: CodecParameters,
            packets: Int,
            hash: UInt64,
            damagedPackets: Int
        ) {
            self.sourceStream = sourceStream
            self.timeBase = timeBase
            self.shift = shift
            self.parameters = parameters
            self.packets = packets
            self.hash = hash
            self.damagedPackets = damagedPackets
        }
    }

    public init(path: Path, bytes: Int64, tracks: [Track]) {
        self.path = path
        self.bytes = bytes
        self.tracks = tracks
    }
}

/// A result that was joined, and proven by its packets.
public struct JoinReport: Hashable, Sendable, Codable {
    public var path: Path
    public var bytes: Int64
    public var frames: Int
    public var durationMilliseconds: Int64
    public var joinMilliseconds: Int64
    public var proofMilliseconds: Int64
    /// What of the source is not in the result, and why.
    public var dropped: [String]

    public init(
        path: Path,
        bytes: Int64,
        frames: Int,
        durationMilliseconds: Int64,
        joinMilliseconds: Int64,
        proofMilliseconds: Int64,
        dropped: [String]
    ) {
        self.path = path
        self.bytes = bytes
        self.frames = frames
        self.durationMilliseconds = durationMilliseconds
        self.joinMilliseconds = joinMilliseconds
        self.proofMilliseconds = proofMilliseconds
        self.dropped = dropped
    }
}

/// A ladder that was put together, each of its files proven by its packets.
public struct PackageReport: Hashable, Sendable, Codable {
    /// Of the whole directory.
    public var bytes: Int64
    /// Of the film, as its largest rendition has them.
    public var frames: Int
    public var durationMilliseconds: Int64
    public var joinMilliseconds: Int64
    public var proofMilliseconds: Int64
    public var renditions: [Rendition]
    /// What of the source is not in the result, and why.
    public var dropped: [String]

    public struct Rendition: Hashable, Sendable, Codable {
        public var name: String
        public var width: Int
        public var height: Int
        public var frames: Int
        public var bytes: Int64
        /// In bits a second, over the film and of its largest segment.
        public var averageBitRate: Int64
        public var peakBitRate: Int64

        public init(
            name: String,
            width: Int,
            height: Int,
            frames: Int,
            bytes: Int64,
            averageBitRate: Int64,
            peakBitRate: Int64
        ) {
            self.name = name
            self.width = width
            self.height = height
            self.frames = frames
            self.bytes = bytes
            self.averageBitRate = averageBitRate
            self.peakBitRate = peakBitRate
        }
    }

    public init(
        bytes: Int64,
        frames: Int,
        durationMilliseconds: Int64,
        joinMilliseconds: Int64,
        proofMilliseconds: Int64,
        renditions: [Rendition],
        dropped: [String]
    ) {
        self.bytes = bytes
        self.frames = frames
        self.durationMilliseconds = durationMilliseconds
        self.joinMilliseconds = joinMilliseconds
        self.proofMilliseconds = proofMilliseconds
        self.renditions = renditions
        self.dropped = dropped
    }
}
