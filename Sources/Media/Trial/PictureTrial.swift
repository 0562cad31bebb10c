internal import CFFmpeg
internal import CLibav
internal import Model

/// What the installed encoder says of the picture's part of a recipe.
struct PictureTrial {
    let recipe: VideoRecipe
    private(set) var complaints: [RecipeComplaint] = []
    /// Open as the recipe wants it; nil when it cannot be.
    private(set) var opened: Encoder?

    init(_ recipe: VideoRecipe) {
        self.recipe = recipe
        guard recipe.mode == .encode else { return }
        if let filters = recipe.filters {
            complaints += FilterTrial(text: filters, kind: .video).complaints()
        }
        guard let codec = checkEncoder() else { return }
        let formats = checkPixelFormat(codec)
        let isDeviceOnly = complaints.contains { $0.subject == .videoEncoder }
        let good = checkOptions(formats.first)
        guard !isDeviceOnly else { return }
        let usual = PixelFormats.all(of: codec).first ?? AV_PIX_FMT_YUV420P
        open(formats.isEmpty ? [usual] : formats, good)
    }

    // MARK: Names

    private mutating func checkEncoder() -> UnsafePointer<AVCodec>? {
        let name = recipe.encoder
        guard let codec = avcodec_find_encoder_by_name(name) else {
            complaints.append(EncoderNames.complaint(.videoEncoder, name, AVMEDIA_TYPE_VIDEO))
            return nil
        }
        guard codec.pointee.type == AVMEDIA_TYPE_VIDEO else {
            complaints.append(
                RecipeComplaint(.videoEncoder, "\(name) is no encoder of pictures")
            )
            return nil
        }
        return codec
    }

    /// Those that it may be opened with.
    private mutating func checkPixelFormat(_ codec: UnsafePointer<AVCodec>) -> [AVPixelFormat] {
        let all = PixelFormats.all(of: codec)
        if !all.isEmpty, all.allSatisfy(PixelFormats.isInDevice) {
            let names = Quoted.list(all.map(PixelFormats.name), last: "and")
            complaints.append(
                RecipeComplaint(
                    .videoEncoder,
                    "the encoder \(recipe.encoder) takes pictures from a device's memory only "
                        + "(\(names)), and \(Product.name) makes none there"
                )
            )
            return []
        }
        do throws(MediaFailure) {
            let taken = try PixelFormats.taken(by: recipe)
            guard recipe.pixelFormat == nil else { return taken }
            // A profile of 10 bits is right for films that have them.
            let names: [String] = ["yuv420p10", "yuv422p10", "yuv444p10"]
            let deep = names.map { av_get_pix_fmt($0) }
            return Array(taken.prefix(1)) + deep.filter(taken.contains)
        } catch {
            let name = recipe.pixelFormat ?? ""
            let names = all.filter { !PixelFormats.isInDevice($0) }.map(PixelFormats.name)
            complaints.append(
                RecipeComplaint(
                    .pixelFormat,
                    "-pix_fmt takes \(Quoted.list(names, last: "or")) with the encoder "
                        + "\(recipe.encoder), not \(Quoted.readable(name))"
                        + Quoted.suggestion(Suggestion.nearest(to: name, among: names))
                )
            )
            return []
        }
    }

    // MARK: Options

    /// Those that can be set each by itself.
    private mutating func checkOptions(_ format: AVPixelFormat?) -> [CodecOption] {
        guard let encoder = try? Encoder(named: recipe.encoder) else { return [] }
        let depth = format.flatMap { av_pix_fmt_desc_get($0) }.map { $0.pointee.comp.0.depth }
        var judge = EncoderOptionTrial(
            encoder,
            bitDepth: Int(depth ?? 8),
            spelled: PictureTrial.spelled,
            subject: RecipeComplaint.Subject.videoOption
        )
        let good = judge.check(recipe.options)
        complaints += judge.complaints
        return good
    }

    static func spelled(_ name: String) -> String {
        switch name {
        case "b", "profile", "level": "-\(name):v"
        case "global_quality": "-q:v"
        default: "-\(name)"
        }
    }

    // MARK: Opening

    private mutating func open(_ formats: [AVPixelFormat], _ options: [CodecOption]) {
        // Some want the sizes of television.
        let sizes: [(Int32, Int32)] = [(320, 240), (1_920, 1_080)]
        for (width, height) in sizes {
            for format in formats {
                let form = PictureForm(width: width, height: height, format: format)
                _ = LogCapture.current?.takeWarnings()
                guard let encoder = try? PictureTrial.encoder(recipe, options, form) else {
                    continue
                }
                opened = encoder
                let warnings = LogCapture.current?.takeWarnings() ?? []
                return complaints += trial(form).complaints(of: warnings, options)
            }
        }
        let fits = sizes.flatMap { size in
            formats.map { PictureForm(width: size.0, height: size.1, format: $0) }
        }
        let form = fits.first { (try? PictureTrial.encoder(recipe, [], $0)) != nil } ?? fits[0]
        complaints += trial(form).complaints(about: options)
    }

    private func trial(_ form: PictureForm) -> OpeningTrial {
        OpeningTrial(
            encoder: recipe.encoder,
            spelled: PictureTrial.spelled,
            subject: RecipeComplaint.Subject.videoOption,
            encoderSubject: .videoEncoder
        ) { options in
            do throws(MediaFailure) {
                _ = LogCapture.current?.takeWarnings()
                _ = try PictureTrial.encoder(recipe, options, form)
                return .init(failure: nil, warnings: LogCapture.current?.takeWarnings() ?? [])
            } catch {
                return .init(failure: error.cause)
            }
        }
    }

    private static func encoder(
        _ recipe: VideoRecipe,
        _ options: [CodecOption],
        _ form: PictureForm
    ) throws(MediaFailure) -> Encoder {
        let pins = try EncoderPins(recipe.encoder, options, .init(threads: 1))
        let encoder = try Encoder(named: recipe.encoder)
        encoder.context.pointee.width = form.width
        encoder.context.pointee.height = form.height
        encoder.context.pointee.pix_fmt = form.format
        encoder.context.pointee.time_base = AVRational(num: 1, den: 25)
        encoder.context.pointee.framerate = AVRational(num: 25, den: 1)
        encoder.context.pointee.thread_count = 1
        encoder.context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        try encoder.set(pins.options)
        try encoder.open([])
        return encoder
    }
}

private struct PictureForm {
    var width: Int32
    var height: Int32
    var format: AVPixelFormat
}
