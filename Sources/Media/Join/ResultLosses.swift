internal import CFFmpeg
internal import CLibav
internal import Model

/// What the source says beside its packets, and the result does not. It is held against the file
/// that was written, since containers leave out what they have no place for without a word.
struct ResultLosses {
    private let source: Demuxer
    private let result: Demuxer
    private let container: String

    init(_ source: Demuxer, _ result: Path, container: String) throws(MediaFailure) {
        self.source = source
        self.result = try Demuxer(result)
        self.container = container
    }

    /// - Parameter places: The streams of the result, by those of the source.
    func notes(_ places: [Int: Int]) -> [String] {
        let film = lostTags(source.context.pointee.metadata, result.context.pointee.metadata)
        var notes = note(film, of: "the film") + chapters
        for (index, place) in places.sorted(by: { $0.key < $1.key })
        where place < result.streamCount {
            let (before, after) = (source.stream(index), result.stream(place))
            let codec = String(cString: avcodec_get_name(before.pointee.codecpar.pointee.codec_id))
            notes += note(
                lostTags(before.pointee.metadata, after.pointee.metadata)
                    + lostRoles(before, after) + lostSideData(before, after),
                of: "stream \(index) (\(codec))"
            )
        }
        return notes
    }

    private func note(_ lost: [String], of what: String) -> [String] {
        if lost.isEmpty { return [] }
        let pronoun = lost.count == 1 ? "it" : "them"
        return ["\(lost.joined(separator: ", ")) of \(what): \(container) does not keep \(pronoun)"]
    }

    private func lostTags(_ before: OpaquePointer?, _ after: OpaquePointer?) -> [String] {
        Options.entries(of: before).filter { tag in
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

    private func lostRoles(
        _ before: UnsafeMutablePointer<AVStream>,
        _ after: UnsafeMutablePointer<AVStream>
    ) -> [String] {
        let kept = StreamFacts.dispositions(of: after)
        return StreamFacts.dispositions(of: before).filter { !kept.contains($0) }
            .map { "the role \($0)" }
    }

    private func lostSideData(
        _ before: UnsafeMutablePointer<AVStream>,
        _ after: UnsafeMutablePointer<AVStream>
    ) -> [String] {
        let kept = ResultLosses.sideData(of: after)
        return ResultLosses.sideData(of: before).filter { !kept.contains($0) }
    }

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
                lostTags(one.pointee.metadata, other.pointee.metadata),
                of: "chapter \(index + 1)"
            )
        }
    }
}
