/// What has to be known of ffmpeg's options to read a line of them: which of them no value follows.
public enum FFmpegOptionNames {
    /// `crf` for `-crf`, `c` for `-c:v`; nil for what is written like no option.
    public static func base(of word: [UInt8]) -> String? {
        guard word.first == UInt8(ascii: "-"), word.count > 1, isLetter(word[1]) else {
            return nil
        }
        let name = word.dropFirst().prefix { $0 != UInt8(ascii: ":") }
        return String(validating: Array(name), as: UTF8.self)
    }

    /// Whether the word behind the option is its value.
    public static func takesValue(_ base: String) -> Bool { !alone.contains(base) }

    /// Whether the word is an option that people write often, so that it stands in the place of a
    /// value only where the value was forgotten.
    public static func isWellKnown(_ word: [UInt8]) -> Bool {
        base(of: word).map { wellKnown.contains($0) || alone.contains($0) } ?? false
    }

    private static let alone: Set<String> = [
        "accurate_seek", "an", "autorotate", "autoscale", "benchmark", "benchmark_all", "bitexact",
        "copy_unknown", "copyinkf", "copyts", "debug_ts", "deinterlace", "dn", "dump",
        "find_stream_info", "fix_sub_duration", "hex", "hide_banner", "ignore_unknown", "isync",
        "n", "noaccurate_seek", "noautorotate", "noautoscale", "nostats", "nostdin", "psnr",
        "qphist",
        "re", "recast_media", "report", "seek_timestamp", "shortest", "sn", "start_at_zero",
        "stats", "stdin", "vn", "vstats", "xerror", "y",
    ]

    private static let wellKnown: Set<String> = [
        "ab", "ac", "acodec", "af", "aq", "ar", "aspect", "b", "bf", "bufsize", "c", "codec",
        "cpu-used", "crf", "deadline", "f", "filter", "filter_complex", "g", "i", "keyint_min",
        "level", "map", "maxrate", "minrate", "movflags", "pass", "pix_fmt", "preset", "profile",
        "q", "qp", "qscale", "r", "refs", "row-mt", "s", "sc_threshold", "scodec", "ss",
        "svtav1-params", "t", "tag", "threads", "to", "tune", "vcodec", "vf", "x264-params",
        "x264opts", "x265-params",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }
}
