public import Model

/// The settings that parts need so that they fit together and come out the same everywhere, put
/// among the user's own; the user's win unless parts would no longer fit.
public struct EncoderPins: Hashable, Sendable {
    /// What the settings depend on beside the recipe.
    public struct Film: Hashable, Sendable {
        public var threads: Int
        /// Whether the pictures that reach the encoder are interlaced.
        public var isInterlaced: Bool

        public init(threads: Int, isInterlaced: Bool = false) {
            self.threads = threads
            self.isInterlaced = isInterlaced
        }
    }

    /// What the encoder is given.
    public private(set) var options: [CodecOption]
    /// By how many threads it works.
    public private(set) var threads: Int

    private let encoder: String
    private let film: Film

    /// Throws when an option of the user would make parts that do not fit together.
    public init(
        _ encoder: String,
        _ options: [CodecOption],
        _ film: Film
    ) throws(MediaFailure) {
        self.encoder = encoder
        self.film = film
        self.options = options
        threads = film.threads
        try PinRefusals.check(encoder, options)
        pinFlags()
        switch encoder {
        case "libx264", "libx264rgb": pinX264()
        case "libx265": pinX265()
        case "libsvtav1": merge([("lp", "\(min(film.threads, 6))")], into: "svtav1-params")
        // Each of its frame threads has a rate control of its own, and takes what frame it gets.
        case "mjpeg": pin("thread_type", "slice")
        case "mpeg1video", "mpeg2video", "mpeg4": pin("sc_threshold", "1000000000")
        default: break
        }
    }

    /// Whether settings go into a list of the encoder's own, whose names libavcodec does not know.
    var hasList: Bool { options.contains { $0.name.hasSuffix("-params") || $0.name == "x264opts" } }

    /// Puts further settings into the encoder's own list; those that are there stay.
    mutating func add(_ entries: [ParameterList.Entry]) {
        switch encoder {
        case "libx264", "libx264rgb": merge(entries, into: "x264-params")
        case "libx265": merge(entries, into: "x265-params")
        case "libsvtav1": merge(entries, into: "svtav1-params")
        default: break
        }
    }

    private mutating func pinX264() {
        var pins: [ParameterList.Entry] = [
            ("stitchable", "1"), ("cpu-independent", "1"), ("open-gop", "0"),
        ]
        // With a buffer model a frame's bits depend on how far the other threads are, in slices as
        // well as in frames, and on how far the look-ahead's thread sees: two runs differ.
        if limitsRate("x264-params", "x264opts") {
            threads = 1
            pins.append(("sync-lookahead", "0"))
        }
        let old = value(of: "x264opts").map(ParameterList.init(parsing:)) ?? ParameterList()
        merge(pins.filter { !old.has($0.name) }, into: "x264-params")
    }

    private mutating func pinX265() {
        // The info unit has the encoder's settings in words: with it parameter sets differ.
        var pins: [ParameterList.Entry] = [
            ("info", "0"), ("open-gop", "0"), ("pools", "\(film.threads)"), ("log-level", "error"),
        ]
        // By itself it codes more frames at once on larger machines. With 3 threads for frames 4 of
        // 450 runs gave other bytes, with 4 every fourth; with one, rows still run side by side.
        pins.append(("frame-threads", "1"))
        if limitsRate("x265-params") { pins.append(("wpp", "0")) }
        merge(pins, into: "x265-params")
    }

    private mutating func pinFlags() {
        var flags = ""
        switch encoder {
        case "mpeg1video", "mpeg2video", "mpeg4", "libsvtav1": flags += "+cgop"
        default: break
        }
        let given = options.filter { $0.name == "flags" }.map(\.value).joined()
        let knows = EncoderPins.interlacing.contains(encoder)
        if film.isInterlaced, knows, !given.contains("ildct"), !given.contains("ilme") {
            flags += "+ildct+ilme"
        }
        guard !flags.isEmpty else { return }
        options.append(CodecOption("flags", flags))
    }

    /// Encoders that code the fields of a picture apart when they are told so.
    private static let interlacing: Set<String> = [
        "libx264", "libx264rgb", "mpeg2video", "mpeg4", "prores", "prores_aw", "prores_ks",
    ]

    private func limitsRate(_ lists: String...) -> Bool {
        let names = ["maxrate", "bufsize"]
        let inLists = lists.compactMap(value(of:)).map(ParameterList.init(parsing:))
        return options.contains { names.contains($0.name) && $0.value != "0" }
            || inLists.contains { $0.has("vbv-maxrate") || $0.has("vbv-bufsize") }
    }

    private func value(of name: String) -> String? {
        options.last { $0.name == name }?.value
    }

    private mutating func pin(_ name: String, _ value: String) {
        if self.value(of: name) == nil { options.append(CodecOption(name, value)) }
    }

    private mutating func merge(_ pins: [ParameterList.Entry], into name: String) {
        var list = ParameterList(parsing: value(of: name) ?? "")
        for (name, value) in pins { list.pin(name, value) }
        options.removeAll { $0.name == name }
        options.append(CodecOption(name, list.text))
    }
}
