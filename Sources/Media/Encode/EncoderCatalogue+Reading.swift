internal import CFFmpeg
internal import CLibav
public import Model

extension EncoderCatalogue {
    /// What the installed libavcodec has, in its own order.
    public static func installed() -> EncoderCatalogue {
        var encoders: [Encoder] = []
        var state: UnsafeMutableRawPointer?
        while let codec = av_codec_iterate(&state) {
            guard av_codec_is_encoder(codec) != 0, let kind = kind(of: codec) else { continue }
            encoders.append(describe(codec, kind))
        }
        return EncoderCatalogue(
            encoders: encoders,
            common: OptionTable.read(
                avcodec_get_class(),
                flags: AV_OPT_FLAG_ENCODING_PARAM
            )
        )
    }

    private static func describe(
        _ codec: UnsafePointer<AVCodec>,
        _ kind: Encoder.Kind
    ) -> Encoder {
        let name = String(cString: codec.pointee.name)
        return Encoder(
            name: name,
            title: codec.pointee.long_name.map { String(cString: $0) } ?? name,
            kind: kind,
            codec: String(cString: avcodec_get_name(codec.pointee.id)),
            options: OptionTable.read(
                codec.pointee.priv_class,
                flags: AV_OPT_FLAG_ENCODING_PARAM
            ),
            pixelFormats: kind == .video ? PixelFormats.all(of: codec).map(PixelFormats.name) : []
        )
    }

    private static func kind(of codec: UnsafePointer<AVCodec>) -> Encoder.Kind? {
        switch codec.pointee.type {
        case AVMEDIA_TYPE_VIDEO: .video
        case AVMEDIA_TYPE_AUDIO: .audio
        default: nil
        }
    }
}
