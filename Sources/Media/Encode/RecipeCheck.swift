internal import CFFmpeg
internal import CLibav
public import Model

extension SliceEncoding {
    /// Finds what is wrong with a recipe before there is a film: names of encoder, container, pixel
    /// format and options, their values, and the grammar of the filters.
    public static func check(_ recipe: EncodeRecipe) throws(MediaFailure) {
        try LogCapture.during { _ throws(MediaFailure) in
            let formats = try PixelFormats.taken(by: recipe.video)
            try RecipeCheck.container(recipe)
            if let filters = recipe.video.filters { try FilterGraph.check(filters, .video) }
            try RecipeCheck.encoder(recipe.video, formats.first ?? AV_PIX_FMT_YUV420P)
        }
    }
}

enum RecipeCheck {
    /// Opens the encoder for small pictures, and where it wants those of television for such.
    static func encoder(
        _ recipe: VideoRecipe,
        _ format: AVPixelFormat
    ) throws(MediaFailure) {
        do throws(MediaFailure) {
            try open(recipe, format, 320, 240)
        } catch {
            guard error.attempt == "open the encoder \(recipe.encoder)" else { throw error }
            do throws(MediaFailure) {
                try open(recipe, format, 1_920, 1_080)
            } catch _ {
                throw error
            }
        }
    }

    private static func open(
        _ recipe: VideoRecipe,
        _ format: AVPixelFormat,
        _ width: Int32,
        _ height: Int32
    ) throws(MediaFailure) {
        let pins = try EncoderPins(recipe.encoder, recipe.options, .init(threads: 1))
        let encoder = try Encoder(named: recipe.encoder)
        encoder.context.pointee.width = width
        encoder.context.pointee.height = height
        encoder.context.pointee.pix_fmt = format
        encoder.context.pointee.time_base = AVRational(num: 1, den: 25)
        encoder.context.pointee.framerate = AVRational(num: 25, den: 1)
        encoder.context.pointee.thread_count = 1
        try encoder.open(pinned: pins)
    }

    static func container(_ recipe: EncodeRecipe) throws(MediaFailure) {
        let name = recipe.container
        guard let format = av_guess_format(name, nil, nil) else {
            let meant = Suggestion.nearest(to: name, among: containers)
            throw MediaFailure(
                .recipe,
                "write the container \(name)",
                nil,
                "the installed libavformat has none of that name"
                    + "\(meant.map { "; did you mean \($0)?" } ?? "")",
                remedy: "ffmpeg -muxers"
            )
        }
        let muxer = try Muxer("/dev/null", format: name)
        let options = OptionTable.read(
            format.pointee.priv_class,
            flags: AV_OPT_FLAG_ENCODING_PARAM
        )
        let common = OptionTable.read(avformat_get_class(), flags: AV_OPT_FLAG_ENCODING_PARAM)
        for option in recipe.containerOptions {
            let code = av_opt_set(
                muxer.context,
                option.name,
                option.value,
                AV_OPT_SEARCH_CHILDREN
            )
            guard code < 0 else { continue }
            throw OptionTable.complaint(
                of: option,
                "the container \(name)",
                options + common,
                remedy: "ffmpeg -h muxer=\(name)"
            )
        }
    }

    private static var containers: [String] {
        var names: [String] = []
        var state: UnsafeMutableRawPointer?
        while let format = av_muxer_iterate(&state) {
            names += String(cString: format.pointee.name).split(separator: ",").map(String.init)
        }
        return names
    }
}
