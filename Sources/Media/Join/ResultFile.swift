internal import CFFmpeg
internal import CLibav
internal import Model

/// The result as it is set up: its streams in the order of the recipe's choice, its tags, its
/// chapters.
final class ResultFile {
    let muxer: Muxer
    let map: StreamMap
    let wishes: StreamWishes
    /// The pictures that are copied, by the index of the stream in the source.
    let copiedPictures: [Int: CopiedPicture]
    let dropped: [String]
    private let order: JoinOrder
    private let manner: JoinManner
    private let clock: OutputClock
    /// The stream of the result for each stream of the source that has one.
    private var indices: [Int: Int] = [:]
    /// The stream of the result for each track of sound, by the way it is encoded in.
    private var soundPlaces: [Int: [Int: Int]] = [:]
    private let corrections: [Int: Int64]

    /// - Parameter corrections: In microseconds, by the stream of the result.
    init(
        _ order: JoinOrder,
        _ manner: JoinManner,
        _ source: Demuxer,
        corrections: [Int: Int64]
    ) throws(MediaFailure) {
        self.order = order
        self.manner = manner
        self.corrections = corrections
        clock = OutputClock(startMicroseconds: order.film.startMicroseconds)
        let selection = try StreamSelection(source, order.recipe)
        guard selection.picture == order.film.videoStream else {
            let cause = "it has other streams than when it was planned"
            throw MediaFailure(.changed, "join", order.source, cause)
        }
        map = try StreamMap(
            source,
            selection,
            recipe: order.recipe,
            soundTracks: order.sound?.tracks.map(\.sourceStream) ?? [],
            soundWays: 1 + manner.furtherSounds.count
        )
        wishes = try StreamWishes(source, map, order.recipe.streams)
        copiedPictures = try ResultFile.copiedPictures(order, map, source)
        muxer = try Muxer(order.result, format: order.recipe.container)
        dropped =
            map.dropped(of: source) + wishes.notes + DroppedPicture.notes(of: source, order)
            + ResultFile.shownAgain(copiedPictures, order.recipe.container)
        // Without random numbers and versions: joining again gives the same bytes.
        muxer.context.pointee.flags |= AVFMT_FLAG_BITEXACT
        // Dolby Vision is no part of the containers' standards.
        if !copiedPictures.isEmpty {
            muxer.context.pointee.strict_std_compliance = FF_COMPLIANCE_UNOFFICIAL
        }
        for entry in map.kept { try add(source.stream(entry.source), entry) }
        StreamTags.set(wishes.film.tags, on: &muxer.context.pointee.metadata)
        if wishes.keepsChapters { try StreamTags.copyChapters(from: source, to: muxer, clock) }
        try muxer.begin(ResultFile.options(of: order.recipe))
        try writeCovers(of: source)
    }

    private static func copiedPictures(
        _ order: JoinOrder,
        _ map: StreamMap,
        _ source: Demuxer
    ) throws(MediaFailure) -> [Int: CopiedPicture] {
        let streams = map.kept.filter { entry in
            let stream = source.stream(entry.source)
            return entry.fate == .copy && !StreamFacts.isCover(stream)
                && stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO
        }.map(\.source)
        let known = order.film.copied.filter { streams.contains($0.stream) }
        let others = streams.filter { stream in !known.contains { $0.stream == stream } }
        let all = known + (try CopySurvey.run(order.source, others))
        return Dictionary(all.map { ($0.stream, $0) }) { first, _ in first }
    }

    /// What an edit list hides is hidden in containers that have such lists, and nowhere else.
    private static func shownAgain(
        _ pictures: [Int: CopiedPicture],
        _ container: String
    ) -> [String] {
        if Containers.ofMP4.contains(container) { return [] }
        return pictures.values.filter { $0.hiddenPackets > 0 }.sorted { $0.stream < $1.stream }
            .map {
                let noun = $0.hiddenPackets == 1 ? "1 frame" : "\($0.hiddenPackets) frames"
                return "the edit list of stream \($0.stream): \(container) has none, and shows the "
                    + "\(noun) that it hides"
            }
    }

