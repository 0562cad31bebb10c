internal import CFFmpeg
internal import CLibav
internal import Model

/// What an encoder takes.
enum PixelFormats {
    /// In the encoder's order; empty is anything. A recipe that names one has just that.
    static func taken(by recipe: VideoRecipe) throws(MediaFailure) -> [AVPixelFormat] {
        guard let codec = avcodec_find_encoder_by_name(recipe.encoder) else {
            throw EncoderNames.unknown(recipe.encoder)
        }
        guard codec.pointee.type == AVMEDIA_TYPE_VIDEO else {
            throw MediaFailure(
                .recipe,
                "encode video with \(recipe.encoder)",
                nil,
                "it is no encoder of video"
            )
        }
        var all = all(of: codec)
        // Without `strict` it refuses the narrow range that the other formats may have.
        if recipe.encoder == "mjpeg", !recipe.options.contains(where: { $0.name == "strict" }) {
            all = [AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P]
        }
        guard let name = recipe.pixelFormat else { return all }
        let format = av_get_pix_fmt(name)
        if format != AV_PIX_FMT_NONE, all.isEmpty || all.contains(format) { return [format] }
        throw refusal(name, recipe.encoder, all)
    }

    static func all(of codec: UnsafePointer<AVCodec>) -> [AVPixelFormat] {
        guard let list = libav_pixel_formats(codec) else { return [] }
        return Array(
            sequence(first: list) { $0 + 1 }.lazy.map(\.pointee)
                .prefix { $0 != AV_PIX_FMT_NONE }
        )
    }

    /// The five formats that say "full range" by their name have twins that leave it to the frame.
    /// An encoder that takes only the twin gets the same numbers under that name; converting them
    /// would squeeze the range.
    static func renameFullRange(_ frame: Frame, for taken: [AVPixelFormat]) {
        let format = AVPixelFormat(rawValue: frame.handle.pointee.format)
        guard let twin = twins[format.rawValue], !taken.contains(format), taken.contains(twin)
        else { return }
        frame.handle.pointee.format = twin.rawValue
        frame.handle.pointee.color_range = AVCOL_RANGE_JPEG
    }

    private static let twins: [Int32: AVPixelFormat] = [
        AV_PIX_FMT_YUVJ411P.rawValue: AV_PIX_FMT_YUV411P,
        AV_PIX_FMT_YUVJ420P.rawValue: AV_PIX_FMT_YUV420P,
        AV_PIX_FMT_YUVJ422P.rawValue: AV_PIX_FMT_YUV422P,
        AV_PIX_FMT_YUVJ440P.rawValue: AV_PIX_FMT_YUV440P,
        AV_PIX_FMT_YUVJ444P.rawValue: AV_PIX_FMT_YUV444P,
    ]

    static func name(of format: AVPixelFormat) -> String {
        av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "none"
    }

    private static func refusal(
        _ name: String,
        _ encoder: String,
        _ all: [AVPixelFormat]
    ) -> MediaFailure {
        let names = all.map(PixelFormats.name)
        let meant = Suggestion.nearest(to: name, among: names).map { "; did you mean \($0)?" }
        let takes = names.isEmpty ? "" : ": it takes \(names.joined(separator: ", "))"
        return MediaFailure(
            .recipe,
            "encode \(name) with \(encoder)",
            nil,
            "the encoder does not take the pixel format\(takes)\(meant ?? "")"
        )
    }
}

extension PixelFormats {
    /// All that libavutil knows.
    static var allNames: [String] {
        sequence(state: UnsafePointer<AVPixFmtDescriptor>?.none) { last in
            last = av_pix_fmt_desc_next(last)
            return last
        }.compactMap { $0.pointee.name.map { String(cString: $0) } }
    }
}
