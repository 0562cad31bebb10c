internal import CFFmpeg
internal import Model

/// Codec parameters as a value, to travel beside packets in a container that does not keep them.
extension CodecParameters {
    init(_ parameters: AVCodecParameters) {
        self.init(codec: String(cString: avcodec_get_name(parameters.codec_id)))
        extradata = Array(
            UnsafeRawBufferPointer(
                start: parameters.extradata,
                count: Int(parameters.extradata_size)
            )
        )
        bitRate = parameters.bit_rate
        profile = parameters.profile < 0 ? nil : parameters.profile
        level = parameters.level < 0 ? nil : parameters.level
        videoDelay = parameters.video_delay
        if parameters.codec_type == AVMEDIA_TYPE_AUDIO { sound = SoundProperties(parameters) }
        if parameters.codec_type == AVMEDIA_TYPE_VIDEO { picture = PictureProperties(parameters) }
    }

    /// Fills a stream of a muxer with them.
    func fill(_ target: UnsafeMutablePointer<AVCodecParameters>) throws(MediaFailure) {
        guard let descriptor = avcodec_descriptor_get_by_name(codec) else {
            throw MediaFailure(.mismatch, "write a stream", nil, "libavcodec knows no \(codec)")
        }
        target.pointee.codec_id = descriptor.pointee.id
        target.pointee.codec_type = descriptor.pointee.type
        target.pointee.codec_tag = 0
        target.pointee.bit_rate = bitRate
        if let profile { target.pointee.profile = profile }
        if let level { target.pointee.level = level }
        target.pointee.video_delay = videoDelay
        try fillExtradata(target)
        picture?.fill(target)
        try sound?.fill(target)
    }

    private func fillExtradata(
        _ target: UnsafeMutablePointer<AVCodecParameters>
    ) throws(MediaFailure) {
        av_freep(&target.pointee.extradata)
        target.pointee.extradata_size = 0
        guard !extradata.isEmpty else { return }
        let padded = extradata.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
        let memory = try libavMemory(av_mallocz(padded), "describe a stream")
        memory.copyMemory(from: extradata, byteCount: extradata.count)
        target.pointee.extradata = memory.assumingMemoryBound(to: UInt8.self)
        target.pointee.extradata_size = Int32(extradata.count)
    }
}

extension PictureProperties {
    init(_ parameters: AVCodecParameters) {
        self.init()
        width = Int(parameters.width)
        height = Int(parameters.height)
        pixelFormat = libavWord(av_get_pix_fmt_name(AVPixelFormat(rawValue: parameters.format)))
        let shape = Rational(parameters.sample_aspect_ratio)
        sampleAspectRatio = shape.isPositive ? shape : nil
        fieldOrder = FieldOrder(parameters.field_order)?.rawValue
        colorRange = libavWord(av_color_range_name(parameters.color_range))
        colorPrimaries = libavWord(av_color_primaries_name(parameters.color_primaries))
        colorTransfer = libavWord(av_color_transfer_name(parameters.color_trc))
        colorSpace = libavWord(av_color_space_name(parameters.color_space))
        chromaLocation = libavWord(av_chroma_location_name(parameters.chroma_location))
    }

    fileprivate func fill(_ target: UnsafeMutablePointer<AVCodecParameters>) {
        target.pointee.width = Int32(width)
        target.pointee.height = Int32(height)
        if let pixelFormat { target.pointee.format = av_get_pix_fmt(pixelFormat).rawValue }
        if let sampleAspectRatio { target.pointee.sample_aspect_ratio = sampleAspectRatio.libav }
        target.pointee.field_order = FieldOrder(fieldOrder)?.libav ?? AV_FIELD_UNKNOWN
        PictureColors(self).fill(target)
    }
}

extension SoundProperties {
    fileprivate init(_ parameters: AVCodecParameters) {
        var layout = parameters.ch_layout
        var text = [CChar](repeating: 0, count: 256)
        av_channel_layout_describe(&layout, &text, text.count)
        let name = text.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        self.init(sampleRate: parameters.sample_rate, layout: name)
        sampleFormat = libavWord(
            av_get_sample_fmt_name(AVSampleFormat(rawValue: parameters.format))
        )
        frameSize = parameters.frame_size
        blockAlign = parameters.block_align
        bitsPerCodedSample = parameters.bits_per_coded_sample
        bitsPerRawSample = parameters.bits_per_raw_sample
        initialPadding = parameters.initial_padding
        trailingPadding = parameters.trailing_padding
        seekPreroll = parameters.seek_preroll
    }

    fileprivate func fill(
        _ target: UnsafeMutablePointer<AVCodecParameters>
    ) throws(MediaFailure) {
        target.pointee.sample_rate = sampleRate
        av_channel_layout_uninit(&target.pointee.ch_layout)
        try libav("describe the sound layout \(layout)", nil, as: .mismatch) {
            av_channel_layout_from_string(&target.pointee.ch_layout, layout)
        }
        if let sampleFormat { target.pointee.format = av_get_sample_fmt(sampleFormat).rawValue }
        target.pointee.frame_size = frameSize
        target.pointee.block_align = blockAlign
        target.pointee.bits_per_coded_sample = bitsPerCodedSample
        target.pointee.bits_per_raw_sample = bitsPerRawSample
        target.pointee.initial_padding = initialPadding
        target.pointee.trailing_padding = trailingPadding
        target.pointee.seek_preroll = seekPreroll
    }
}
