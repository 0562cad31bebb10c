internal import CFFmpeg
internal import CLibav
internal import Model

/// What the installed encoder says of the sound's part of a recipe.
struct SoundTrial {
    let recipe: AudioRecipe
    private(set) var complaints: [RecipeComplaint] = []
    /// Open as the recipe wants it; nil when it cannot be, or nothing is encoded.
    private(set) var opened: Encoder?

    init(_ recipe: AudioRecipe) {
        self.recipe = recipe
        guard case .encode(let name) = recipe.mode else { return }
        if let filters = recipe.filters {
            complaints += FilterTrial(text: filters, kind: .audio).complaints()
        }
        guard let codec = checkEncoder(name) else { return }
        let good = checkShape(codec, name)
        guard let encoder = try? Encoder(named: name),
            let options = try? SoundOptions(good, of: name)
        else { return }
        var judge = EncoderOptionTrial(
            encoder,
            spelled: SoundTrial.spelled,
            subject: RecipeComplaint.Subject.audioOption
        )
        let taken = judge.check(options.encoder)
        complaints += judge.complaints
        let shaping = good.filter { !options.encoder.contains($0) }
        open(name, shaping + taken)
    }

    private mutating func checkEncoder(_ name: String) -> UnsafePointer<AVCodec>? {
        guard let codec = avcodec_find_encoder_by_name(name) else {
            complaints.append(EncoderNames.complaint(.audioEncoder, name, AVMEDIA_TYPE_AUDIO))
            return nil
        }
        guard codec.pointee.type == AVMEDIA_TYPE_AUDIO else {
            complaints.append(RecipeComplaint(.audioEncoder, "\(name) is no encoder of sound"))
            return nil
        }
        return codec
    }

    static func spelled(_ name: String) -> String {
        ["b", "q", "profile"].contains(name) ? "-\(name):a" : "-\(name)"
    }

    // MARK: What shapes the sound before the encoder

    /// The options without those that are wrong by themselves.
    private mutating func checkShape(
        _ codec: UnsafePointer<AVCodec>,
        _ name: String
    ) -> [CodecOption] {
        recipe.options.filter { option in
            do throws(MediaFailure) {
                let shape = try SoundOptions([option], of: name)
                guard let domain = SoundTrial.domain(shape, codec, name) else { return true }
                add(option, "takes \(domain) with the encoder \(name)")
            } catch {
                let domain =
                    switch option.name {
                    case "ac": "a number from 1 to 64"
                    case "ar": "a number from 1 to 768000"
                    case "sample_fmt": "a sample format such as s16 or fltp"
                    case "channel_layout", "ch_layout": "a layout such as stereo or 5.1"
                    default: "a number"
                    }
                add(option, "takes \(domain)")
            }
            return false
        }
    }

    private mutating func add(_ option: CodecOption, _ message: String) {
        complaints.append(
            RecipeComplaint(
                .audioOption(option.name),
                "\(SoundTrial.spelled(option.name)) \(message), "
                    + "not \(Quoted.readable(option.value))"
            )
        )
    }

    /// What the encoder takes instead; nil when it takes this.
    private static func domain(
        _ shape: SoundOptions,
        _ codec: UnsafePointer<AVCodec>,
        _ name: String
    ) -> String? {
        if let rate = shape.sampleRate {
            let rates = SoundOptions.known(libav_sample_rates(codec)) { $0 }
            guard !rates.isEmpty, !rates.contains(rate) else { return nil }
            return Quoted.list(rates.map(String.init), last: "or")
        }
        if let format = shape.sampleFormat {
            let formats = SoundOptions.formatNames(of: codec)
            guard !formats.isEmpty, !formats.contains(format) else { return nil }
            return Quoted.list(formats, last: "or")
        }
        let layouts = SoundOptions.knownLayouts(of: codec)
        if let channels = shape.channels {
            let counts = Set(layouts.map(\.channels)).sorted()
            guard !counts.isEmpty, !counts.contains(channels) else { return nil }
            return Quoted.list(counts.map(String.init), last: "or")
        }
        if let layout = shape.layout {
            guard !layouts.isEmpty, !layouts.contains(where: { $0.name == layout }) else {
                return nil
            }
            return Quoted.list(layouts.map(\.name), last: "or")
        }
        return nil
    }

    // MARK: Opening

    private mutating func open(_ name: String, _ options: [CodecOption]) {
        let trial = OpeningTrial(
            encoder: name,
            spelled: SoundTrial.spelled,
            subject: RecipeComplaint.Subject.audioOption,
            encoderSubject: .audioEncoder
        ) { options in
            do throws(MediaFailure) {
                _ = LogCapture.current?.takeWarnings()
                _ = try SoundTrial.encoder(name, options)
                return .init(failure: nil, warnings: LogCapture.current?.takeWarnings() ?? [])
            } catch {
                return .init(failure: error.cause)
            }
        }
        complaints += trial.complaints(about: options)
        opened = try? SoundTrial.encoder(name, options)
    }

    /// For stereo of 48,000 Hz, or what of that the encoder takes.
    private static func encoder(
        _ name: String,
        _ options: [CodecOption]
    ) throws(MediaFailure) -> Encoder {
        let options = try SoundOptions(options, of: name)
        let encoder = try Encoder(named: name)
        let graph = try FilterGraph(
            .audio,
            input: "time_base=1/48000:sample_rate=48000:sample_fmt=fltp:channel_layout=stereo",
            filters: options.formatFilter(for: encoder.codec) ?? "anull",
            threads: 1
        )
        let context = encoder.context
        context.pointee.sample_fmt = AVSampleFormat(rawValue: graph.format)
        context.pointee.sample_rate = graph.sampleRate
        context.pointee.time_base = AVRational(num: 1, den: graph.sampleRate)
        try graph.copyChannelLayout(to: &context.pointee.ch_layout)
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        try encoder.set(options.encoder)
        try encoder.open([])
        return encoder
    }
}

extension SoundOptions {
    /// The entries of a list that ends with 0.
    static func known<Value>(
        _ list: UnsafePointer<Int32>?,
        _ value: (Int32) -> Value
    ) -> [Value] {
        guard var next = list else { return [] }
        var found: [Value] = []
        while next.pointee != 0 {
            found.append(value(next.pointee))
            next += 1
        }
        return found
    }

    static func formatNames(of codec: UnsafePointer<AVCodec>) -> [String] {
        guard var next = libav_sample_formats(codec) else { return [] }
        var names: [String] = []
        while let name = av_get_sample_fmt_name(next.pointee) {
            names.append(String(cString: name))
            next += 1
        }
        return names
    }

    static func knownLayouts(
        of codec: UnsafePointer<AVCodec>
    ) -> [(name: String, channels: Int32)] {
        guard var next = libav_channel_layouts(codec) else { return [] }
        var known: [(name: String, channels: Int32)] = []
        while next.pointee.nb_channels != 0 {
            known.append((ChannelLayouts.name(next), next.pointee.nb_channels))
            next += 1
        }
        return known
    }
}
