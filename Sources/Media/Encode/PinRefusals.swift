internal import Model

/// Options with which parts would not fit together, or that belong to the program, each with the
/// reason.
enum PinRefusals {
    /// What is refused, and why.
    struct Refusal {
        var option: CodecOption
        /// In a list of the encoder's own settings, which of them.
        var entry: ParameterList.Entry?
        var reason: String
    }

    static func check(_ encoder: String, _ options: [CodecOption]) throws(MediaFailure) {
        guard let refusal = all(encoder, options).first else { return }
        let option = refusal.option
        let setting =
            refusal.entry.map { "\($0.name)=\($0.value) in \(option.name)" }
            ?? "\(option.name)=\(option.value)"
        throw MediaFailure(
            .recipe,
            "use the option \(setting) of the encoder \(encoder)",
            nil,
            refusal.reason
        )
    }

    static func all(_ encoder: String, _ options: [CodecOption]) -> [Refusal] {
        options.flatMap { option in
            if let reason = reason(encoder, option) {
                return [Refusal(option: option, entry: nil, reason: reason)]
            }
            guard let table = lists[option.name] else { return [] }
            return ParameterList(parsing: option.value).entries.compactMap { entry in
                let (name, value) = ParameterList.normal(entry)
                guard let rule = table[name], rule.applies(value) else { return nil }
                return Refusal(option: option, entry: entry, reason: rule.reason)
            }
        }
    }

    private static func reason(_ encoder: String, _ option: CodecOption) -> String? {
        if let reason = everywhere[option.name] { return reason }
        switch option.name {
        case "flags":
            return flags.first { option.value.contains($0.word) }?.reason
        case "intra-refresh":
            return ParameterList.isOff(option.value) ? nil : refresh
        case "sc_threshold" where ["mpeg1video", "mpeg2video", "mpeg4"].contains(encoder):
            return option.value == "1000000000"
                ? nil : "libavcodec makes closed groups of pictures only without scene detection"
        case "auto-alt-ref" where encoder == "libvpx":
            return option.value == "0" || option.value == "-1"
                ? nil : "its hidden frames come as packets of their own, which have no frame"
        case "lag-in-frames" where encoder == "libvpx":
            return nil
        default:
            return nil
        }
    }

    private static let passes = "a part is encoded in one pass; set crf or a bit rate instead"
    private static let refresh = "parts begin with a key frame, and intra refresh makes none"
    private static let groups = "a part must not refer to pictures of another one"
    private static let numbers = "it counts the film's frames, and every part begins at 0"
    private static let files = "it names a file, which the other machines do not have"

    private static let everywhere: [String: String] = [
        "threads": "the number of threads is a part of the plan: it changes the bytes",
        "thread_type": "how threads are used is a part of the plan: it changes the bytes",
        "time_base": "times come from the source",
        "pass": passes,
        "passlogfile": passes,
        "stats": passes,
        "pix_fmt": "the recipe names the pixel format",
        "r": "the rate comes from the source; the filter fps changes it",
        "framerate": "the rate comes from the source; the filter fps changes it",
    ]

    private static let flags: [(word: String, reason: String)] = [
        ("pass1", passes),
        ("pass2", passes),
        ("-cgop", groups),
        ("global_header", "the container decides where the headers are"),
    ]

    private struct Rule {
        var reason: String
        var applies: @Sendable (String) -> Bool = { _ in true }

        static func whenOn(_ reason: String) -> Rule {
            Rule(reason: reason) { !ParameterList.isOff($0) }
        }

        static func whenOff(_ reason: String) -> Rule {
            Rule(reason: reason, applies: ParameterList.isOff)
        }
    }

    private static let x264: [String: Rule] = [
        "open-gop": .whenOn(groups),
        "intra-refresh": .whenOn(refresh),
        "stitchable": .whenOff("parts with headers of their own cannot be joined"),
        "pass": Rule(reason: passes),
        "stats": Rule(reason: passes),
        "qpfile": Rule(reason: numbers),
        "zones": Rule(reason: numbers),
        "threads": Rule(reason: "the number of threads is a part of the plan"),
        "annexb": .whenOff("libavcodec reads what x264 gives as Annex B"),
    ]

    private static let x265: [String: Rule] = [
        "open-gop": .whenOn(groups),
        "intra-refresh": .whenOn(refresh),
        "info": .whenOn("parts with headers of their own cannot be joined"),
        "pass": Rule(reason: passes),
        "stats": Rule(reason: passes),
        "multi-pass-opt-analysis": .whenOn(passes),
        "multi-pass-opt-distortion": .whenOn(passes),
        "chunk-start": Rule(reason: numbers),
        "chunk-end": Rule(reason: numbers),
        "qpfile": Rule(reason: numbers),
        "zones": Rule(reason: numbers),
        "zonefile": Rule(reason: numbers),
        "dhdr10-info": Rule(reason: numbers),
        "dolby-vision-rpu": Rule(reason: numbers),
        "analysis-save": Rule(reason: files),
        "analysis-load": Rule(reason: files),
        "recon": Rule(reason: files),
        "csv": Rule(reason: files),
        "annexb": .whenOff("libavcodec reads what x265 gives as Annex B"),
    ]

    private static let svt: [String: Rule] = [
        "pass": Rule(reason: passes),
        "passes": Rule(reason: passes),
        "irefresh-type": Rule(reason: groups) { $0 != "2" },
    ]

    private static let lists = [
        "x264-params": x264, "x264opts": x264, "x265-params": x265, "svtav1-params": svt,
    ]
}
