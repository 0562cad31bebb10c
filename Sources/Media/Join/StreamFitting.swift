internal import CFFmpeg
internal import Model

/// What a container makes of streams that are not encoded.
struct StreamFitting {
    let recipe: EncodeRecipe
    let format: UnsafePointer<AVOutputFormat>
    let path: Path

    private var container: String { String(cString: format.pointee.name) }

    func picture(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ index: Int
    ) throws(MediaFailure) -> StreamMap.Fate {
        guard recipe.video.mode == .copy else { return .picture }
        let parameters = stream.pointee.codecpar.pointee
        let codec = String(cString: avcodec_get_name(parameters.codec_id))
        let trial = ContainerTrial(container: recipe.container)
        if let tag = recipe.video.tag {
            let number = try PictureTag.number(tag)
            if let refusal = trial.refusal(of: stream, tag: number) {
                throw PictureTag.failure(tag, codec, recipe.container, refusal)
            }
        }
        var refusal = trial.refusal(of: stream, tag: PictureTag.kept(parameters, in: format))
        if refusal == nil, !isNamed(parameters.codec_id) {
            refusal = "libavformat has no name for it"
        }
        if refusal == nil, parameters.codec_id == AV_CODEC_ID_RAWVIDEO,
            parameters.format == AV_PIX_FMT_PAL8.rawValue
        {
            refusal = "the colours of raw pictures with a palette get lost between containers"
        }
        if refusal == nil, StreamFitting.programStreams.contains(container) {
            refusal = "it does not keep the time of every frame"
        }
        // Its index has no times, only the order of decoding.
        if refusal == nil, container == "avi", parameters.video_delay > 0 {
            refusal = "it keeps no times, and these frames are not shown in the order of decoding"
        }
        guard let refusal else { return .copy }
        throw MediaFailure(
            .recipe,
            "copy the picture of",
            path,
            "\(recipe.container) cannot hold \(codec) (stream \(index)) as it is: \(refusal)",
            remedy: "encode it, or take another container, for example one that ends in .mkv"
        )
    }

    /// Whether a reader of the container will know what it is.
    private func isNamed(_ codec: AVCodecID) -> Bool {
        switch container {
        // It has the names of AVI for what it has none of its own for.
        case "matroska": true
        // It takes anything, as private data.
        case "mpegts": Containers.ofMPEGTS.contains(String(cString: avcodec_get_name(codec)))
        default: holds(codec)
        }
    }

    private static let programStreams: Set<String> = ["dvd", "mpeg", "svcd", "vcd", "vob"]

    func fate(
        of stream: UnsafeMutablePointer<AVStream>,
        _ index: Int
    ) throws(MediaFailure) -> StreamMap.Fate {
        let parameters = stream.pointee.codecpar.pointee
        switch parameters.codec_type {
        case AVMEDIA_TYPE_AUDIO: return try sound(stream, index)
        case AVMEDIA_TYPE_SUBTITLE: return subtitle(parameters)
        case AVMEDIA_TYPE_ATTACHMENT:
            return container == "matroska"
                ? .copy : .drop(reason: "\(container) has no attachments")
        case AVMEDIA_TYPE_VIDEO:
            if StreamFacts.isCover(stream) { return cover(parameters) }
            return isNamed(parameters.codec_id) && holds(parameters.codec_id)
                ? .copy : .drop(reason: "\(container) cannot hold it as it is")
        default:
            return .drop(reason: "data is not carried on")
        }
    }

    private func holds(_ codec: AVCodecID) -> Bool { StreamMap.holds(format, codec) }

    private func cover(_ parameters: AVCodecParameters) -> StreamMap.Fate {
        if container == "matroska" { return .attachCover }
        return Containers.takesCover(container, parameters.codec_id)
            ? .copy : .drop(reason: "\(container) keeps no such cover")
    }

    private func sound(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ index: Int
    ) throws(MediaFailure) -> StreamMap.Fate {
        // A recording that is cut off may name a stream of which nothing has come.
        if stream.pointee.codecpar.pointee.sample_rate <= 0 {
            return .drop(reason: "there is too little of it to know its sample rate")
        }
        let refusal = ContainerTrial(container: recipe.container).refusal(of: stream, tag: 0)
        let id = stream.pointee.codecpar.pointee.codec_id
        if holds(id), isNamed(id), refusal == nil { return .copy }
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

    private func subtitle(_ parameters: AVCodecParameters) -> StreamMap.Fate {
        if holds(parameters.codec_id) { return .copy }
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
