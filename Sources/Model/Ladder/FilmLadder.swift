/// What a profile's ladder comes to for one film: worked out once, when the film is taken in, and
/// part of its order from then on, so that every node makes the same of it.
public struct FilmLadder: Hashable, Sendable, Codable {
    /// The largest first; at least one.
    public var rungs: [Rung]
    /// In which ways the sound is encoded; empty is that there is none.
    public var sounds: [Ladder.Sound]
    /// Renditions have key frames together, at most about so far apart: there players change over.
    public var segmentMilliseconds: Int64
    /// Nil is a file for each rendition, in the container of the order's recipe.
    public var streaming: Streaming?
    /// Whether all of it is put into one archive, too.
    public var hasArchive: Bool
    /// Whether each rendition of a slice is a task of its own, whatever nodes there are.
    public var isSplit: Bool
    /// Whether the shared filters turn the picture upright: then nobody turns it once more.
    public var isTurned: Bool
    /// How many pixels the film's pictures have; nil is as many as the largest rendition.
    public var filmPixels: Int64?
    /// What of the profile is left out for this film, or done for it unasked, and why.
    public var notes: [String]

    /// The film in one size. What is done before any scaling, such as deinterlacing, is in the
    /// filters of the order's recipe, since it is done once.
    public struct Rung: Hashable, Sendable, Codable {
        /// As the profile calls it, for example `720p`; part of file names.
        public var name: String
        /// Of its pictures, which are upright and have square pixels.
        public var width: Int
        public var height: Int
        /// Frames that come faster are left out; nil is none.
        public var rateMax: Rational?
        /// With placeholders in it, and without filters.
        public var video: VideoRecipe
        /// The larger rung whose pictures it is scaled from; nil is the film itself.
        public var scalesFrom: Int?
        /// With which of the ladder's sounds players show it.
        public var sounds: [Int]

        public init(name: String, width: Int, height: Int, video: VideoRecipe) {
            self.name = name
            self.width = width
            self.height = height
            self.video = video
            sounds = []
        }
    }

    /// For players that change between renditions.
    public struct Streaming: Hashable, Sendable, Codable {
        public var hasHLS: Bool
        public var hasDASH: Bool
        public var playlist: Ladder.Segments.Playlist
        /// Whether each segment is a file; else they are ranges of one file for each track.
        public var hasSegmentFiles: Bool

        public init(
            hasHLS: Bool,
            hasDASH: Bool,
            playlist: Ladder.Segments.Playlist,
            hasSegmentFiles: Bool
        ) {
            self.hasHLS = hasHLS
            self.hasDASH = hasDASH
            self.playlist = playlist
            self.hasSegmentFiles = hasSegmentFiles
        }
    }

    public init(rungs: [Rung], sounds: [Ladder.Sound], segmentMilliseconds: Int64) {
        self.rungs = rungs
        self.sounds = sounds
        self.segmentMilliseconds = segmentMilliseconds
        hasArchive = false
        isSplit = false
        isTurned = false
        notes = []
    }
}

extension FilmLadder.Rung {
    /// Its recipe for one film, with nothing left to look up.
    public func resolved(for film: FilmPlan) -> VideoRecipe {
        var facts = FilmFacts(film)
        (facts.width, facts.height) = (width, height)
        if let rate = facts.rate { facts.rate = RungFrames.rate(of: rate, atMost: rateMax) }
        return video.resolved(for: facts)
    }
}
