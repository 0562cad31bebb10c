internal import CFFmpeg
internal import Model

/// Which streams of a source go into the result, in the result's order, by the recipe alone: what
/// the container makes of them is `StreamMap`'s. The same for every child that asks.
struct StreamSelection {
    typealias Stream = MediaDescription.Stream

    /// The stream that is the result's picture; nil when the result is sound alone.
    private(set) var picture: Int?
    private(set) var kept: [Int]
    /// Why the others are left out, by their index.
    private(set) var reasons: [Int: String] = [:]
    /// What a person has to be told besides.
    private(set) var notes: [String] = []

    private let streams: [Stream]
    private let recipe: EncodeRecipe
    private let path: Path

    init(_ demuxer: Demuxer, _ recipe: EncodeRecipe) throws(MediaFailure) {
        try self.init(
            (0..<demuxer.streamCount).map { Stream(demuxer.stream($0)) },
            mainVideo: StreamFacts.mainVideo(of: demuxer),
            recipe,
            path: demuxer.path
        )
    }

    init(
        _ streams: [Stream],
        mainVideo: Int?,
        _ recipe: EncodeRecipe,
        path: Path
    ) throws(MediaFailure) {
        (self.streams, self.recipe, self.path) = (streams, recipe, path)
        kept = streams.map(\.index)
        if recipe.streams.selectors.isEmpty {
            if recipe.video.mode != .drop { picture = try film(mainVideo) }
            leaveOutByKind()
            try choose(.audio, recipe.streams.audio, "sound")
            try choose(.subtitle, recipe.streams.subtitles, "subtitles")
        } else {
            let choice = try SelectorMatching(streams, recipe.streams.selectors, path: path)
            kept = choice.kept
            for stream in streams where !kept.contains(stream.index) {
                reasons[stream.index] = "no -map takes it"
            }
            if recipe.video.mode != .drop { picture = try film(of: choice, mainVideo) }
            leaveOutByKind()
        }
        if picture == nil { try chooseSound() }
    }

    /// The tracks of sound that are encoded, in the result's order.
    var encodedSounds: [Int] {
        guard case .encode = recipe.audio.mode else { return [] }
        return sounds
    }

    /// Without those of which a recording that is cut off says too little.
    private var sounds: [Int] { kept.filter { streams[$0].kind == .audio } }

    // MARK: The picture

    private func film(_ mainVideo: Int?) throws(MediaFailure) -> Int {
        if let mainVideo { return mainVideo }
        throw MediaFailure(
            .unreadable,
            "transcode",
            path,
            "it has no video stream",
            remedy: streams.contains { $0.kind == .audio }
                ? "-vn takes its sound alone, for example into a file that ends in .mka" : nil
        )
    }

    private func film(of choice: SelectorMatching, _ mainVideo: Int?) throws(MediaFailure) -> Int? {
        let films = kept.filter { StreamSelection.isFilm(streams[$0]) }
        if recipe.video.mode == .encode, films.count > 1 {
            throw MediaFailure(
                .recipe,
                "choose the streams of",
                path,
                "\(choice.taker[films[1]] ?? "-map") takes a second picture (stream \(films[1]) "
                    + "beside stream \(films[0])), and one is encoded; it has "
                    + SelectorMatching.list(streams),
                remedy: "leave one out, for example with -map -0:\(films[1])"
            )
        }
        return films.first { $0 == mainVideo } ?? films.first
    }

    static func isFilm(_ stream: Stream) -> Bool {
        stream.kind == .video && stream.video?.isCoverArt != true
    }

    // MARK: By kind

    private mutating func leaveOutByKind() {
        let isChosen = !recipe.streams.selectors.isEmpty
        for index in kept {
            let stream = streams[index]
            switch stream.kind {
            case .video where picture == nil && StreamSelection.isFilm(stream):
                leaveOut(index, "the profile wants no picture")
            case .audio where recipe.audio.mode == .drop:
                leaveOut(index, "the profile wants no sound")
            case .subtitle where recipe.subtitles == .drop:
                leaveOut(index, "the profile wants no subtitles")
            case .subtitle where picture == nil && !isChosen:
                leaveOut(index, "the result is sound alone")
            default: break
            }
        }
    }

    private mutating func leaveOut(_ index: Int, _ reason: String) {
        kept.removeAll { $0 == index }
        reasons[index] = reason
    }

    // MARK: By language

