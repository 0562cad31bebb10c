internal import CFFmpeg
internal import CLibav
internal import Model

/// An encoder that is open for the pictures that come, and how its clock runs.
final class EncoderSetup {
    let encoder: Encoder
    /// Whether the encoder counts frames instead of getting their times.
    let countsFrames: Bool
    /// On the encoder's clock, for its rate control.
    private(set) var frameDuration: Int64 = 1
    /// What lies beside the pictures and the encoder does not take, by name.
    private(set) var dropped: [String] = []

    /// - Parameter frame: The first one; all others are like it.
    init(
        _ work: PartWork,
        _ clock: FrameClock,
        first frame: Frame
    ) throws(MediaFailure) {
        let recipe = work.recipe(at: clock.frameRate)
        let film = work.film
        encoder = try Encoder(named: recipe.encoder)
        let isInterlaced = FieldOrder(film.picture.fieldOrder)?.isInterlaced ?? false
        var pins = try EncoderPins(
            recipe.encoder,
            recipe.options,
            .init(threads: film.threads, isInterlaced: isInterlaced && work.keepsFields)
        )
        let colors = PictureColors(frame)
        var hdr = HDR(film.picture)
        hdr.complete(from: frame)
        if !colors.isHDR { hdr = HDR(PictureProperties()) }
        let entries = hdr.isEmpty ? [] : hdr.settings(for: recipe.encoder)
        pins.add(entries ?? [])
        countsFrames = clock.frameRate != nil || EncoderSetup.counting.contains(recipe.encoder)
        describe(frame, colors)
        setClock(clock, work)
        encoder.context.pointee.thread_count = Int32(pins.threads)
        if work.rung != nil { forceKeysWholly() }
        let refused = try encoder.open(pinned: pins, optional: entries ?? [])
        let reason =
            entries == nil
            ? "\(encoder.name) has no option for it"
            : refused.isEmpty ? nil : "this \(encoder.name) does not know it"
        if let reason { dropped.append("HDR10 mastering data (\(reason))") }
    }

    private func describe(_ frame: Frame, _ colors: PictureColors) {
        let picture = frame.handle.pointee
        let context = encoder.context
        context.pointee.width = picture.width
        context.pointee.height = picture.height
        context.pointee.pix_fmt = AVPixelFormat(rawValue: picture.format)
        context.pointee.sample_aspect_ratio = picture.sample_aspect_ratio
        context.pointee.color_range = colors.range
        context.pointee.color_primaries = colors.primaries
        context.pointee.color_trc = colors.transfer
        context.pointee.colorspace = colors.space
        context.pointee.chroma_sample_location = colors.chromaLocation
        let bits = av_pix_fmt_desc_get(context.pointee.pix_fmt).map { $0.pointee.comp.0.depth }
        context.pointee.bits_per_raw_sample = bits ?? 0
        guard libav_frame_is_interlaced(frame.handle) != 0 else {
            context.pointee.field_order = AV_FIELD_PROGRESSIVE
            return
        }
        let isTopFirst = libav_frame_is_top_first(frame.handle) != 0
        context.pointee.field_order = isTopFirst ? AV_FIELD_TT : AV_FIELD_BB
    }

    /// Rate control and levels go by the rate, so it must be the same in all parts: a variable one
    /// counts by its mean.
    private func setClock(_ clock: FrameClock, _ work: PartWork) {
        let known = work.rate(of: clock.frameRate ?? work.film.averageRate)
        let rate = nearestRate(to: known ?? EncoderSetup.nominalRate)
        encoder.context.pointee.framerate = rate
        let tick = AVRational(num: rate.den, den: rate.num)
        encoder.context.pointee.time_base = countsFrames ? tick : clock.timeBase.libav
        frameDuration = countsFrames ? 1 : max(1, av_rescale_q(1, tick, clock.timeBase.libav))
    }

    /// Some codecs know a few rates only. The frames keep their own times all the same.
    private func nearestRate(to rate: Rational) -> AVRational {
        guard let known = libav_frame_rates(encoder.codec) else { return rate.libav }
        return known[Int(av_find_nearest_q_idx(rate.libav, known))]
    }

    /// With the option for it a key frame that is asked for is one where decoding may begin, and
    /// no mere picture of its own. Set before the recipe's options, which win.
    private func forceKeysWholly() {
        for name in ["forced-idr", "forced_idr"] {
            av_opt_set(encoder.context.pointee.priv_data, name, "1", 0)
        }
    }

    /// Whether a key frame is had from a new encoder alone: in FFmpeg 5.1 these take no notice of
    /// one that is asked for.
    var needsNewEncoder: Bool {
        ["libsvtav1", "librav1e", "libtheora"].contains(encoder.name)
    }

    private static let nominalRate = Rational(25, 1)

    /// Encoders that take the ticks of their clock for frames, or few clocks only.
    private static let counting: Set<String> = [
        "flv", "h261", "h263", "h263p", "libx265", "mpeg1video", "mpeg2video", "mpeg4", "msmpeg4",
        "msmpeg4v2", "wmv1", "wmv2",
    ]
}
