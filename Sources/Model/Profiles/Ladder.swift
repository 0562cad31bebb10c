/// One film in several sizes.
public struct Ladder: Hashable, Sendable, Codable {
    /// Each is encoded on its own, and players choose among few.
    public static let renditionsMax = 32

    /// As the profile has them, the first the largest in most.
    public var renditions: [Rendition]
    /// Nil is a file for each rendition.
    public var segments: Segments?

    public init(renditions: [Rendition], segments: Segments?) {
        self.renditions = renditions
        self.segments = segments
    }

    public struct Rendition: Hashable, Sendable, Codable {
        /// For example `720p`; part of file names.
        public var name: String
        /// Nil follows from the other one and the film's shape.
        public var width: Int?
        public var height: Int?
        /// Films of a higher rate lose frames; nil is none.
        public var rateMax: Rational?
        /// The profile's with the rendition's own options on it.
        public var video: VideoRecipe
        public var audio: AudioRecipe

        public init(name: String, video: VideoRecipe, audio: AudioRecipe) {
            self.name = name
            self.video = video
            self.audio = audio
        }
    }

    /// How a ladder is cut for players that adapt.
    public struct Segments: Hashable, Sendable, Codable {
        public enum Playlist: String, Hashable, Sendable, Codable, CaseIterable { case vod, event }

        public var milliseconds: Int64 = 4_000
        public var playlist = Playlist.vod
        public var hasHLS = true
        public var hasDASH = false

        public init() {}
    }
}
