/// What a container must know of an encoded stream besides its packets; NUT keeps only some of it.
/// The words are libavcodec's and libavutil's, so that they mean the same on every node.
public struct CodecParameters: Hashable, Sendable, Codable {
    public var codec: String
    public var extradata: [UInt8] = []
    public var bitRate: Int64 = 0
    public var profile: Int32?
    public var level: Int32?
    public var picture: PictureProperties?
    /// By how many frames decoding runs ahead of presentation at most.
    public var videoDelay: Int32 = 0
    public var sound: SoundProperties?

    public init(codec: String) { self.codec = codec }
}

public struct SoundProperties: Hashable, Sendable, Codable {
    public var sampleRate: Int32
    /// For example `stereo` or `5.1`.
    public var layout: String
    public var sampleFormat: String?
    /// Samples of each packet; 0 when they differ.
    public var frameSize: Int32 = 0
    public var blockAlign: Int32 = 0
    public var bitsPerCodedSample: Int32 = 0
    public var bitsPerRawSample: Int32 = 0
    /// Samples that a decoder drops at the beginning.
    public var initialPadding: Int32 = 0
    public var trailingPadding: Int32 = 0
    /// Samples that must be decoded before a place for it to be exact.
    public var seekPreroll: Int32 = 0

    public init(sampleRate: Int32, layout: String) {
        self.sampleRate = sampleRate
        self.layout = layout
    }
}
