internal import CFFmpeg
internal import CLibav
internal import Model

extension MediaDescription.Stream {
    /// What the head of the file says of a stream.
    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let parameters = stream.pointee.codecpar.pointee
        self.init(
            index: Int(stream.pointee.index),
            kind: MediaDescription.Kind(parameters.codec_type),
            timeBase: Rational(stream.pointee.time_base)
        )
        if parameters.codec_id != AV_CODEC_ID_NONE {
            codec = String(cString: avcodec_get_name(parameters.codec_id))
        }
        profile = avcodec_profile_name(parameters.codec_id, parameters.profile).map {
            String(cString: $0)
        }
        level = parameters.level > 0 ? Int(parameters.level) : nil
        start = known(stream.pointee.start_time)
        duration = known(stream.pointee.duration)
        bitRate = parameters.bit_rate > 0 ? parameters.bit_rate : nil
        tags = Options.tags(of: stream.pointee.metadata)
        language = tags["language"]
        title = tags["title"]
        dispositions = StreamFacts.dispositions(of: stream)
        isDefault = StreamFacts.isDefault(stream)
        isForced = stream.pointee.disposition & AV_DISPOSITION_FORCED != 0
        switch kind {
        case .video: video = MediaDescription.Video(stream)
        case .audio: audio = MediaDescription.Audio(parameters)
        case .subtitle: subtitle = MediaDescription.Subtitle(parameters.codec_id)
        case .attachment:
            attachment = MediaDescription.Attachment(
                fileName: tags["filename"],
                mimeType: tags["mimetype"]
            )
        case .data, .unknown: break
        }
    }
}

extension MediaDescription.Kind {
    init(_ type: AVMediaType) {
        switch type {
        case AVMEDIA_TYPE_VIDEO: self = .video
        case AVMEDIA_TYPE_AUDIO: self = .audio
        case AVMEDIA_TYPE_SUBTITLE: self = .subtitle
        case AVMEDIA_TYPE_DATA: self = .data
        case AVMEDIA_TYPE_ATTACHMENT: self = .attachment
        default: self = .unknown
        }
    }
}

extension MediaDescription.Video {
    init(_ stream: UnsafeMutablePointer<AVStream>) {
        self.init(
            picture: PictureProperties(stream),
            isCoverArt: StreamFacts.isCover(stream)
        )
        func positive(_ rate: AVRational) -> Rational? {
            let rate = Rational(rate)
            return rate.isPositive ? rate : nil
        }
        tickRate = positive(stream.pointee.r_frame_rate)
        averageRate = positive(stream.pointee.avg_frame_rate)
        frameRate = isCoverArt ? nil : StreamFacts.frameRate(of: stream)
        rotation = StreamFacts.rotation(of: stream)
        dolbyVision = StreamFacts.sideData(
            AV_PKT_DATA_DOVI_CONF,
            of: stream,
            as: AVDOVIDecoderConfigurationRecord.self
        ) {
            MediaDescription.DolbyVision(
                profile: Int($0.pointee.dv_profile),
                level: Int($0.pointee.dv_level),
                hasEnhancementLayer: $0.pointee.el_present_flag != 0,
                compatibility: Int($0.pointee.dv_bl_signal_compatibility_id)
            )
        }
    }
}

extension MediaDescription.Audio {
    init(_ parameters: AVCodecParameters) {
        var parameters = parameters
        let format = av_get_sample_fmt_name(AVSampleFormat(rawValue: parameters.format))
        self.init(
            sampleRate: Int(parameters.sample_rate),
            channels: Int(parameters.ch_layout.nb_channels),
            layout: ChannelLayouts.name(&parameters.ch_layout),
            sampleFormat: format.map { String(cString: $0) },
            initialPadding: Int(parameters.initial_padding)
        )
    }
}

enum ChannelLayouts {
    /// For example `stereo` or `5.1(side)`.
    static func name(_ layout: UnsafePointer<AVChannelLayout>) -> String {
        var text = [CChar](repeating: 0, count: 256)
        let count = av_channel_layout_describe(layout, &text, text.count)
        guard count > 0 else { return "unknown" }
        return text.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? "unknown"
        }
    }
}

extension MediaDescription.Subtitle {
    init(_ codec: AVCodecID) {
        let properties = avcodec_descriptor_get(codec).map { $0.pointee.props } ?? 0
        if properties & AV_CODEC_PROP_TEXT_SUB != 0 {
            self = .text
        } else if properties & AV_CODEC_PROP_BITMAP_SUB != 0 {
            self = .bitmap
        } else {
            self = .unknown
        }
    }
}

/// A time of libav's; nil where it has none.
func known(_ time: Int64) -> Int64? { time == reelmill_no_time ? nil : time }
