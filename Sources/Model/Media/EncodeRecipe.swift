/// How a film is encoded: a profile, or the options of a command line, with nothing left to look
/// up.
public struct EncodeRecipe: Hashable, Sendable, Codable {
    public var video = VideoRecipe()
    public var audio = AudioRecipe()
    public var subtitles = Handling.copy
    public var streams = StreamChoice()
    /// What libavformat calls the container, for example `matroska`, `mp4`, `mov`, `webm`.
    public var container: String
    /// Options of the container, by the names that libavformat has for them.
    public var containerOptions: [CodecOption] = []
    /// Slices are cut at the first clean place that is at least so far from the one before.
    public var sliceMilliseconds: Int64 = 10_000
    public var onDamage = DamageRule.conceal

    public init(container: String) { self.container = container }

    /// What becomes of the streams of a kind.
    public enum Handling: String, Hashable, Sendable, Codable { case copy, drop }

    /// What is done about bits that are broken inside an otherwise whole file.
    public enum DamageRule: String, Hashable, Sendable, Codable, CaseIterable {
        /// The decoder conceals what it can; the times are reported.
        case conceal
        case fail
    }
}

public struct VideoRecipe: Hashable, Sendable, Codable {
    public enum Mode: String, Hashable, Sendable, Codable {
        case encode
        /// Its packets are taken as they are; nothing else of this recipe counts.
        case copy
        /// The result is sound alone.
        case drop
    }

    public var mode = Mode.encode
    /// What libavcodec calls the encoder, for example `libx264`.
    public var encoder = "libx264"
    /// Options by the names that the encoder has for them, in the order they were given.
    public var options: [CodecOption] = []
    /// A libavfilter graph with one input and one output; nil is none.
    public var filters: String?
    /// What libavutil calls the pixel format; nil is the nearest to the source's.
    public var pixelFormat: String?
    /// Four characters by which the container names the codec, such as `hvc1`; nil is its own.
    public var tag: String?

    public init() {}
}

public struct AudioRecipe: Hashable, Sendable, Codable {
    public enum Mode: Hashable, Sendable, Codable {
        case copy
        case drop
        /// What libavcodec calls the encoder, for example `aac`.
        case encode(String)
    }

    public var mode = Mode.copy
    public var options: [CodecOption] = []
    public var filters: String?

    public init() {}
}

/// An option of an encoder or a container: `crf` and `23`.
public struct CodecOption: Hashable, Sendable, Codable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
