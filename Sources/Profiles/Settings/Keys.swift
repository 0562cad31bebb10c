/// What stands above the headings.
enum SettingKey: String, CaseIterable, Sendable {
    case name, description, extends, container, slice
    case onDamage = "on_damage"
    case priority, hours, nodes, tries
    case atClose = "at_close"
    case onConflict = "on_conflict"
    case source
    case keepTimes = "keep_times"
    case minSaving = "min_saving"
    case skipIf = "skip_if"
    case include, exclude
    case minSize = "min_size"
    case splitRenditions = "split_renditions"
    case zip

    /// What is written for people may hold any quotes.
    var isText: Bool { self == .name || self == .description }

    /// What says something of the file that it stands in, and of no heir.
    var isOfItsFile: Bool { isText || self == .extends }
}

/// What stands under `[streams]`.
enum StreamsKey: String, CaseIterable, Sendable {
    case audio, subtitles
    case defaultAudio = "default_audio"
    case defaultSubtitles = "default_subtitles"
}

/// What stands under `[hls]`.
enum SegmentsKey: String, CaseIterable, Sendable {
    case segment, playlist, dash
    case segmentFiles = "segment_files"
}

/// What stands under `[rendition NAME]`.
enum RenditionKey: String, CaseIterable, Sendable {
    case height, width
    case rateMax = "fps_max"
}

/// Keys that people write, and what is to be done in their place.
enum ForeignKey {
    static func remedy(_ key: String) -> String? {
        switch key {
        case "copy_streams": "which streams are kept is said under [streams]"
        case "passes": "slices are encoded in one pass; write -crf, or -b:v with -maxrate"
        case "copy_times": "write keep_times = yes"
        default: nil
        }
    }

    /// The headings under which a key stands.
    static func places(of key: String) -> [String] {
        let sections: [SectionName] = [.target(.streams), .hls, .rendition("NAME")]
        return sections.filter { $0.keys?.contains(key) ?? false }.map(\.title)
    }
}
