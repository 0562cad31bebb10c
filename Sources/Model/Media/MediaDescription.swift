/// What a media file holds, from its head and its packets; nothing is decoded. Words are libav's.
public struct MediaDescription: Hashable, Sendable, Codable {
    public var container: Container
    public var chapters: [Chapter] = []
    public var streams: [Stream] = []
    /// The index of the video stream that is the film; nil when there is none.
    public var mainVideo: Int?
    /// Where decoding of the main video may begin.
    public var randomAccess: RandomAccess?
    /// What is not wrong for certain but worth a word.
    public var notes: [String] = []

    public init(container: Container) { self.container = container }

    public struct Container: Hashable, Sendable, Codable {
        /// For example `mov,mp4,m4a,3gp,3g2,mj2`: libav has one reader for them.
        public var name: String
        public var longName: String
        public var startMicroseconds: Int64?
        public var durationMicroseconds: Int64?
        public var bytes: Int64?
        public var bitRate: Int64?
        public var tags: [String: String]

        public init(
            name: String,
            longName: String,
            startMicroseconds: Int64?,
            durationMicroseconds: Int64?,
            bytes: Int64?,
            bitRate: Int64?,
            tags: [String: String]
        ) {
            self.name = name
            self.longName = longName
            self.startMicroseconds = startMicroseconds
            self.durationMicroseconds = durationMicroseconds
            self.bytes = bytes
            self.bitRate = bitRate
            self.tags = tags
        }
    }

    public struct Chapter: Hashable, Sendable, Codable {
        public var startMilliseconds: Int64
        public var endMilliseconds: Int64
        public var tags: [String: String]

        public init(startMilliseconds: Int64, endMilliseconds: Int64, tags: [String: String]) {
            self.startMilliseconds = startMilliseconds
            self.endMilliseconds = endMilliseconds
            self.tags = tags
        }
    }

    /// Where decoding may begin, by what the packets are rather than by what the container says.
    public struct RandomAccess: Hashable, Sendable, Codable {
        /// Decoding from here is exact: the film can be cut here.
        public var clean = 0
        /// Offered as a beginning, but not exact, or not known to be.
        public var unclean = 0
        /// All other packets.
        public var none = 0
        /// The longest stretch between two clean places, or from the last one to the end.
        public var largestGapSeconds: Double?
        /// By what the packets are judged: the codec, or `none` when its packets are not known
        /// here.
        public var rule: String
        /// Why the film, or all of it behind a point, is not cut in spite of clean places.
        public var obstacle: String?

        public init(rule: String) { self.rule = rule }
    }
}

extension MediaDescription {
    public enum Kind: String, Hashable, Sendable, Codable {
        case video, audio, subtitle, data, attachment, unknown
    }

    public struct Stream: Hashable, Sendable, Codable {
        public var index: Int
        public var kind: Kind
        /// Nil for one that libav has no name for.
        public var codec: String?
        public var profile: String?
        /// As the codec writes it: 31 is level 3.1 of H.264.
        public var level: Int?
        public var timeBase: Rational
        /// In ticks, as the head of the file says.
        public var start: Int64?
        public var duration: Int64?
        public var bitRate: Int64?
        public var language: String?
        public var title: String?
        public var tags: [String: String] = [:]
        public var dispositions: [String] = []
        public var isDefault = false
        public var isForced = false
        public var video: Video?
        public var audio: Audio?
        public var subtitle: Subtitle?
        public var attachment: Attachment?
        public var measured = Measured()

        public init(index: Int, kind: Kind, timeBase: Rational) {
            self.index = index
            self.kind = kind
            self.timeBase = timeBase
        }
    }

    public struct Video: Hashable, Sendable, Codable {
        public var picture: PictureProperties
        /// The lowest rate on whose ticks all times lie, as libav guesses it.
        public var tickRate: Rational?
        public var averageRate: Rational?
        /// The rate, when it is constant by what the source says.
        public var frameRate: Rational?
        /// By how many degrees players turn the picture, counterclockwise; nil is not at all.
        public var rotation: Double?
        public var dolbyVision: DolbyVision?
        /// A picture of the film, not the film.
        public var isCoverArt: Bool

        public init(picture: PictureProperties, isCoverArt: Bool) {
            self.picture = picture
            self.isCoverArt = isCoverArt
        }
    }

    public struct DolbyVision: Hashable, Sendable, Codable {
        public var profile: Int
        public var level: Int
        public var hasEnhancementLayer: Bool
        /// What else can show the base layer: 1 is HDR10, 2 is SDR, 4 is HLG, 0 is nothing.
        public var compatibility: Int

        public init(profile: Int, level: Int, hasEnhancementLayer: Bool, compatibility: Int) {
            self.profile = profile
            self.level = level
            self.hasEnhancementLayer = hasEnhancementLayer
            self.compatibility = compatibility
        }
    }

    public struct Audio: Hashable, Sendable, Codable {
        public var sampleRate: Int
        public var channels: Int
        public var layout: String
        public var sampleFormat: String?
        /// Samples that a decoder drops at the beginning.
        public var initialPadding: Int

        public init(
            sampleRate: Int,
            channels: Int,
            layout: String,
            sampleFormat: String?,
            initialPadding: Int
        ) {
            self.sampleRate = sampleRate
            self.channels = channels
            self.layout = layout
            self.sampleFormat = sampleFormat
            self.initialPadding = initialPadding
        }
    }

    public enum Subtitle: String, Hashable, Sendable, Codable { case text, bitmap, unknown }

    public struct Attachment: Hashable, Sendable, Codable {
        public var fileName: String?
        public var mimeType: String?

        public init(fileName: String?, mimeType: String?) {
            self.fileName = fileName
            self.mimeType = mimeType
        }
    }

    /// What came of reading all packets; times in ticks.
    public struct Measured: Hashable, Sendable, Codable {
        public var packets = 0
        public var keyPackets = 0
        public var bytes: Int64 = 0
        public var first: Int64?
        /// The greatest time at which a packet ends.
        public var end: Int64?
        /// The longest stretch from one key packet to the next, or from the last one to the end.
        public var largestKeyDistance: Int64?
        /// Packets without a time of presentation.
        public var timesMissing = 0
        /// Packets whose time of decoding is not after that of the one before.
        public var timesNotRising = 0
        /// Packets that an edit list or the priming of sound keeps from being shown.
        public var discarded = 0

        public init() {}
    }
}
