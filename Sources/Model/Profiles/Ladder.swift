/// One film in several sizes.
public struct Ladder: Hashable, Sendable, Codable {
    /// Each is encoded on its own, and players choose among few.
    public static let renditionsMax = 32

    /// As the profile has them, the first the largest in most.
    public var renditions: [Rendition]
    /// Nil is a file for each rendition.
    public var segments: Segments?
    /// In which ways the sound is encoded for all renditions; empty is as each of them says.
    public var sounds: [Sound] = []
    /// Whether each rendition of a slice is a task of its own.
    public var isSplit = false
    /// Whether all of it is put into one archive, too.
    public var hasArchive = false

    public init(renditions: [Rendition], segments: Segments?) {
        self.renditions = renditions
        self.segments = segments
    }

    /// Every selected track of sound, encoded in one way.
    public struct Sound: Hashable, Sendable, Codable {
        /// For example `stereo`; part of file names.
        public var name: String
        /// The profile's with the sound's own options on it.
        public var recipe: AudioRecipe

        public init(name: String, recipe: AudioRecipe) {
            self.name = name
            self.recipe = recipe
        }
    }

    public struct Rendition: Hashable, Sendable, Codable {
        /// For example `720p`; part of file names.
        public var name: String
        /// Of a picture that lies; of one that stands both change places. Nil follows from the
        /// other one and the film's shape; with both the picture fits into them.
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
        /// Whether each is a file; else they are ranges of one file for each track.
        public var areFiles = false

        public init() {}
    }
}
