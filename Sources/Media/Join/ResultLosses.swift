internal import CFFmpeg
internal import CLibav
internal import Model

/// What the source says beside its packets, and the result does not. It is held against the file
/// that was written, since containers leave out what they have no place for without a word.
struct ResultLosses {
    private let source: Demuxer
    private let result: Demuxer
    private let wishes: StreamWishes
    private let container: String

    init(
        _ source: Demuxer,
        _ result: Path,
        _ wishes: StreamWishes,
        container: String
    ) throws(MediaFailure) {
        self.source = source
        self.result = try Demuxer(result)
        self.wishes = wishes
        self.container = container
    }

    /// - Parameter kept: The streams of the result, in its order.
    func notes(_ kept: [StreamMap.Entry]) -> [String] {
        let film = lostTags(wishes.film.tags, result.context.pointee.metadata).filter { lost in
            !Containers.ofPages.contains(container) || lostOfFirstStream.contains(lost)
        }
        var notes = note(film, of: "the film") + (wishes.keepsChapters ? chapters : [])
        for (place, entry) in kept.enumerated().sorted(by: { $0.element.source < $1.element.source }
        )
        where place < result.streamCount {
            let (before, after) = (source.stream(entry.source), result.stream(place))
            let codec = String(cString: avcodec_get_name(before.pointee.codecpar.pointee.codec_id))
            notes += note(
                lostTags(wishes.streams[place].tags, after.pointee.metadata)
                    + lostRoles(rolesThatMatter(place), after)
                    + lostSideData(before, after, isCopied: entry.fate == .copy),
                of: "stream \(entry.source) (\(codec))"
            )
        }
        return notes
    }

    /// Ogg has the film's tags with each of its streams.
    private var lostOfFirstStream: [String] {
        result.streamCount > 0
            ? lostTags(wishes.film.tags, result.stream(0).pointee.metadata) : []
    }

    private func note(_ lost: [String], of what: String) -> [String] {
        if lost.isEmpty { return [] }
        let pronoun = lost.count == 1 ? "it" : "them"
        return ["\(lost.joined(separator: ", ")) of \(what): \(container) does not keep \(pronoun)"]
    }

    private func lostTags(_ before: [CodecOption], _ after: OpaquePointer?) -> [String] {
        before.filter { tag in
            if StreamTags.isOfTheFile(tag.name) || ResultLosses.says(nothing: tag) { return false }
            guard let kept = av_dict_get(after, tag.name, nil, 0) else { return true }
            return String(cString: kept.pointee.value) != tag.value
        }.map { "the tag \($0.name)" }
    }

    /// The muxers' own names for tracks, and a language that nobody knows.
    private static func says(nothing tag: CodecOption) -> Bool {
        let name = tag.name.lowercased()
        return name == "handler_name" || name == "language" && tag.value == "und"
    }

    /// Which track comes first is no question where there is one.
    private func rolesThatMatter(_ place: Int) -> Int32 {
        let wish = wishes.streams[place]
        let isAlone = wishes.streams.filter { $0.kind == wish.kind }.count == 1
        return isAlone ? wish.dispositions & ~AV_DISPOSITION_DEFAULT : wish.dispositions
    }

    private func lostRoles(
        _ before: Int32,
        _ after: UnsafeMutablePointer<AVStream>
    ) -> [String] {
        let kept = StreamFacts.dispositions(of: after)
        return StreamFacts.dispositions(before).filter { !kept.contains($0) }
            .map { "the role \($0)" }
    }

    private func lostSideData(
        _ before: UnsafeMutablePointer<AVStream>,
        _ after: UnsafeMutablePointer<AVStream>,
        isCopied: Bool
    ) -> [String] {
        let kept = ResultLosses.sideData(of: after)
        let lost = ResultLosses.sideData(of: before).filter { !kept.contains($0) }
        // Of a picture that is encoded it is said elsewhere.
        return isCopied ? lost : lost.filter { $0 != ResultLosses.dolbyVision }
    }

    private static let dolbyVision = "Dolby Vision"

    /// What is true of a film whatever it is encoded with.
    private static func sideData(of stream: UnsafeMutablePointer<AVStream>) -> [String] {
        (0..<libav_side_data_count(stream)).compactMap { index in
            guard let data = libav_side_data(stream, index) else { return nil }
            return names[data.pointee.type.rawValue]
        }
    }

    private static let names = [
        AV_PKT_DATA_DISPLAYMATRIX.rawValue: "the rotation",
        AV_PKT_DATA_MASTERING_DISPLAY_METADATA.rawValue: "the mastering display",
        AV_PKT_DATA_CONTENT_LIGHT_LEVEL.rawValue: "the light levels",
        AV_PKT_DATA_STEREO3D.rawValue: "the arrangement of stereo pictures",
        AV_PKT_DATA_SPHERICAL.rawValue: "the spherical projection",
        AV_PKT_DATA_REPLAYGAIN.rawValue: "the replay gain",
        AV_PKT_DATA_DOVI_CONF.rawValue: dolbyVision,
    ]

    private var chapters: [String] {
        let (before, after) = (source.context.pointee, result.context.pointee)
        if after.nb_chapters < before.nb_chapters {
            return ["\(before.nb_chapters) chapters: \(container) keeps \(after.nb_chapters)"]
        }
        return (0..<Int(before.nb_chapters)).flatMap { index -> [String] in
            guard let one = before.chapters[index], let other = after.chapters[index] else {
                return []
            }
            return note(
                lostTags(Options.entries(of: one.pointee.metadata), other.pointee.metadata),
                of: "chapter \(index + 1)"
            )
        }
    }
}
