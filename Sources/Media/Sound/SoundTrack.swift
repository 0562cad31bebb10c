internal import CFFmpeg
internal import CLibav
internal import Model

/// One track of sound on its way from the source's packets to the encoder's, as ffmpeg takes it:
/// decode, filter to what the encoder takes, encode. No sample is added or left out to make times
/// fit; the packets' times say where gaps are.
final class SoundTrack {
    let sourceStream: Int
    let encoder: Encoder
    private(set) var isOpen = false
    private(set) var damagedPackets = 0
    /// What the encoder got, in samples.
    private(set) var samples: Int64 = 0
    private(set) var firstTime: Int64?

    private let path: Path
    private let parameters: UnsafePointer<AVCodecParameters>
    private let decoder: Decoder
    private let options: SoundOptions
    private let filters: String?
    private let frame: Frame
    private let filtered: Frame
    private var clock: SampleClock
    private var graph: FilterGraph?
    private var input: Form?
    private var packets = 0
    private var frames = 0
    private let emit: (SoundTrack, Packet) throws(MediaFailure) -> Void

    /// - Parameter emit: Takes the packets of the encoder, whose times count samples.
    init(
        _ stream: UnsafeMutablePointer<AVStream>,
        of demuxer: Demuxer,
        encoder name: String,
        recipe: AudioRecipe,
        emit: @escaping (SoundTrack, Packet) throws(MediaFailure) -> Void
    ) throws(MediaFailure) {
        sourceStream = Int(stream.pointee.index)
        path = demuxer.path
        parameters = UnsafePointer(stream.pointee.codecpar)
        encoder = try Encoder(ofSound: name)
        options = try SoundOptions(recipe.options, of: name)
        filters = recipe.filters
        (frame, filtered) = (try Frame(), try Frame())
        let base = Rational(stream.pointee.time_base)
        let start = known(demuxer.context.pointee.start_time) ?? 0
        clock = SampleClock(timeBase: base, startMicroseconds: start)
        self.emit = emit
        do throws(MediaFailure) {
            decoder = try Decoder(parameters, timeBase: base, threads: 1, of: path)
        } catch {
            throw SoundTrack.undecodable(sourceStream, parameters, path, error.cause, error.kind)
        }
    }

    // MARK: Decoding

    func take(_ packet: Packet) throws(MediaFailure) {
        // An empty one would be the end to the decoder.
        guard !packet.bytes.isEmpty else { return }
        packets += 1
        if case .broken = try decoder.send(packet) {
            damagedPackets += 1
        } else if try drainDecoder() {
            damagedPackets += 1
        }
    }

    /// Gives what the decoder, the filters and the encoder still hold.
    func finish() throws(MediaFailure) {
        _ = try decoder.send(nil)
        for _ in 0..<brokenAtEndMax where try drainDecoder() { damagedPackets += 1 }
        if packets > 0, frames == 0 {
            let cause = "none of its \(Figures.grouped(Int64(packets))) packets could be decoded"
            throw SoundTrack.undecodable(sourceStream, parameters, path, cause, .unreadable)
        }
        try open()
        try graph?.push(nil)
        try drainGraph()
        try encode(nil)
    }

    /// Opens the encoder for what the head of the source says, if no frame has come yet.
    func open() throws(MediaFailure) {
        guard graph == nil else { return }
        var layout = AVChannelLayout()
        defer { av_channel_layout_uninit(&layout) }
        try libav("copy the layout of the sound", nil) {
            var source = parameters.pointee.ch_layout
            return av_channel_layout_copy(&layout, &source)
        }
        let form = Form(
            format: parameters.pointee.format,
            rate: parameters.pointee.sample_rate,
            layout: SoundTrack.name(&layout)
        )
        guard form.rate > 0, av_get_sample_fmt_name(AVSampleFormat(rawValue: form.format)) != nil
        else {
            let cause = "neither its head nor its packets say what sound it is"
            throw SoundTrack.undecodable(sourceStream, parameters, path, cause, .unreadable)
        }
        try build(for: form)
    }

    /// Whether the decoder stumbled.
    private func drainDecoder() throws(MediaFailure) -> Bool {
        while true {
            switch try decoder.receive(into: frame) {
            case .done: try filter()
            case .again, .end: return false
            case .broken: return true
            }
        }
    }

    // MARK: Filtering

    private func filter() throws(MediaFailure) {
        let handle = frame.handle
        guard handle.pointee.nb_samples > 0, handle.pointee.sample_rate > 0 else { return }
        frames += 1
        let form = Form(
            format: handle.pointee.format,
            rate: handle.pointee.sample_rate,
            layout: SoundTrack.name(&handle.pointee.ch_layout)
        )
        frame.presentation = clock.time(
            of: frame.presentation,
            samples: handle.pointee.nb_samples,
            rate: handle.pointee.sample_rate
        )
        if form != input { try build(for: form) }
        try graph?.push(frame)
        try drainGraph()
    }

