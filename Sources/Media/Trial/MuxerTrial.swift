internal import CFFmpeg
internal import CLibav
internal import Model

/// Whether the container is one, takes its options, and holds what the encoders make.
struct MuxerTrial {
    let recipe: EncodeRecipe
    private(set) var complaints: [RecipeComplaint] = []
    private let name: String

    /// - Parameters:
    ///   - picture: Open as the recipe wants it; nil is none, or none that is known.
    ///   - sound: The same.
    init(_ recipe: EncodeRecipe, picture: Encoder?, sound: Encoder?) {
        self.recipe = recipe
        name = MuxerTrial.fileFormat(of: recipe.container)
        guard let format = checkFormat() else { return }
        checkOptions(format)
        checkTag()
        checkCodecs(format, picture, sound)
    }

    /// Segments of HLS and DASH are MP4.
    static func fileFormat(of container: String) -> String {
        ["hls", "dash"].contains(container) ? "mp4" : container
    }

    private mutating func checkFormat() -> UnsafePointer<AVOutputFormat>? {
        if let format = av_guess_format(name, nil, nil) { return format }
        let meant = Suggestion.nearest(to: name, among: MuxerTrial.names)
        complaints.append(
            RecipeComplaint(
                .container,
                "libavformat has no container \(Quoted.readable(name))" + Quoted.suggestion(meant),
                remedy: meant == nil ? "ffmpeg -muxers" : nil
            )
        )
        return nil
    }

    static var names: [String] {
        var names: [String] = []
        var state: UnsafeMutableRawPointer?
        while let format = av_muxer_iterate(&state) {
            names += String(cString: format.pointee.name).split(separator: ",").map(String.init)
        }
        return names
    }

    // MARK: Options

    private mutating func checkOptions(_ format: UnsafePointer<AVOutputFormat>) {
        guard !recipe.containerOptions.isEmpty,
            let muxer = try? Muxer("/dev/null", format: name)
        else { return }
        let flags = AV_OPT_FLAG_ENCODING_PARAM
        let trial = OptionTrial(
            object: UnsafeMutableRawPointer(muxer.context),
            owner: "the container \(recipe.container)",
            known: OptionTable.read(format.pointee.priv_class, flags: flags)
                + OptionTable.read(avformat_get_class(), flags: flags)
        )
        for option in recipe.containerOptions {
            guard let refusal = trial.set(option, spelled: "-\(option.name)") else { continue }
            complaints.append(
                RecipeComplaint(.containerOption(option.name), refusal.mark, refusal.message)
            )
        }
    }

    private mutating func checkTag() {
        guard let tag = recipe.video.tag, tag.utf8.count != 4 else { return }
        complaints.append(
            RecipeComplaint(
                .videoTag,
                "-tag:v takes four characters such as hvc1, not \(Quoted.readable(tag))"
            )
        )
    }

    // MARK: Codecs

    private mutating func checkCodecs(
        _ format: UnsafePointer<AVOutputFormat>,
        _ picture: Encoder?,
        _ sound: Encoder?
    ) {
        let before = complaints.count
        if let picture { checkCodec(of: picture, format, .videoEncoder) }
        if let sound { checkCodec(of: sound, format, .audioEncoder) }
        guard complaints.count == before, complaints.isEmpty else { return }
        checkHeads(picture, sound)
    }

    private mutating func checkCodec(
        of encoder: Encoder,
        _ format: UnsafePointer<AVOutputFormat>,
        _ subject: RecipeComplaint.Subject
    ) {
        guard !StreamMap.holds(format, encoder.codec.pointee.id) else { return }
        add(subject, encoder, nil)
    }

    /// What libavformat answers when it is only asked is not always what it does.
    private mutating func checkHeads(_ picture: Encoder?, _ sound: Encoder?) {
        let trial = ContainerTrial(container: name)
        if let picture, let cause = refusal(trial, picture, tag: nil) {
            return add(.videoEncoder, picture, cause)
        }
        if let sound, let cause = refusal(trial, sound, tag: nil) {
            return add(.audioEncoder, sound, cause)
        }
        guard let tag = recipe.video.tag, let picture,
            let cause = refusal(trial, picture, tag: tag)
        else { return }
        complaints.append(
            RecipeComplaint(
                .videoTag,
                "-tag:v \(tag) does not go with \(picture.name) in \(recipe.container): \(cause)"
            )
        )
    }

    private func refusal(_ trial: ContainerTrial, _ encoder: Encoder, tag: String?) -> String? {
        // Some write a head only for pairs of streams, or for forms that only a film can tell.
        guard MuxerTrial.telling.contains(name) else { return nil }
        return trial.refusal(of: encoder, tag: tag)
    }

    /// Their heads say of each stream by itself whether it can be held.
    private static let telling: Set<String> = [
        "mp4", "mov", "ipod", "matroska", "webm", "3gp", "avi", "mpegts", "mp3", "flac", "wav",
        "ogg", "opus", "adts",
    ]

    private mutating func add(
        _ subject: RecipeComplaint.Subject,
        _ encoder: Encoder,
        _ cause: String?
    ) {
        let codec = String(cString: avcodec_get_name(encoder.codec.pointee.id))
        let made = codec == encoder.name ? codec : "\(codec) (\(encoder.name))"
        let held = MuxerTrial.usual[name].map { $0[subject == .videoEncoder ? 0 : 1] }
        complaints.append(
            RecipeComplaint(
                subject,
                "\(recipe.container) cannot hold \(made)" + (held.map { "; it holds \($0)" } ?? "")
                    + (cause.map { ": \($0)" } ?? "")
            )
        )
    }

    /// What is usual in containers that take little.
    private static let usual = [
        "webm": ["vp8, vp9 and av1", "opus and vorbis"],
        "mp4": ["h264, hevc, av1 and others", "aac, ac3, opus, mp3 and others"],
        "flv": ["h264 and flv1", "aac and mp3"],
        "ogg": ["theora and vp8", "opus, vorbis and flac"],
        "flac": ["no picture", "flac"],
        "mp3": ["no picture", "mp3"],
        "wav": ["no picture", "pcm_s16le and its like"],
    ]
}

extension ContainerTrial {
    /// Why it does not take what the open encoder makes; nil when it does.
    func refusal(of encoder: Encoder, tag: String?) -> String? {
        refusal { target throws(MediaFailure) in
            try libav("try", nil) { avcodec_parameters_from_context(target, encoder.context) }
            target.pointee.codec_tag = 0
            guard let tag else { return }
            let bytes = Array(tag.utf8)
            target.pointee.codec_tag = bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