    /// The result's picture; nil when the result is sound alone.
    var picture: OutputStream? { order.film.videoStream.map { output(of: $0) } }

    /// Each way in which the sound is encoded.
    var soundReports: [SoundReport] { (order.sound.map { [$0] } ?? []) + manner.furtherSounds }

    /// By the track of the sound's file.
    func sound(_ way: Int) -> [OutputStream] {
        soundReports[way].tracks.indices.map { track in
            guard let place = soundPlaces[way]?[track] else {
                preconditionFailure("our bug: a track of sound is lost")
            }
            return output(at: place)
        }
    }

    /// By the index of the stream in the source.
    var copies: [Int: OutputStream] {
        var copies: [Int: OutputStream] = [:]
        for entry in map.kept where entry.fate == .copy {
            copies[entry.source] = output(of: entry.source)
        }
        return copies
    }

    /// By the index of the stream in the source, with the encoder of its text.
    var conversions: [Int: (stream: OutputStream, encoder: String)] {
        var conversions: [Int: (stream: OutputStream, encoder: String)] = [:]
        for entry in map.kept {
            guard case .convertText(let encoder) = entry.fate else { continue }
            conversions[entry.source] = (output(of: entry.source), encoder)
        }
        return conversions
    }

    /// In what form the packets of each stream of the result are given to the muxer.
    func hashes(_ source: Demuxer) -> [Int: StreamHash] {
        var hashes: [Int: StreamHash] = [:]
        for (place, entry) in map.kept.enumerated() {
            let given = muxer.stream(place).pointee.codecpar.pointee
            let original = source.stream(entry.source).pointee.codecpar.pointee
            hashes[place] = StreamHash(
                entry.fate == .copy ? original : given,
                isRewritten: StreamHash.isRewritten(given, in: order.recipe.container)
            )
        }
        return hashes
    }

    private func output(of index: Int) -> OutputStream {
        guard let place = indices[index] else { preconditionFailure("our bug: a stream is lost") }
        return output(at: place)
    }

    private func output(at place: Int) -> OutputStream {
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
        _ entry: StreamMap.Entry
    ) throws(MediaFailure) {
        let stream = try muxer.addStream()
        let place = Int(stream.pointee.index)
        indices[entry.source] = place
        switch entry.fate {
        case .drop: break
        case .picture:
            try EncodedPicture(order, isTurned: manner.isTurned)
                .fill(stream, from: source, in: map.format)
        case .sound(let track, let way):
            soundPlaces[way, default: [:]][track] = place
            try fillSound(stream, track, way)
        case .copy: try fillCopy(stream, source)
        case .attachCover: try fillCover(stream, source)
        case .convertText(let encoder):
            try TextConversion.fill(stream, from: source, encoder: encoder, order.source)
        }
        StreamTags.set(wishes.streams[place].tags, on: &stream.pointee.metadata)
        stream.pointee.disposition = wishes.streams[place].dispositions
        // Of one track in several encodings players begin with the first.
        if case .sound(_, let way) = entry.fate, way > 0 {
            stream.pointee.disposition &= ~AV_DISPOSITION_DEFAULT
        }
    }

    private var wishedTag: UInt32? {
        get throws(MediaFailure) {
            guard let tag = order.recipe.video.tag else { return nil }
            return try PictureTag.number(tag)
        }
    }

    private func fillSound(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ track: Int,
        _ way: Int
    ) throws(MediaFailure) {
        let track = soundReports[way].tracks[track]
        try track.parameters.fill(stream.pointee.codecpar)
        stream.pointee.time_base = track.timeBase.libav
    }