    /// Sound that changes in its middle is brought to what the encoder was opened for. As in
    /// ffmpeg, what the filters before still hold, less than a packet, is left out.
    private func build(for form: Form) throws(MediaFailure) {
        try drainGraph()
        let last = isOpen ? openFormat() : options.formatFilter(for: encoder.codec)
        let text = [filters, last].compactMap { $0 }.joined(separator: ",")
        let graph = try FilterGraph(
            .audio,
            input: form.arguments,
            filters: text.isEmpty ? "anull" : text,
            threads: 1
        )
        if !isOpen { try openEncoder(for: graph) }
        let takesAny = Int32(AV_CODEC_CAP_VARIABLE_FRAME_SIZE)
        if encoder.codec.pointee.capabilities & takesAny == 0 {
            graph.setFrameSize(UInt32(max(0, encoder.context.pointee.frame_size)))
        }
        (self.graph, input) = (graph, form)
    }

    private func openFormat() -> String {
        let context = encoder.context
        let format = av_get_sample_fmt_name(context.pointee.sample_fmt).map { String(cString: $0) }
        return "aformat=sample_fmts=\(format ?? ""):sample_rates=\(context.pointee.sample_rate)"
            + ":channel_layouts=\(ChannelLayouts.name(&context.pointee.ch_layout))"
    }

    private func drainGraph() throws(MediaFailure) {
        guard let graph else { return }
        while try graph.pull(into: filtered) == .done {
            let handle = filtered.handle
            let base = encoder.context.pointee.time_base
            if let time = filtered.presentation {
                filtered.presentation = av_rescale_q(time, graph.timeBase.libav, base)
            } else {
                filtered.presentation = (firstTime ?? 0) &+ samples
            }
            firstTime = firstTime ?? filtered.presentation
            samples += Int64(handle.pointee.nb_samples)
            try encode(filtered)
        }
    }

    // MARK: Encoding

    private func openEncoder(for graph: FilterGraph) throws(MediaFailure) {
        let context = encoder.context
        context.pointee.sample_fmt = AVSampleFormat(rawValue: graph.format)
        context.pointee.sample_rate = graph.sampleRate
        context.pointee.time_base = AVRational(num: 1, den: graph.sampleRate)
        try graph.copyChannelLayout(to: &context.pointee.ch_layout)
        // Says that samples of 32 bits hold 24, where nothing has touched them.
        if graph.isTransparent {
            let room = av_get_bytes_per_sample(context.pointee.sample_fmt) * 8
            context.pointee.bits_per_raw_sample = min(
                decoder.context.pointee.bits_per_raw_sample,
                room
            )
        }
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        if let quality = options.quality {
            context.pointee.flags |= AV_CODEC_FLAG_QSCALE
            context.pointee.global_quality = Int32(quality * Double(FF_QP2LAMBDA))
        }
        try encoder.set(options.encoder)
        try encoder.open([])
        isOpen = true
    }

    private func encode(_ frame: Frame?) throws(MediaFailure) {
        _ = try encoder.send(frame)
        while true {
            let packet = try Packet()
            guard try encoder.receive(into: packet) == .done else { return }
            try emit(self, packet)
        }
    }

    // MARK: Parts

    /// What the filters have to know of decoded sound.
    private struct Form: Hashable {
        let format: Int32
        let rate: Int32
        let layout: String

        var arguments: String {
            let name = av_get_sample_fmt_name(AVSampleFormat(rawValue: format))
            return "time_base=1/\(rate):sample_rate=\(rate)"
                + ":sample_fmt=\(name.map { String(cString: $0) } ?? "")"
                + ":channel_layout=\(layout)"
        }
    }

    /// Where only the number of channels is known, the usual layout for it is meant.
    private static func name(_ layout: UnsafeMutablePointer<AVChannelLayout>) -> String {
        if layout.pointee.order == AV_CHANNEL_ORDER_UNSPEC {
            let channels = layout.pointee.nb_channels
            av_channel_layout_uninit(layout)
            av_channel_layout_default(layout, channels)
        }
        return ChannelLayouts.name(layout)
    }

    private static func undecodable(
        _ stream: Int,
        _ parameters: UnsafePointer<AVCodecParameters>,
        _ path: Path,
        _ cause: String,
        _ kind: MediaFailure.Kind
    ) -> MediaFailure {
        let codec = String(cString: avcodec_get_name(parameters.pointee.codec_id))
        return MediaFailure(
            kind,
            "decode the sound of stream \(stream) (\(codec)) of",
            path,
            cause,
            remedy: "copy the sound, or drop it"
        )
    }
}

extension Encoder {
    convenience init(ofSound name: String) throws(MediaFailure) {
        try self.init(named: name)
        guard codec.pointee.type == AVMEDIA_TYPE_AUDIO else {
            let cause = "it encodes no sound"
            throw MediaFailure(.recipe, "encode sound with \(name)", nil, cause)
        }
    }
}

/// A decoder that stumbles at the end of the stream may hold more frames.
private let brokenAtEndMax = 100
