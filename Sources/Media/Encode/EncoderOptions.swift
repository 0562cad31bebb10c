internal import CFFmpeg
internal import CLibav
internal import Model

/// The options of a recipe, set on an encoder by name.
extension Encoder {
    /// Its own table comes first, then the one that all encoders share.
    func set(_ options: [CodecOption]) throws(MediaFailure) {
        for option in options {
            let code = av_opt_set(context, option.name, option.value, AV_OPT_SEARCH_CHILDREN)
            if code >= 0, isForEncoding(option.name) { continue }
            _ = LogCapture.current?.takeErrors()
            throw OptionTable.complaint(
                of: option,
                "the encoder \(name)",
                known,
                remedy: "ffmpeg -h encoder=\(name)"
            )
        }
    }

    /// Decoders' options are in the same table.
    private func isForEncoding(_ name: String) -> Bool {
        let flags = AV_OPT_FLAG_ENCODING_PARAM
        return av_opt_find(context, name, nil, flags, AV_OPT_SEARCH_CHILDREN) != nil
    }

    /// What can be set on it.
    var known: [EncoderCatalogue.Option] {
        let flags = AV_OPT_FLAG_ENCODING_PARAM
        return OptionTable.read(codec.pointee.priv_class, flags: flags)
            + OptionTable.read(avcodec_get_class(), flags: flags)
    }

    /// Sets the options and opens. Wrappers only warn of settings in the encoder's own list that
    /// it does not know; here that is an error.
    ///
    /// - Parameter optional: Settings whose refusal is no error; those that were refused come back.
    @discardableResult
    func open(
        pinned pins: EncoderPins,
        optional: [ParameterList.Entry] = []
    ) throws(MediaFailure) -> [ParameterList.Entry] {
        try set(pins.options)
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        _ = LogCapture.current?.takeWarnings()
        try open([])
        var refused: [ParameterList.Entry] = []
        for warning in LogCapture.current?.takeWarnings() ?? [] {
            let speaksOfSetting = Encoder.refusals.contains { warning.contains($0) }
            guard speaksOfSetting, pins.hasList else { continue }
            if let entry = optional.first(where: { warning.contains($0.name) }) {
                refused.append(entry)
                continue
            }
            throw MediaFailure(
                .recipe,
                "open the encoder \(name)",
                nil,
                warning,
                remedy: "ffmpeg -h encoder=\(name)"
            )
        }
        return refused
    }

    /// How the wrappers of x264, x265 and SVT-AV1 begin such a warning.
    private static let refusals = ["Unknown option", "Invalid value", "Error parsing option"]
}
