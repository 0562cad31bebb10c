internal import CFFmpeg
internal import Model

/// What the result shall say of itself and of its streams: what the source says, with the recipe's
/// changes.
struct StreamWishes {
    struct Wish: Equatable {
        var kind: MediaDescription.Kind
        var tags: [CodecOption]
        var dispositions: Int32

        /// An empty value takes the tag away. Names are one in whatever letters.
        mutating func set(_ name: String, _ value: String) {
            tags.removeAll { $0.name.lowercased() == name.lowercased() }
            if !value.isEmpty { tags.append(CodecOption(name, value)) }
        }

        func tag(_ name: String) -> String? {
            tags.first { $0.name.lowercased() == name }?.value
        }
    }

    private(set) var film: Wish
    /// By the place in the result.
    private(set) var streams: [Wish] = []
    let keepsChapters: Bool
    /// What of the choice has nothing to be done to, or was left out by it.
    private(set) var notes: [String] = []

    init(_ source: Demuxer, _ map: StreamMap, _ choice: StreamChoice) throws(MediaFailure) {
        let tags = StreamWishes.tags(of: source.context.pointee.metadata)
        film = Wish(kind: .unknown, tags: choice.keepsTags ? tags : [], dispositions: 0)
        keepsChapters = choice.keepsChapters
        if !choice.keepsTags, !tags.isEmpty {
            notes.append("the tags of the film: the profile wants none")
        }
        let chapters = Int(source.context.pointee.nb_chapters)
        if !choice.keepsChapters, chapters > 0 {
            let what = chapters == 1 ? "1 chapter" : "\(chapters) chapters"
            notes.append("\(what): the profile wants none")
        }
        for entry in map.kept { streams.append(StreamWishes.wish(for: entry, of: source)) }
        setDefault(.audio, choice.defaultAudio, "sound")
        setDefault(.subtitle, choice.defaultSubtitles, "subtitles")
        for change in choice.changes { try make(change) }
    }

    private static func tags(of dictionary: OpaquePointer?) -> [CodecOption] {
        Options.entries(of: dictionary).filter { !StreamTags.isOfTheFile($0.name) }
    }

    private static func wish(for entry: StreamMap.Entry, of source: Demuxer) -> Wish {
        let stream = source.stream(entry.source)
        let parameters = stream.pointee.codecpar.pointee
        var wish = Wish(
            kind: MediaDescription.Kind(parameters.codec_type),
            tags: tags(of: stream.pointee.metadata),
            dispositions: stream.pointee.disposition
        )
        guard entry.fate == .attachCover else { return wish }
        // Matroska's covers are files that are attached, with a name and a type.
        wish.kind = .attachment
        wish.dispositions = 0
        let isJPEG = parameters.codec_id == AV_CODEC_ID_MJPEG
        let (name, type) = isJPEG ? ("cover.jpg", "image/jpeg") : ("cover.png", "image/png")
        if wish.tag("filename") == nil { wish.set("filename", name) }
        if wish.tag("mimetype") == nil { wish.set("mimetype", type) }
        return wish
    }

    // MARK: Defaults

    private mutating func setDefault(
        _ kind: MediaDescription.Kind,
        _ language: String?,
        _ name: String
    ) {
        guard let language else { return }
        let places = streams.indices.filter { streams[$0].kind == kind }
        var chosen: Int?
        if language != "none" {
            chosen = places.first {
                Language.isSame(streams[$0].tag("language") ?? "", language)
            }
            guard chosen != nil else {
                if !places.isEmpty {
                    notes.append(
                        "nothing of the \(name) is in \(language), so players begin as with the "
                            + "source"
                    )
                }
                return
            }
        }
        for place in places {
            if place == chosen {
                streams[place].dispositions |= AV_DISPOSITION_DEFAULT
            } else {
                streams[place].dispositions &= ~AV_DISPOSITION_DEFAULT
            }
        }
    }

    // MARK: Changes

    private mutating func make(_ change: StreamChange) throws(MediaFailure) {
        if case .tag(let name, let value) = change.what, change.kind == nil, change.index == nil {
            return film.set(name, value)
        }
        let ofKind = streams.indices.filter {
            change.kind == nil || streams[$0].kind == change.kind
        }
        let places =
            change.index.map { ofKind.indices.contains($0) ? [ofKind[$0]] : [] } ?? ofKind
        if places.isEmpty {
            notes.append("\(StreamWishes.text(change)): the result has no such stream")
        }
        for place in places {
            switch change.what {
            case .tag(let name, let value): streams[place].set(name, value)
            case .disposition(let words):
                let old = streams[place].dispositions
                streams[place].dispositions = try StreamWishes.dispositions(words, old)
            }
        }
    }

    /// As ffmpeg writes them: `default+forced`, `+forced`, `-default`, `0`.
    static func dispositions(_ words: String, _ old: Int32) throws(MediaFailure) -> Int32 {
        if words == "0" { return 0 }
        var (rest, result) = (words[...], Int32(0))
        if let first = words.first, "+-".contains(first) { result = old }
        while !rest.isEmpty {
            let isTaken = rest.first == "-"
            if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
            let word = String(rest.prefix { !"+-".contains($0) })
            rest = rest.dropFirst(word.count)
            let flag = av_disposition_from_string(word)
            guard flag > 0 else {
                let meant = Suggestion.nearest(to: word, among: known)
                throw MediaFailure(
                    .recipe,
                    "set the disposition \(words)",
                    nil,
                    "libavformat knows no \(Quoted.readable(word))"
                        + (meant.map { "; did you mean \($0)?" } ?? "")
                )
            }
            result = isTaken ? result & ~flag : result | flag
        }
        return result
    }

    private static let known = (0..<31).compactMap { bit in
        av_disposition_to_string(Int32(1) << bit).map { String(cString: $0) }
    }

    /// As ffmpeg has it.
    private static func text(_ change: StreamChange) -> String {
        let letters: [MediaDescription.Kind: String] = [
            .video: "v", .audio: "a", .subtitle: "s", .data: "d", .attachment: "t",
        ]
        let place = [change.kind.flatMap { letters[$0] }, change.index.map(String.init)]
            .compactMap { $0 }.joined(separator: ":")
        switch change.what {
        case .tag(let name, let value): return "-metadata:s:\(place) \(name)=\(value)"
        case .disposition(let words):
            return "-disposition\(place.isEmpty ? "" : ":\(place)") \(words)"
        }
    }
}
