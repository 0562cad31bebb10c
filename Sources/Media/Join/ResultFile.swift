internal import CFFmpeg
internal import CLibav
internal import Model

/// The result as it is set up: its streams in the order of the source's, its tags, its chapters.
final class ResultFile {
    let muxer: Muxer
    let dropped: [String]
    private let order: JoinOrder
    private let clock: OutputClock
    /// The stream of the result for each stream of the source that has one.
    private(set) var indices: [Int: Int] = [:]
    private let map: StreamMap

    private let corrections: [Int: Int64]

    /// - Parameter corrections: In microseconds, by the stream of the result.
    init(
        _ order: JoinOrder,
        _ source: Demuxer,
        corrections: [Int: Int64]
    ) throws(MediaFailure) {
        self.order = order
        self.corrections = corrections
        clock = OutputClock(startMicroseconds: order.film.startMicroseconds)
        map = try StreamMap(
            source,
            recipe: order.recipe,
            picture: order.film.videoStream,
            soundTracks: order.sound?.tracks.map(\.sourceStream) ?? []
        )
        muxer = try Muxer(order.result, format: order.recipe.container)
        dropped = map.dropped(of: source) + DroppedPicture.notes(of: source, order)
        // Without random numbers and versions: joining again gives the same bytes.
        muxer.context.pointee.flags |= AVFMT_FLAG_BITEXACT
        for (index, fate) in map.fates.enumerated() {
            try add(source.stream(index), index, fate)
        }
        StreamTags.copy(source.context.pointee.metadata, to: &muxer.context.pointee.metadata)
        try StreamTags.copyChapters(from: source, to: muxer, clock)
        try muxer.begin(ResultFile.options(of: order.recipe))
        try writeCovers(of: source)
    }

    var picture: OutputStream { output(of: order.film.videoStream) }

    /// By the track of the sound's file.
    var sound: [OutputStream] {
        (order.sound?.tracks ?? []).map { output(of: $0.sourceStream) }
    }

    /// By the index of the stream in the source.
    var copies: [Int: OutputStream] {
        var copies: [Int: OutputStream] = [:]
        for (index, fate) in map.fates.enumerated() where fate == .copy {
            copies[index] = output(of: index)
        }
        return copies
    }

    /// By the index of the stream in the source, with the encoder of its text.
    var conversions: [Int: (stream: OutputStream, encoder: String)] {
        var conversions: [Int: (stream: OutputStream, encoder: String)] = [:]
        for (index, fate) in map.fates.enumerated() {
            guard case .convertText(let encoder) = fate else { continue }
            conversions[index] = (output(of: index), encoder)
        }
        return conversions
    }

    private func output(of index: Int) -> OutputStream {
        guard let place = indices[index] else { preconditionFailure("our bug: a stream is lost") }
        let stream = muxer.stream(place)
        let isText = stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_SUBTITLE
        return OutputStream(
            index: place,
            timeBase: Rational(stream.pointee.time_base),
            clock: clock,
            isRising: !isText,
            correctionMicroseconds: corrections[place] ?? 0
        )
    }

    private func add(
        _ source: UnsafeMutablePointer<AVStream>,
        _ index: Int,
        _ fate: StreamMap.Fate
    ) throws(MediaFailure) {
        if case .drop = fate { return }
        let stream = try muxer.addStream()
        indices[index] = Int(stream.pointee.index)
        switch fate {
        case .drop: break
        case .picture: try fillPicture(stream, source)
        case .sound(let track): try fillSound(stream, source, track)
        case .copy: try fillCopy(stream, source)
        case .attachCover: try fillCover(stream, source)
        case .convertText(let encoder):
            try TextConversion.fill(stream, from: source, encoder: encoder, order.source)
        }
        StreamTags.copy(from: source, to: stream)
        if fate == .attachCover { nameCover(stream) }
    }

    private func fillPicture(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ source: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) {
        guard let part = order.parts.first else {
            throw MediaFailure(.mismatch, "join", order.result, "there are no parts")
        }
        try part.parameters.fill(stream.pointee.codecpar)
        stream.pointee.time_base = part.timeBase.libav
        stream.pointee.sample_aspect_ratio = stream.pointee.codecpar.pointee.sample_aspect_ratio
        if let rate = part.frameRate {
            stream.pointee.avg_frame_rate = rate.libav
            stream.pointee.r_frame_rate = rate.libav
        }
        let name = String(cString: muxer.context.pointee.oformat.pointee.name)
        // With the parameter sets in the head alone, which Apple's players ask for.
        if part.parameters.codec == "hevc", name == "mp4" || name == "mov" {
            stream.pointee.codecpar.pointee.codec_tag = 0x3163_7668
        }
        try StreamTags.copySideData(from: source, to: stream) {
            DroppedPicture.cannotCarry($0)
        }
    }

