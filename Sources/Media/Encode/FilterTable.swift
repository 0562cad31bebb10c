/// What is known of single filters. One that is not in the lists leaves the film uncut: it may be
/// slower, but never wrong.
enum FilterTable {
    static func rule(of filter: FilterChain.Filter) -> FilterRule {
        if let condition = filter.argument("enable"), let word = word(ofTime: condition, filter) {
            return .uncut("the filter \(filter.name) is switched by \(word)")
        }
        if plain.contains(filter.name) { return .sliceable }
        if expressive.contains(filter.name) {
            for argument in filter.arguments {
                guard let word = word(ofTime: argument.value, filter) else { continue }
                return .uncut(
                    "the filter \(filter.name) depends on \(word) in \(argument.value)"
                )
            }
            return .sliceable
        }
        switch filter.name {
        case "yadif": return deinterlacer(filter, standard: "send_frame", fieldRates: yadifModes)
        case "bwdif": return deinterlacer(filter, standard: "send_field", fieldRates: bwdifModes)
        default: return .uncut("the filter \(filter.name) may look at more than one frame")
        }
    }

    private static let yadifModes = [
        "0": false, "send_frame": false, "1": true, "send_field": true,
        "2": false, "send_frame_nospatial": false, "3": true, "send_field_nospatial": true,
    ]
    private static let bwdifModes = [
        "0": false, "send_frame": false, "1": true, "send_field": true,
    ]

    private static func deinterlacer(
        _ filter: FilterChain.Filter,
        standard: String,
        fieldRates: [String: Bool]
    ) -> FilterRule {
        guard filter.argument("enable") == nil else {
            return .uncut("the filter \(filter.name) is switched on and off")
        }
        let mode = filter.argument("mode", "0") ?? standard
        guard let fieldRate = fieldRates[mode] else {
            return .uncut("the filter \(filter.name) has the unknown mode \(mode)")
        }
        // Frames that are not marked as interlaced would pass once, the others twice.
        guard !fieldRate || ["0", "all"].contains(filter.argument("deint", "2") ?? "all") else {
            return .uncut("the filter \(filter.name) gives one or two frames, by the frame")
        }
        return .deinterlace(fieldRate: fieldRate)
    }

    /// The first word of an expression that changes from frame to frame, or keeps something.
    private static func word(ofTime text: String, _ filter: FilterChain.Filter) -> String? {
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
        return words.first { changing.contains(String($0)) }.map(String.init)
    }

    private static let changing: Set<String> = [
        "t", "n", "pos", "pts", "T", "N", "in", "on", "random", "randomi", "ld", "st", "time",
        "print", "prev_pts", "prev_t", "ts", "pict_type", "key",
    ]

    /// Their options are numbers and words, evaluated once.
    private static let plain: Set<String> = [
        "avgblur", "bilateral", "cas", "chromahold", "chromakey", "chromanr", "chromashift",
        "colorbalance", "colorchannelmixer", "colorcontrast", "colorcorrect", "colorhold",
        "colorize", "colorkey", "colorlevels", "colormatrix", "colorspace", "colortemperature",
        "convolution", "copy", "curves", "dblur", "dctdnoiz", "deband", "deblock", "despill",
        "dilation", "edgedetect", "epx", "erosion", "exposure", "fieldorder", "fillborders",
        "format", "gblur", "gradfun", "hflip", "hqx", "il", "kirsch", "lenscorrection", "lumakey",
        "lut1d", "lut3d", "median", "monochrome", "negate", "nlmeans", "noformat", "null",
        "owdenoise", "pixelize", "prewitt", "removegrain", "rgbashift", "roberts", "sab",
        "scharr", "selectivecolor", "setfield", "setparams", "setrange", "shuffleplanes",
        "smartblur", "sobel", "super2xsai", "swapuv", "tonemap", "transpose", "unsharp", "v360",
        "vaguedenoiser", "vflip", "vibrance", "xbr", "yaepblur", "zscale",
    ]

    /// Their options may be expressions over the frame's time or number.
    private static let expressive: Set<String> = [
        "boxblur", "crop", "delogo", "drawbox", "drawgrid", "eq", "geq", "hue", "lut", "lutrgb",
        "lutyuv", "pad", "perspective", "rotate", "scale", "setdar", "setsar", "shear",
    ]
}
