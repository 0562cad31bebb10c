internal import CFFmpeg
internal import Model

/// The options of a recipe, set on an encoder one by one, and held against what is known of it
/// beyond libavcodec's tables.
struct EncoderOptionTrial {
    private let encoder: Encoder
    private let trial: OptionTrial
    private let bitDepth: Int
    private let spelled: (String) -> String
    private let subject: (String) -> RecipeComplaint.Subject
    private(set) var complaints: [RecipeComplaint] = []

    init(
        _ encoder: Encoder,
        bitDepth: Int = 8,
        spelled: @escaping (String) -> String,
        subject: @escaping (String) -> RecipeComplaint.Subject
    ) {
        self.encoder = encoder
        self.bitDepth = bitDepth
        self.spelled = spelled
        self.subject = subject
        trial = OptionTrial(
            object: UnsafeMutableRawPointer(encoder.context),
            owner: "the encoder \(encoder.name)",
            known: encoder.known
        )
    }

    /// Gives those that are good, of lists the settings that are.
    mutating func check(_ options: [CodecOption]) -> [CodecOption] {
        var refused: [String: [String]] = [:]
        for refusal in PinRefusals.all(encoder.name, options) {
            add(refusal)
            refused[refusal.option.name, default: []].append(refusal.entry?.name ?? "")
        }
        return options.compactMap { option in
            var wrong = refused[option.name] ?? []
            if wrong.contains("") { return nil }
            let before = complaints.count
            check(option)
            guard ParameterList.isName(option.name) else {
                return complaints.count == before ? option : nil
            }
            wrong += checkList(option)
            if wrong.isEmpty { return option }
            let entries = ParameterList(parsing: option.value).entries
            let good = entries.filter { !wrong.contains($0.name) }
            return good.isEmpty ? nil : CodecOption(option.name, ParameterList(good).text)
        }
    }

    private mutating func add(_ refusal: PinRefusals.Refusal) {
        let option = refusal.option
        let mark = refusal.entry.map { entry in
            RecipeComplaint.Mark.piece(
                entry.name,
                from: OpeningTrial.offset(of: entry, in: option.value),
                in: option.value
            )
        }
        let setting = refusal.entry.map { "\($0.name)=\($0.value) in " } ?? ""
        let value = refusal.entry == nil ? " \(option.value)" : ""
        complaints.append(
            RecipeComplaint(
                subject(option.name),
                mark ?? .value,
                "\(setting)\(spelled(option.name))\(value) is not taken: \(refusal.reason)"
            )
        )
    }

    private mutating func check(_ option: CodecOption) {
        let name = spelled(option.name)
        let range = EncoderLimits.range(
            of: option.name,
            encoder: encoder.name,
            bitDepth: bitDepth
        )
        if let refusal = trial.set(option, spelled: name) {
            if let range, refusal.mark == .value {
                return add(option, .value, beyond(name, range, option.value))
            }
            let hint = refusal.mark == .name ? qualityHint(option.name) : nil
            return add(option, refusal.mark, refusal.message + (hint ?? ""))
        }
        if let range, let value = number(of: option.name), !range.contains(value) {
            return add(option, .value, beyond(name, range, option.value))
        }
        if ["b", "maxrate", "bufsize", "minrate"].contains(option.name),
            let value = number(of: option.name), value > 0, value < 1_000
        {
            let digits = option.value.utf8.allSatisfy(Measure.isDigit)
            return add(
                option,
                .value,
                "\(name) \(option.value) are so many bits a second, too few for anything"
                    + Quoted.suggestion(digits ? "\(option.value)k" : nil)
            )
        }
    }

    /// Gives the names of those that are wrong.
    private mutating func checkList(_ option: CodecOption) -> [String] {
        var wrong: [String] = []
        for entry in ParameterList(parsing: option.value).entries {
            let (name, text) = ParameterList.normal(entry)
            let range = EncoderLimits.range(of: name, inList: option.name, bitDepth: bitDepth)
            guard let range, let value = Double(text), !range.contains(value) else { continue }
            let start = OpeningTrial.offset(of: entry, in: option.value)
            add(
                option,
                .piece(entry.value, from: start + entry.name.utf8.count, in: option.value),
                "\(spelled(option.name)): " + beyond(entry.name, range, entry.value)
            )
            wrong.append(entry.name)
        }
        return wrong
    }

    private func beyond(
        _ name: String,
        _ range: ClosedRange<Double>,
        _ value: String
    ) -> String {
        let limits = [range.lowerBound, range.upperBound].map(EncoderCatalogue.text)
        return "\(name) takes a number from \(limits[0]) to \(limits[1]) with the encoder "
            + "\(encoder.name), not \(Quoted.readable(value))"
    }

    /// Those who write crf for an encoder without it want a quality.
    private func qualityHint(_ option: String) -> String? {
        guard ["crf", "qp", "cq", "qscale"].contains(option) else { return nil }
        switch encoder.name {
        case "mpeg1video", "mpeg2video", "mpeg4", "mjpeg", "libxvid", "libtheora", "flv", "h263p":
            return "; -q:v 4 sets a quality"
        case "ffv1", "huffyuv", "ffvhuff", "utvideo", "magicyuv", "png":
            return "; it loses nothing"
        default:
            return encoder.known.contains { $0.name == "crf" } ? "; -crf sets a quality" : nil
        }
    }

    /// The value that was set, `2M` being 2000000.
    private func number(of option: String) -> Double? {
        let object = UnsafeMutableRawPointer(encoder.context)
        return OptionTable.value(of: object, option).flatMap(Double.init)
    }

    private mutating func add(
        _ option: CodecOption,
        _ mark: RecipeComplaint.Mark,
        _ message: String
    ) {
        complaints.append(RecipeComplaint(subject(option.name), mark, message))
    }
}

extension EncoderNames {
    /// Why no encoder has that name here.
    static func complaint(
        _ subject: RecipeComplaint.Subject,
        _ name: String,
        _ type: AVMediaType
    ) -> RecipeComplaint {
        if let need = KnownElsewhere.need(ofEncoder: name) {
            return RecipeComplaint(
                subject,
                "this machine's libavcodec has no encoder \(name); it needs \(need)",
                kind: .lacking
            )
        }
        let meant = Suggestion.nearest(to: name, among: all(of: type))
        return RecipeComplaint(
            subject,
            "libavcodec has no encoder \(Quoted.readable(name))" + Quoted.suggestion(meant),
            remedy: meant == nil ? "ffmpeg -encoders" : nil
        )
    }
}

extension PixelFormats {
    /// Whether its pictures lie where only a device finds them.
    static func isInDevice(_ format: AVPixelFormat) -> Bool {
        let flags = av_pix_fmt_desc_get(format)?.pointee.flags ?? 0
        return flags & UInt64(AV_PIX_FMT_FLAG_HWACCEL) != 0
    }
}