    private func fillCopy(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ source: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) {
        if let filter = try filter(for: source) {
            try filter.copyParameters(to: stream.pointee.codecpar)
        } else {
            try libav("describe a stream of", order.result) {
                avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar)
            }
        }
        let parameters = source.pointee.codecpar.pointee
        stream.pointee.codecpar.pointee.codec_tag = PictureTag.kept(parameters, in: map.format)
        let isTimedText = parameters.codec_id == AV_CODEC_ID_MOV_TEXT
        stream.pointee.time_base =
            isTimedText ? TextConversion.timeBase.libav : source.pointee.time_base
        stream.pointee.avg_frame_rate = source.pointee.avg_frame_rate
        stream.pointee.r_frame_rate = source.pointee.r_frame_rate
        // The container's shape wins over the packets', as with ffmpeg; MP4 has it from the
        // codec's.
        if source.pointee.sample_aspect_ratio.num > 0 {
            stream.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
            stream.pointee.codecpar.pointee.sample_aspect_ratio =
                source.pointee.sample_aspect_ratio
        }
        try StreamTags.copySideData(from: source, to: stream)
        let index = Int(source.pointee.index)
        guard let picture = copiedPictures[index] else { return }
        if index == order.film.videoStream, let tag = try wishedTag {
            stream.pointee.codecpar.pointee.codec_tag = tag
        } else if let tag = PictureTag.standard(
            parameters,
            in: map.format,
            keepsHeaders: picture.keepsHeaders
        ) {
            stream.pointee.codecpar.pointee.codec_tag = tag
        }
        // AVI counts frames, at the rate that its clock has.
        if order.recipe.container == "avi", let rate = StreamFacts.frameRate(of: source) {
            stream.pointee.time_base = rate.inverse.libav
        }
    }

    /// What brings the packets of a copied stream into the form that the container wants, where
    /// libavformat does not do so by itself.
    func filter(
        for source: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) -> BitstreamFilter? {
        guard let picture = copiedPictures[Int(source.pointee.index)] else { return nil }
        let parameters = source.pointee.codecpar.pointee
        let container = order.recipe.container
        let hasLengths = parameters.extradata_size > 4 && parameters.extradata[0] == 1
        let name: String
        switch parameters.codec_id {
        case AV_CODEC_ID_MPEG4 where picture.packedPackets > 0 && container != "avi":
            name = "mpeg4_unpack_bframes"
        case AV_CODEC_ID_H264 where hasLengths && ResultFile.wantsStartCodes.contains(container):
            name = "h264_mp4toannexb"
        case AV_CODEC_ID_HEVC where hasLengths && ResultFile.wantsStartCodes.contains(container):
            name = "hevc_mp4toannexb"
        // Its head is in its packets in MPEG-TS.
        case AV_CODEC_ID_MPEG4 where container == "mpegts" && parameters.extradata_size > 0:
            name = "dump_extra"
        default: return nil
        }
        return try BitstreamFilter(name, source, of: order.source)
    }

    /// Whether packets come out of their filter as they were but for their framing.
    func keepsBytes(_ index: Int) -> Bool {
        guard let picture = copiedPictures[index] else { return true }
        let isRewritten = order.recipe.container == "mpegts" || picture.packedPackets > 0
        return !(isRewritten && order.film.codec == "mpeg4")
    }

    private static let wantsStartCodes: Set<String> = [
        "avi", "h264", "hevc",
    ]

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

    private func writeCovers(of source: Demuxer) throws(MediaFailure) {
        for (place, entry) in map.kept.enumerated() where entry.fate == .copy {
            let stream = source.stream(entry.source)
            guard StreamFacts.isCover(stream), stream.pointee.attached_pic.size > 0 else {
                continue
            }
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
        guard Containers.ofMP4.contains(recipe.container), !isFlagged else {
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
        guard let index = order.film.videoStream, order.recipe.video.mode == .encode else {
            return []
        }
        let stream = source.stream(index)
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
