/// What holds for the picture of a whole film; every batch of a plan carries the same.
public struct FilmPlan: Hashable, Sendable, Codable {
    /// The index of the video stream in the source; nil when the result is sound alone.
    public var videoStream: Int?
    /// What libavcodec calls the codec of the source; `none` when there is no picture.
    public var codec: String
    /// Of every time in the plan, and of the slice files.
    public var timeBase: Rational
    /// The source's start time: this much is taken from every time of every stream of the result.
    public var startMicroseconds: Int64
    /// Added to every time in the slice files, since NUT has no negative ones.
    public var shift: Int64
    /// The rate, when it is constant by what the source says; nil is variable.
    public var frameRate: Rational?
    /// The mean rate, for rate control where it is not constant.
    public var averageRate: Rational?
    /// How long the film is by what its head says, for showing how far it is.
    public var expectedMilliseconds: Int64?
    /// For the encoder of a slice. It comes from the plan, never from the node: with another number
    /// the same slice gives other bytes.
    public var threads: Int
    /// What the slice files cannot carry, for their decoder and for the encoder.
    public var picture: PictureProperties
    /// By how many degrees players turn the picture, counterclockwise; nil is not at all.
    public var rotation: Double?
    /// The pictures that are copied, as they were found when the film was planned.
    public var copied: [CopiedPicture]

    public init(
        videoStream: Int?,
        codec: String,
        timeBase: Rational,
        startMicroseconds: Int64,
        shift: Int64,
        frameRate: Rational?,
        averageRate: Rational? = nil,
        expectedMilliseconds: Int64? = nil,
        threads: Int,
        picture: PictureProperties,
        rotation: Double? = nil,
        copied: [CopiedPicture] = []
    ) {
        self.videoStream = videoStream
        self.codec = codec
        self.timeBase = timeBase
        self.startMicroseconds = startMicroseconds
        self.shift = shift
        self.frameRate = frameRate
        self.averageRate = averageRate
        self.expectedMilliseconds = expectedMilliseconds
        self.threads = threads
        self.picture = picture
        self.rotation = rotation
        self.copied = copied
    }
}

/// A video stream whose packets are taken as they are: what all of them together are.
public struct CopiedPicture: Hashable, Sendable, Codable {
    /// The index of the stream in the source.
    public var stream: Int
    public var packets = 0
    /// Of the packets' bytes, in order (see `StreamHash`).
    public var hash: UInt64 = 0
    /// The earliest time at which one is shown.
    public var firstTime: Int64 = 0
    /// By how many frames the order of decoding runs ahead of the order of presentation.
    public var reorderDelay = 0
    /// Whether every packet has a time of decoding, and they rise and are no later than the
    /// packets' own. Others are made from the times of presentation.
    public var hasDecodingTimes = true
    /// Whether times of presentation are missing that libavformat can tell from the others.
    public var lacksTimes = false
    /// Packets with several frames in them, which only AVI holds.
    public var packedPackets = 0
    /// Packets that an edit list keeps from being shown.
    public var hiddenPackets = 0
    /// Whether the headers that packets refer to stay what they were at the beginning.
    public var keepsHeaders = true

    public init(stream: Int) { self.stream = stream }
}

/// What lies beside the packets of a video stream: NUT loses it, so the plan carries it. The words
/// are libavutil's.
public struct PictureProperties: Hashable, Sendable, Codable {
    public var width = 0
    public var height = 0
    public var pixelFormat: String?
    public var sampleAspectRatio: Rational?
    /// `progressive`, `tt`, `bb`, `tb`, `bt`; nil when the source does not say.
    public var fieldOrder: String?
    public var colorRange: String?
    public var colorPrimaries: String?
    public var colorTransfer: String?
    public var colorSpace: String?
    public var chromaLocation: String?
    public var masteringDisplay: MasteringDisplay?
    public var contentLight: ContentLight?

    public init() {}
}

/// The display that a film in HDR was graded on (SMPTE ST 2086).
public struct MasteringDisplay: Hashable, Sendable, Codable {
    /// x and y of red, green, blue and the white point.
    public var red: [Rational]
    public var green: [Rational]
    public var blue: [Rational]
    public var white: [Rational]
    /// In candela per square metre.
    public var luminanceMin: Rational
    public var luminanceMax: Rational

    public init(
        red: [Rational],
        green: [Rational],
        blue: [Rational],
        white: [Rational],
        luminanceMin: Rational,
        luminanceMax: Rational
    ) {
        self.red = red
        self.green = green
        self.blue = blue
        self.white = white
        self.luminanceMin = luminanceMin
        self.luminanceMax = luminanceMax
    }
}

/// The greatest light levels of a film in HDR (CTA-861.3), in candela per square metre.
public struct ContentLight: Hashable, Sendable, Codable {
    public var contentMax: Int
    public var frameAverageMax: Int

    public init(contentMax: Int, frameAverageMax: Int) {
        self.contentMax = contentMax
        self.frameAverageMax = frameAverageMax
    }
}

/// A half-open interval of presentation time, and what is needed to decode it.
public struct SlicePlan: Hashable, Sendable, Codable {
    /// Counted through the film, from 0.
    public var index: Int
    public var start: Int64
    /// The start of the next slice; of the last one the end of its last frame.
    public var end: Int64
    /// The times of its frames, one by one; nil when only decoding can tell.
    public var times: TimeRuns?
    /// Frames before this time may be undecodable, since the recording begins inside a group of
    /// pictures. Later ones must all be there.
    public var surelyWholeFrom: Int64?
    public var origin: Origin
    /// How many frames each rendition of a ladder has of it; nil without a ladder, or where only
    /// decoding can tell.
    public var rungFrames: [Int]?

    public enum Origin: Hashable, Sendable, Codable {
        /// A slice file of the batch, of this many bytes.
        case file(name: String, bytes: Int64)
        /// The source itself, from the packet of this number on in the video stream.
        case source(firstPacket: Int, reason: String)
    }

    public init(
        index: Int,
        start: Int64,
        end: Int64,
        times: TimeRuns?,
        surelyWholeFrom: Int64?,
        origin: Origin
    ) {
        self.index = index
        self.start = start
        self.end = end
        self.times = times
        self.surelyWholeFrom = surelyWholeFrom
        self.origin = origin
    }
}

/// Slices that are published together, so that they can be encoded while later ones are still cut.
public struct SliceBatch: Hashable, Sendable, Codable {
    public var index: Int
    public var film: FilmPlan
    public var slices: [SlicePlan]
    /// Only on the last batch.
    public var ending: Ending?

    public struct Ending: Hashable, Sendable, Codable {
        /// How long the last frame is shown, in ticks.
        public var lastDuration: Int64

        public init(lastDuration: Int64) { self.lastDuration = lastDuration }
    }

    public init(index: Int, film: FilmPlan, slices: [SlicePlan], ending: Ending?) {
        self.index = index
        self.film = film
        self.slices = slices
        self.ending = ending
    }
}