    private func fillSound(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ source: UnsafeMutablePointer<AVStream>,
        _ track: Int
    ) throws(MediaFailure) {
        guard let track = order.sound?.tracks[track] else { return }
        try track.parameters.fill(stream.pointee.codecpar)
        stream.pointee.time_base = track.timeBase.libav
    }

    private func fillCopy(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ source: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) {
        try libav("describe a stream of", order.result) {
            avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar)
        }
        stream.pointee.codecpar.pointee.codec_tag = tag(for: source.pointee.codecpar.pointee)
        let isTimedText = source.pointee.codecpar.pointee.codec_id == AV_CODEC_ID_MOV_TEXT
        stream.pointee.time_base =
            isTimedText ? TextConversion.timeBase.libav : source.pointee.time_base
        stream.pointee.avg_frame_rate = source.pointee.avg_frame_rate
        stream.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
        try StreamTags.copySideData(from: source, to: stream)
    }

    /// Matroska's covers are files that are attached, with a name and a type.
    private func fillCover(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ source: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) {
        let picture = source.pointee.attached_pic
        let parameters = stream.pointee.codecpar
        parameters?.pointee.codec_type = AVMEDIA_TYPE_ATTACHMENT
        parameters?.pointee.codec_id = source.pointee.codecpar.pointee.codec_id
        let count = Int(picture.size)
        let padded = count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
        let bytes = try libavMemory(av_mallocz(padded), "copy a cover")
        if let data = picture.data { bytes.copyMemory(from: data, byteCount: count) }
        parameters?.pointee.extradata = bytes.assumingMemoryBound(to: UInt8.self)
        parameters?.pointee.extradata_size = picture.size
    }

    private func nameCover(_ stream: UnsafeMutablePointer<AVStream>) {
        let isJPEG = stream.pointee.codecpar.pointee.codec_id == AV_CODEC_ID_MJPEG
        let (name, type) = isJPEG ? ("cover.jpg", "image/jpeg") : ("cover.png", "image/png")
        av_dict_set(&stream.pointee.metadata, "filename", name, AV_DICT_DONT_OVERWRITE)
        av_dict_set(&stream.pointee.metadata, "mimetype", type, AV_DICT_DONT_OVERWRITE)
        stream.pointee.disposition = 0
    }

    /// The source's own tag where the container has the same one for the codec, else its default.
    private func tag(for parameters: AVCodecParameters) -> UInt32 {
        guard let tags = muxer.context.pointee.oformat.pointee.codec_tag else {
            return parameters.codec_tag
        }
        return av_codec_get_id(tags, parameters.codec_tag) == parameters.codec_id
            ? parameters.codec_tag : 0
    }

    private func writeCovers(of source: Demuxer) throws(MediaFailure) {
        for (index, place) in indices.sorted(by: { $0.key < $1.key }) {
            let stream = source.stream(index)
            guard StreamFacts.isCover(stream), stream.pointee.attached_pic.size > 0,
                map.fates[index] == .copy
            else { continue }
            let packet = try Packet()
            try libav("copy the cover of", order.source) {
                av_packet_ref(packet.handle, &stream.pointee.attached_pic)
            }
            packet.handle.pointee.stream_index = Int32(place)
            packet.presentation = 0
            packet.decoding = 0
            packet.handle.pointee.duration = 0
            try muxer.writeInterleaved(packet)
        }
    }

    /// The index goes in front in MP4 and MOV, so that a player can begin while it loads.
    private static func options(of recipe: EncodeRecipe) -> [CodecOption] {
        let isFlagged = recipe.containerOptions.contains { $0.name == "movflags" }
        guard ["mp4", "mov", "ipod", "m4v"].contains(recipe.container), !isFlagged else {
            return recipe.containerOptions
        }
        return recipe.containerOptions + [CodecOption("movflags", "+faststart")]
    }
}

/// What an encoded picture cannot keep of its source.
enum DroppedPicture {
    static func cannotCarry(_ type: AVPacketSideDataType) -> Bool {
        type == AV_PKT_DATA_DOVI_CONF || type == AV_PKT_DATA_CPB_PROPERTIES
    }

    static func notes(of source: Demuxer, _ order: JoinOrder) -> [String] {
        let stream = source.stream(order.film.videoStream)
        let isDolby = (0..<libav_side_data_count(stream)).contains {
            libav_side_data(stream, $0)?.pointee.type == AV_PKT_DATA_DOVI_CONF
        }
        var notes = isDolby ? ["Dolby Vision: the encoder cannot make its layer again"] : []
        for note in order.parts.flatMap(\.dropped) where !notes.contains(note) {
            notes.append(note)
        }
        return notes
    }
}
