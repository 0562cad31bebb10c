internal import CFFmpeg
internal import CLibav
internal import Model

/// What of a recipe's options shapes the sound before the encoder, and what is the encoder's own.
struct SoundOptions: Hashable {
    /// `ar`: samples a second.
    var sampleRate: Int32?
    /// `ac`: how many channels.
    var channels: Int32?
    /// `channel_layout`.
    var layout: String?
    /// `sample_fmt`.
    var sampleFormat: String?
    /// `q` or `aq`: a quality in place of a bit rate.
    var quality: Double?
    var encoder: [CodecOption] = []

    init(_ options: [CodecOption], of encoderName: String) throws(MediaFailure) {
        for option in options {
            switch option.name {
            case "ar": sampleRate = try SoundOptions.number(option, 1...768_000, encoderName)
            case "ac": channels = try SoundOptions.number(option, 1...64, encoderName)
            case "channel_layout", "ch_layout": layout = try SoundOptions.layout(option)
            case "sample_fmt": sampleFormat = try SoundOptions.format(option)
            case "q", "aq":
                guard let value = Double(option.value), value.isFinite, abs(value) < 1e6 else {
                    throw SoundOptions.wrong(option, "a number", encoderName)
                }
                quality = value
            case "ab": encoder.append(CodecOption("b", option.value))
            default: encoder.append(option)
            }
        }
    }

    /// The filter in front of the encoder: as ffmpeg does it, everything that the encoder takes is
    /// named, and libavfilter chooses what is nearest.
    func formatFilter(for codec: UnsafePointer<AVCodec>) -> String? {
        let formats = sampleFormat ?? SoundOptions.formats(of: codec)
        let rates = sampleRate.map(String.init) ?? SoundOptions.rates(of: codec)
        let layouts = layout ?? self.layouts(of: codec)
        let parts = [
            formats.map { "sample_fmts=\($0)" }, rates.map { "sample_rates=\($0)" },
            layouts.map { "channel_layouts=\($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : "aformat=" + parts.joined(separator: ":")
    }

    private static func formats(of codec: UnsafePointer<AVCodec>) -> String? {
        let names = formatNames(of: codec)
        return names.isEmpty ? nil : names.joined(separator: "|")
    }

    private static func rates(of codec: UnsafePointer<AVCodec>) -> String? {
        let rates = known(libav_sample_rates(codec)) { String($0) }
        return rates.isEmpty ? nil : rates.joined(separator: "|")
    }

    /// Of so many channels the first that the encoder takes, else the usual one.
    private func layouts(of codec: UnsafePointer<AVCodec>) -> String? {
        var known = SoundOptions.knownLayouts(of: codec)
        if known.isEmpty, String(cString: codec.pointee.name) == "libopus",
            !encoder.contains(where: { $0.name == "mapping_family" }), (channels ?? 0) <= 8
        {
            known = SoundOptions.opusLayouts
        }
        guard let channels else {
            return known.isEmpty ? nil : known.map(\.name).joined(separator: "|")
        }
        return known.first { $0.channels == channels }?.name ?? ChannelLayouts.usual(channels)
    }

    /// The encoder does not say so, and fails for others of up to eight channels, of which
    /// `5.1(side)` is what most AC-3 is decoded to.
    private static let opusLayouts: [(name: String, channels: Int32)] = [
        ("mono", 1), ("stereo", 2), ("3.0", 3), ("quad", 4), ("5.0", 5), ("5.1", 6), ("6.1", 7),
        ("7.1", 8),
    ]

    private static func number(
        _ option: CodecOption,
        _ range: ClosedRange<Int32>,
        _ encoder: String
    ) throws(MediaFailure) -> Int32 {
        guard let number = Int32(option.value), range.contains(number) else {
            let domain = "a number from \(range.lowerBound) to \(range.upperBound)"
            throw wrong(option, domain, encoder)
        }
        return number
    }

    private static func layout(_ option: CodecOption) throws(MediaFailure) -> String {
        var layout = AVChannelLayout()
        defer { av_channel_layout_uninit(&layout) }
        guard av_channel_layout_from_string(&layout, option.value) >= 0 else {
            throw MediaFailure(
                .recipe,
                "use the channel layout \(option.value)",
                nil,
                "libavutil knows none of that name",
                remedy: "ffmpeg -layouts"
            )
        }
        return ChannelLayouts.name(&layout)
    }

    private static func format(_ option: CodecOption) throws(MediaFailure) -> String {
        guard av_get_sample_fmt(option.value) != AV_SAMPLE_FMT_NONE else {
            throw MediaFailure(
                .recipe,
                "use the sample format \(option.value)",
                nil,
                "libavutil knows none of that name",
                remedy: "ffmpeg -sample_fmts"
            )
        }
        return option.value
    }

    private static func wrong(
        _ option: CodecOption,
        _ domain: String,
        _ encoder: String
    ) -> MediaFailure {
        MediaFailure(
            .recipe,
            "set the option \(option.name) of the encoder \(encoder) to \(option.value)",
            nil,
            "it takes \(domain)"
        )
    }
}

extension ChannelLayouts {
    /// What so many channels are when nobody says.
    static func usual(_ channels: Int32) -> String {
        var layout = AVChannelLayout()
        defer { av_channel_layout_uninit(&layout) }
        av_channel_layout_default(&layout, channels)
        return name(&layout)
    }
}
