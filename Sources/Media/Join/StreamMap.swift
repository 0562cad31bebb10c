internal import CFFmpeg
internal import Model

/// What becomes of each stream of the source in the container of the result.
struct StreamMap {
    enum Fate: Hashable {
        /// The film's picture, from its parts.
        case picture
        /// Encoded sound, from this track of the file of one of the ways it is encoded in.
        case sound(track: Int, way: Int)
        case copy
        /// A cover in Matroska, which has its pictures as files.
        case attachCover
        /// Text that the container wants in another form, by the name of libavcodec's encoder.
        case convertText(to: String)
        case drop(reason: String)
    }

    struct Entry {
        /// The index of the stream in the source.
        var source: Int
        var fate: Fate
    }

    /// In the result's order.
    private(set) var kept: [Entry] = []
    /// Why the others are not in the result, by the index of the stream in the source.
    private(set) var reasons: [Int: String]
    let selection: StreamSelection
    let format: UnsafePointer<AVOutputFormat>

    /// - Parameters:
    ///   - soundTracks: The streams of the source that the sound's file has.
    ///   - soundWays: In how many ways each of them is encoded, for tracks behind one another.
    init(
        _ source: Demuxer,
        _ selection: StreamSelection,
        recipe: EncodeRecipe,
        soundTracks: [Int],
        soundWays: Int = 1
    ) throws(MediaFailure) {
        format = try StreamMap.format(recipe.container)
        self.selection = selection
        reasons = selection.reasons
        try checkEncoders(recipe, hasSound: !soundTracks.isEmpty, hasPicture: isEncoded(recipe))
        let container = StreamFitting(recipe: recipe, format: format, path: source.path)
        for index in selection.kept {
            let fate: Fate
            if index == selection.picture {
                fate = try container.picture(source.stream(index), index)
            } else if let track = soundTracks.firstIndex(of: index) {
                fate = .sound(track: track, way: 0)
            } else {
                fate = try container.fate(of: source.stream(index), index)
            }
            if case .drop(let reason) = fate {
                reasons[index] = reason
            } else {
                kept.append(Entry(source: index, fate: fate))
            }
            guard case .sound(let track, _) = fate else { continue }
            for way in 1..<max(1, soundWays) {
                kept.append(Entry(source: index, fate: .sound(track: track, way: way)))
            }
        }
    }

    private func isEncoded(_ recipe: EncodeRecipe) -> Bool {
        selection.picture != nil && recipe.video.mode == .encode
    }

    private func checkEncoders(
        _ recipe: EncodeRecipe,
        hasSound: Bool,
        hasPicture: Bool
    ) throws(MediaFailure) {
        let trial = ContainerTrial(container: recipe.container)
        if case .encode(let encoder) = recipe.audio.mode, hasSound,
            let refusal = trial.refusal(ofEncoder: encoder)
        {
            throw MediaFailure(
                .recipe,
                "put sound by \(encoder) into \(recipe.container)",
                nil,
                refusal,
                remedy: "take another encoder of sound, or another container"
            )
        }
        guard hasPicture, let tag = recipe.video.tag else { return }
        let number = try PictureTag.number(tag)
        if let refusal = trial.refusal(ofPicture: recipe.video.encoder, tag: number) {
            throw PictureTag.failure(tag, recipe.video.encoder, recipe.container, refusal)
        }
    }

    /// What a person has to be told of.
    func dropped(of source: Demuxer) -> [String] {
        reasons.sorted { $0.key < $1.key }.compactMap { index, reason in
            if isOfChapters(source, index) { return nil }
            let parameters = source.stream(index).pointee.codecpar.pointee
            let codec = String(cString: avcodec_get_name(parameters.codec_id))
            return "stream \(index) (\(codec)): \(reason)"
        } + selection.notes
    }

    /// MP4 and MOV have the names of chapters in a track of their own; they are carried on as
    /// chapters.
    private func isOfChapters(_ source: Demuxer, _ index: Int) -> Bool {
        let parameters = source.stream(index).pointee.codecpar.pointee
        return source.context.pointee.nb_chapters > 0
            && parameters.codec_type == AVMEDIA_TYPE_DATA
            && parameters.codec_id == AV_CODEC_ID_BIN_DATA && parameters.codec_tag == chapterText
    }

    static func format(_ name: String) throws(MediaFailure) -> UnsafePointer<AVOutputFormat> {
        guard let format = av_guess_format(name, nil, nil) else {
            throw MediaFailure(
                .recipe,
                "write the container \(name)",
                nil,
                "the installed libavformat has none of that name",
                remedy: "ffmpeg -muxers"
            )
        }
        return format
    }

    /// Whether the container takes the codec.
    static func holds(_ format: UnsafePointer<AVOutputFormat>, _ codec: AVCodecID) -> Bool {
        // Negative is "cannot tell"; such containers take anything.
        avformat_query_codec(format, codec, FF_COMPLIANCE_NORMAL) != 0
    }
}

/// `text`, as a tag.
private let chapterText: UInt32 = 0x7478_6574
