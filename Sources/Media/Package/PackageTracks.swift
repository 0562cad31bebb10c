internal import CFFmpeg
internal import Model

/// Which tracks of a film go into a package for players, what they are called, and what is left
/// out.
struct PackageTracks {
    struct Text {
        /// The index of the stream in the source.
        var stream: Int
        var track: PackageContents.Track
        var file: FileName
        var playlist: FileName
    }

    private(set) var texts: [Text] = []
    private(set) var dropped: [String] = []
    private(set) var title: String?
    private var wishes: [Int: StreamWishes.Wish] = [:]
    private let name: [UInt8]
    private var taken: Set<FileName> = []
    /// Names of tracks that one chooses from, by what they are chosen for.
    private var trackNames: [String: Set<String>] = [:]

    init(_ order: PackageOrder, _ source: Demuxer) throws(MediaFailure) {
        name = PackageTracks.stem(order.name)
        var recipe = order.recipe
        // It takes whatever a source has; what becomes of it here is said below.
        recipe.container = "matroska"
        recipe.video.tag = nil
        let selection = try StreamSelection(source, recipe)
        guard selection.picture == order.film.videoStream, selection.picture != nil else {
            let cause = "it has other streams than when it was planned"
            throw MediaFailure(.changed, "package", order.source, cause)
        }
        let sounds = order.sounds.first?.tracks.map(\.sourceStream) ?? []
        let map = try StreamMap(source, selection, recipe: recipe, soundTracks: sounds)
        let wanted = try StreamWishes(source, map, recipe.streams)
        dropped = map.dropped(of: source) + wanted.notes
        title = wanted.film.tag("title")
        for (place, entry) in map.kept.enumerated() {
            wishes[entry.source] = wanted.streams[place]
            if case .picture = entry.fate { continue }
            if case .sound = entry.fate { continue }
            try add(entry.source, source.stream(entry.source))
        }
        dropped += PackageTracks.lost(source, wanted)
    }

    private mutating func add(
        _ index: Int,
        _ stream: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) {
        let parameters = stream.pointee.codecpar.pointee
        let codec = String(cString: avcodec_get_name(parameters.codec_id))
        let isSubtitle = parameters.codec_type == AVMEDIA_TYPE_SUBTITLE
        guard isSubtitle, TextTracks.isText(stream) else {
            let reason =
                switch parameters.codec_type {
                case AVMEDIA_TYPE_SUBTITLE: "pictures of text are not shown by HLS and DASH"
                case AVMEDIA_TYPE_AUDIO: "sound is not copied into renditions"
                default: "HLS and DASH have no place for it"
                }
            return dropped.append("stream \(index) (\(codec)): \(reason)")
        }
        let track = track(of: index, for: "texts")
        let words =
            ["text"]
            + [wishes[index]?.tag("language").flatMap(PackageTracks.word)]
            .compactMap { $0 } + (track.isForced ? ["forced"] : [])
        let stem = words.joined(separator: "-")
        let file = try newName(stem, ".vtt")
        guard let playlist = FileName(bytes: file.bytes.dropLast(4) + Array(".m3u8".utf8)) else {
            return
        }
        texts.append(Text(stream: index, track: track, file: file, playlist: playlist))
    }

    /// What is said of a track to those who choose.
    mutating func track(of stream: Int, for choice: String) -> PackageContents.Track {
        let wish = wishes[stream]
        let roles = wish?.dispositions ?? 0
        let language = wish?.tag("language").flatMap(Language.tag)
        var name = wish?.tag("title") ?? language.map(Language.ownName) ?? "Track"
        let (base, known) = (name, trackNames[choice] ?? [])
        var number = 2
        while known.contains(name) {
            name = "\(base) \(number)"
            number += 1
        }
        trackNames[choice, default: []].insert(name)
        return PackageContents.Track(
            language: language,
            name: name,
            isDefault: roles & AV_DISPOSITION_DEFAULT != 0,
            isForced: roles & AV_DISPOSITION_FORCED != 0,
            isForHearingImpaired: roles & AV_DISPOSITION_HEARING_IMPAIRED != 0
                || roles & AV_DISPOSITION_CAPTIONS != 0,
            isForVisualImpaired: roles & AV_DISPOSITION_VISUAL_IMPAIRED != 0
                || roles & AV_DISPOSITION_DESCRIPTIONS != 0,
            isCommentary: roles & AV_DISPOSITION_COMMENT != 0
        )
    }

    /// The name of a rendition's file.
    mutating func picture(_ rung: FilmLadder.Rung) throws(MediaFailure) -> FileName {
        try newName(rung.name, ".mp4")
    }

    mutating func sound(_ sound: String, _ stream: Int) throws(MediaFailure) -> FileName {
        let language = wishes[stream]?.tag("language").flatMap(PackageTracks.word)
        return try newName(([sound] + [language].compactMap { $0 }).joined(separator: "-"), ".mp4")
    }

    func language(of stream: Int) -> String? {
        wishes[stream]?.tag("language").map(Language.canonical)
    }

    mutating func note(_ note: String) { dropped.append(note) }

    var nameBytes: [UInt8] { name }

    /// One that no other file has.
    private mutating func newName(
        _ words: String,
        _ ending: String
    ) throws(MediaFailure) -> FileName {
        var number = 1
        while true {
            let again = number == 1 ? "" : "-\(number)"
            guard let file = FileName(bytes: name + Array("-\(words)\(again)\(ending)".utf8)) else {
                throw MediaFailure(
                    .mismatch,
                    "name a file of",
                    nil,
                    "\(words) is no part of a name"
                )
            }
            if taken.insert(file).inserted { return file }
            number += 1
        }
    }

    /// What a language is called in a file's name; nil where it is no word.
    private static func word(_ language: String) -> String? {
        Language.tag(language).map { _ in Language.canonical(language) }
    }

    /// Short enough that all endings find room, and cut between letters.
    static func stem(_ name: Path) -> [UInt8] {
        var bytes = Array((name.name?.bytes ?? Array("film".utf8)).prefix(stemBytesMax + 1))
        guard bytes.count > stemBytesMax else { return bytes }
        while let last = bytes.popLast(), last & 0xc0 == 0x80 {}
        return bytes
    }

    private static func lost(_ source: Demuxer, _ wishes: StreamWishes) -> [String] {
        let chapters = Int(source.context.pointee.nb_chapters)
        var lost: [String] = []
        if wishes.keepsChapters, chapters > 0 {
            let what = chapters == 1 ? "1 chapter" : "\(chapters) chapters"
            lost.append("\(what): HLS and DASH have none")
        }
        let tags = wishes.film.tags.map(\.name).filter { $0.lowercased() != "title" }
        if !tags.isEmpty {
            let what = tags.count == 1 ? "the tag" : "the tags"
            lost.append(
                "\(what) \(tags.joined(separator: ", ")) of the film: HLS and DASH have none"
            )
        }
        return lost
    }
}

/// A name has 255 bytes on most volumes.
private let stemBytesMax = 160
