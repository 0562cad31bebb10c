/// Which of the source's streams go into the result, and what is said of them there.
public struct StreamChoice: Hashable, Sendable, Codable {
    /// Which tracks of a kind are kept.
    public enum Tracks: Hashable, Sendable, Codable {
        case all
        case none
        /// By languages, in this order. Where no track has one of them all are kept: a film does
        /// not become silent by a tag that is missing.
        case languages([String])
    }

    public var audio = Tracks.all
    public var subtitles = Tracks.all
    /// The language of the track that players begin with; nil is as in the source, `none` is none.
    public var defaultAudio: String?
    public var defaultSubtitles: String?
    /// ffmpeg's `-map`, in its order; empty is by the rules above.
    public var selectors: [StreamSelector] = []
    public var keepsTags = true
    public var keepsChapters = true
    /// ffmpeg's `-metadata` and `-disposition`.
    public var changes: [StreamChange] = []

    public init() {}
}

/// One `-map`: `0:a:1`, `0:2?`, `-0:s:m:language:eng`.
public struct StreamSelector: Hashable, Sendable, Codable {
    /// Nil is every kind.
    public var kind: MediaDescription.Kind?
    /// Among those of the kind, from 0; nil is all.
    public var index: Int?
    public var language: String?
    /// Takes away what an earlier one chose.
    public var isNegative = false
    /// That there is none is no error.
    public var isOptional = false
    /// As it was written, for messages.
    public var text: String

    public init(_ text: String) { self.text = text }
}

/// Something said of the result or of one of its streams.
public struct StreamChange: Hashable, Sendable, Codable {
    public enum What: Hashable, Sendable, Codable {
        /// An empty value takes the tag away.
        case tag(name: String, value: String)
        /// As ffmpeg writes it: `default`, `default+forced`, `0`.
        case disposition(String)
    }

    /// Nil is the container, for a tag.
    public var kind: MediaDescription.Kind?
    /// Among the result's of the kind, from 0; nil is all.
    public var index: Int?
    public var what: What

    public init(kind: MediaDescription.Kind?, index: Int?, _ what: What) {
        self.kind = kind
        self.index = index
        self.what = what
    }
}