    private mutating func choose(
        _ kind: MediaDescription.Kind,
        _ tracks: StreamChoice.Tracks,
        _ name: String
    ) throws(MediaFailure) {
        let there = kept.filter { streams[$0].kind == kind }
        switch tracks {
        case .all: return
        case .none: for index in there { leaveOut(index, "the profile wants no \(name)") }
        case .languages(let languages):
            guard !there.isEmpty else { return }
            let ordered = languages.flatMap { language in
                there.filter { Language.isSame(streams[$0].language ?? "", language) }
            }
            let chosen = ordered.enumerated().filter { place, index in
                ordered.firstIndex(of: index) == place
            }.map(\.element)
            let words = languages.joined(separator: " or ")
            guard !chosen.isEmpty else {
                notes.append("nothing of the \(name) is in \(words), so all of it is kept")
                return
            }
            for index in there where !chosen.contains(index) {
                let own = streams[index].language.map { "its language is \($0)" }
                leaveOut(index, "\(own ?? "it names no language"), and the profile wants \(words)")
            }
            // In the places that they had among the others.
            var next = chosen[...]
            kept = kept.map { streams[$0].kind == kind ? next.popFirst() ?? $0 : $0 }
        }
    }

    // MARK: Sound alone

    private mutating func chooseSound() throws(MediaFailure) {
        guard !sounds.isEmpty else {
            throw MediaFailure(
                .recipe,
                "transcode",
                path,
                streams.contains { $0.kind == .audio }
                    ? "neither a picture nor sound of it is wanted"
                    : "no picture is wanted, and it has no sound"
            )
        }
        let container = recipe.container
        guard sounds.count > 1, Containers.ofOneTrack.contains(container) else { return }
        let choice = recipe.streams
        let hasRule = !choice.selectors.isEmpty || choice.audio != .all
        let named = choice.defaultAudio.flatMap { language in
            sounds.first { Language.isSame(streams[$0].language ?? "", language) }
        }
        let standard = hasRule ? nil : sounds.first { streams[$0].isDefault }
        let taken = named ?? standard ?? sounds[0]
        for index in sounds where index != taken {
            leaveOut(index, "\(container) holds one track, which is stream \(taken)")
        }
    }
}

/// What is known of libavformat's containers beside what it says itself.
enum Containers {
    /// Those that hold one track of sound and nothing else that is heard.
    static let ofOneTrack: Set<String> = [
        "ac3", "adts", "aiff", "amr", "au", "caf", "dts", "eac3", "flac", "latm", "mlp",
        "mp2", "mp3", "opus", "rf64", "spx", "truehd", "tta", "voc", "w64", "wav", "wv",
    ]

    /// Those of the family of MP4.
    static let ofMP4: Set<String> = ["mp4", "mov", "ipod", "3gp", "3g2", "psp", "f4v"]

    /// What MPEG-TS has a number for.
    static let ofMPEGTS: Set<String> = [
        "aac", "aac_latm", "ac3", "avs2", "avs3", "cavs", "dirac", "dts", "eac3", "h264", "hevc",
        "mp1", "mp2", "mp3", "mpeg1video", "mpeg2video", "mpeg4", "opus", "s302m", "truehd", "vc1",
        "vvc",
    ]

    /// Whether MP4 has one number for both, so that a reader cannot tell them apart.
    static func areOneNumber(_ one: AVCodecID, _ other: AVCodecID) -> Bool {
        let layers: Set<UInt32> = [
            AV_CODEC_ID_MP1.rawValue, AV_CODEC_ID_MP2.rawValue, AV_CODEC_ID_MP3.rawValue,
        ]
        return layers.contains(one.rawValue) && layers.contains(other.rawValue)
    }

    static let ofPages: Set<String> = ["oga", "ogg", "ogv", "opus", "spx"]

    /// Those that keep no times but the order of the packets.
    static func isTimeless(_ format: UnsafePointer<AVOutputFormat>) -> Bool {
        format.pointee.flags & AVFMT_NOTIMESTAMPS != 0
            || ofOneTrack.subtracting(ofPages).contains(String(cString: format.pointee.name))
    }

    /// Whether it takes a picture of this codec as a cover, other than as a file.
    static func takesCover(_ container: String, _ codec: AVCodecID) -> Bool {
        switch codec {
        case AV_CODEC_ID_MJPEG, AV_CODEC_ID_PNG, AV_CODEC_ID_BMP:
            ["flac", "ipod", "mp3", "mp4", "psp"].contains(container)
        case AV_CODEC_ID_GIF, AV_CODEC_ID_TIFF: container == "flac" || container == "mp3"
        default: false
        }
    }
}
