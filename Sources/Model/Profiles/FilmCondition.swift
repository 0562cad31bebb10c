/// What can be asked of a film before it is encoded: `video_codec=h264 and height<=1080`.
public struct FilmCondition: Hashable, Sendable, Codable {
    public enum Property: String, Hashable, Sendable, Codable, CaseIterable {
        case videoCodec = "video_codec"
        case audioCodec = "audio_codec"
        case container, width, height
        case bitRate = "bitrate"
        case frameRate = "fps"
        case duration, size
        case bitDepth = "bit_depth"
    }

    public enum Comparison: String, Hashable, Sendable, Codable, CaseIterable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
    }

    public enum Value: Hashable, Sendable, Codable {
        /// One of them: `h264|hevc`.
        case words([String])
        /// In the property's own unit: bits a second, pixels, seconds, bytes, frames a second.
        case number(Double)
    }

    public struct Term: Hashable, Sendable, Codable {
        public var property: Property
        public var comparison: Comparison
        public var value: Value

        public init(_ property: Property, _ comparison: Comparison, _ value: Value) {
            self.property = property
            self.comparison = comparison
            self.value = value
        }
    }

    /// One of these has to hold, with all that is in it.
    public var alternatives: [[Term]]

    public init(alternatives: [[Term]]) { self.alternatives = alternatives }
}
