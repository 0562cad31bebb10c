internal import CFFmpeg
internal import Model

/// What becomes of each stream of the source in the container of the result.
struct StreamMap {
    enum Fate: Hashable {
        /// The film's picture, from its parts.
        case picture
        /// Encoded sound, from this track of the sound's file.
        case sound(track: Int)
        case copy
        /// A cover in Matroska, which has its pictures as files.
        case attachCover
        /// Text that the container wants in another form, by the name of libavcodec's encoder.
        case convertText(to: String)
        case drop(reason: String)
    }

    /// By the index of the stream in the source.
    private(set) var fates: [Fate] = []

    init(
        _ source: Demuxer,
        recipe: EncodeRecipe,
        picture: Int,
        soundTracks: [Int]
    ) throws(MediaFailure) {
        let format = try StreamMap.format(recipe.container)
        if case .encode(let encoder) = recipe.audio.mode, !soundTracks.isEmpty,
            let refusal = ContainerTrial(container: recipe.container).refusal(ofEncoder: encoder)
        {
            throw MediaFailure(
                .recipe,
                "put sound by \(encoder) into \(recipe.container)",
                nil,
                refusal,
                remedy: "take another encoder of sound, or another container"
            )
        }
        for index in 0..<source.streamCount {
            let stream = source.stream(index)
            if index == picture {
                fates.append(.picture)
            } else if let track = soundTracks.firstIndex(of: index) {
                fates.append(.sound(track: track))
            } else {
                fates.append(try StreamMap.fate(of: stream, index, recipe, format, source.path))
            }
        }
    }

    /// What a person has to be told of.
    func dropped(of source: Demuxer) -> [String] {
        fates.enumerated().compactMap { index, fate in
            guard case .drop(let reason) = fate else { return nil }
            if isOfChapters(source, index) { return nil }
            let parameters = source.stream(index).pointee.codecpar.pointee
            let codec = String(cString: avcodec_get_name(parameters.codec_id))
            return "stream \(index) (\(codec)): \(reason)"
        }
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

    private static func fate(
        of stream: UnsafeMutablePointer<AVStream>,
        _ index: Int,
        _ recipe: EncodeRecipe,
        _ format: UnsafePointer<AVOutputFormat>,
        _ path: Path
    ) throws(MediaFailure) -> Fate {
        let parameters = stream.pointee.codecpar.pointee
        let container = String(cString: format.pointee.name)
        let fits = holds(format, parameters.codec_id)
        switch parameters.codec_type {
        case AVMEDIA_TYPE_AUDIO:
            return try sound(stream, index, recipe, fits: fits, path)
        case AVMEDIA_TYPE_SUBTITLE:
            return subtitle(parameters, recipe, format, fits: fits)
        case AVMEDIA_TYPE_ATTACHMENT:
            return container == "matroska"
                ? .copy : .drop(reason: "\(container) has no attachments")
        case AVMEDIA_TYPE_VIDEO:
            if StreamFacts.isCover(stream), container == "matroska" { return .attachCover }
            return fits
                ? .copy : .drop(reason: "\(container) cannot hold it as it is")
        default:
            return .drop(reason: "data is not carried on")
        }
    }

    private static func sound(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ index: Int,
        _ recipe: EncodeRecipe,
        fits: Bool,
        _ path: Path
    ) throws(MediaFailure) -> Fate {
        if recipe.audio.mode == .drop { return .drop(reason: "the profile wants no sound") }
        // A recording that is cut off may name a stream of which nothing has come.
        if stream.pointee.codecpar.pointee.sample_rate <= 0 {
            return .drop(reason: "there is too little of it to know its sample rate")
        }
        let refusal = ContainerTrial(container: recipe.container).refusal(of: stream)
        if fits, refusal == nil { return .copy }
        let codec = String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id))
        throw MediaFailure(
            .recipe,
            "copy the sound of",
            path,
            "\(recipe.container) cannot hold \(codec) (stream \(index))"
                + (refusal.map { ": \($0)" } ?? ""),
            remedy: "encode it, for example with -c:a aac, or take another container"
        )
    }

    private static func subtitle(
        _ parameters: AVCodecParameters,
        _ recipe: EncodeRecipe,
        _ format: UnsafePointer<AVOutputFormat>,
        fits: Bool
    ) -> Fate {
        if recipe.subtitles == .drop { return .drop(reason: "the profile wants no subtitles") }
        if fits { return .copy }
        let container = String(cString: format.pointee.name)
        let properties = avcodec_descriptor_get(parameters.codec_id)?.pointee.props ?? 0
        guard properties & AV_CODEC_PROP_TEXT_SUB != 0 else {
            return .drop(reason: "\(container) cannot hold these pictures of text")
        }
        let wanted = [
            AV_CODEC_ID_SUBRIP, AV_CODEC_ID_MOV_TEXT, AV_CODEC_ID_WEBVTT, AV_CODEC_ID_ASS,
        ].first { avformat_query_codec(format, $0, FF_COMPLIANCE_NORMAL) == 1 }
        guard let wanted, let encoder = avcodec_find_encoder(wanted),
            avcodec_find_decoder(parameters.codec_id) != nil
        else { return .drop(reason: "\(container) cannot hold this kind of text") }
        return .convertText(to: String(cString: encoder.pointee.name))
    }
}

/// `text`, as a tag.
private let chapterText: UInt32 = 0x7478_6574
