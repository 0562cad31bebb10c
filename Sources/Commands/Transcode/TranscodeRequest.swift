internal import Model
internal import Platform

/// What `reelmill transcode` was asked for, checked as far as that can be done without the media
/// libraries.
struct TranscodeRequest: Hashable, Sendable {
    /// A regular file that can be read.
    var source: Path
    /// Not the source, by whatever name, and in a directory that is there.
    var result: Path
    var recipe: EncodeRecipe
    /// The sizes that are made; nil is one, and a file.
    var ladder: Ladder?
    /// How many slices are encoded at a time; nil is as many as the machine allows.
    var slots: Int?
    /// Where slices and parts lie meanwhile; nil is up to the engine.
    var workDirectory: Path?
    /// Whether what is at `result` is replaced; without it nothing is there so far.
    var overwrite: Bool
}

/// How far a transcode is.
struct TranscodeProgress: Hashable, Sendable {
    /// Nil while nobody knows how much there is to do.
    var percent: Double?
    var framesPerSecond: Double
    /// Seconds of film done in a second.
    var speed: Double
    var secondsLeft: Double?
    /// What is done now where that is not encoding, for example `joining`.
    var stage: String
    var slicesDone: Int
    var slicesTotal: Int?
    /// Of the parts that are done.
    var bytes: Int64
    /// Of a film in several sizes, the largest first.
    var renditions: [Rendition] = []

    struct Rendition: Hashable, Sendable {
        var name: String
        /// Slices, frames and bytes of the parts that are done.
        var slicesDone: Int
        var frames: Int
        var bytes: Int64
    }
}

/// What a transcode that is done came to.
struct TranscodeSummary: Hashable, Sendable {
    var frames: Int
    var filmMilliseconds: Int64
    var bytes: Int64
    var sourceBytes: Int64
    var elapsedMilliseconds: Int64
    /// What a person should know of the result, such as streams that are not in it.
    var notes: [String]
    var damage: DamageReport
    var timing = TranscodeTiming()
    /// Of a film in several sizes, the largest first.
    var renditions: [PackageReport.Rendition] = []
}

/// Where the time of a transcode went, each figure summed over all tasks of its kind, which run
/// side by side.
struct TranscodeTiming: Hashable, Sendable {
    var slices = 0
    /// Reading the source and writing the slices, with the waits for room.
    var splitMilliseconds: Int64 = 0
    var encodeMilliseconds: Int64 = 0
    /// Decoding the parts again.
    var partProofMilliseconds: Int64 = 0
    var joinMilliseconds: Int64 = 0
    /// Reading the result again, packet by packet.
    var joinProofMilliseconds: Int64 = 0
}

enum TranscodeOutcome: Hashable, Sendable {
    case done(TranscodeSummary)
    /// By Ctrl-C and its like; nothing is left behind.
    case stopped(Signal)
}
