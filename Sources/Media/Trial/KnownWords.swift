/// What some encoders take as text, for suggestions and messages. Whether a word is right the
/// encoder itself is asked.
enum KnownWords {
    /// The words of an option; nil where they are not known.
    static func words(of option: String, encoder: String) -> [String]? {
        switch (encoder, option) {
        case ("libx264", "preset"), ("libx264rgb", "preset"), ("libx265", "preset"): presets
        case ("libx264", "tune"), ("libx264rgb", "tune"):
            [
                "film", "animation", "grain", "stillimage", "psnr", "ssim", "fastdecode",
                "zerolatency",
            ]
        case ("libx265", "tune"):
            ["psnr", "ssim", "grain", "zerolatency", "fastdecode", "animation"]
        case ("libx264", "profile"):
            ["baseline", "main", "high", "high10", "high422", "high444"]
        case ("libx265", "profile"):
            [
                "main", "main-intra", "mainstillpicture", "main444-8", "main10", "main10-intra",
                "main422-10", "main444-10", "main12", "main422-12", "main444-12",
            ]
        case ("libx264", "level"), ("libx264rgb", "level"):
            [
                "1", "1b", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "3", "3.1", "3.2", "4", "4.1",
                "4.2", "5", "5.1", "5.2", "6", "6.1", "6.2",
            ]
        default: nil
        }
    }

    private static let presets = [
        "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower",
        "veryslow", "placebo",
    ]

    /// The settings of an encoder's own list.
    static func settings(of list: String) -> [String] {
        switch list {
        case "x264-params", "x264opts": x264
        case "x265-params": x265
        case "svtav1-params": svt
        case "aom-params": aom
        default: []
        }
    }

    private static let x264 = [
        "8x8dct", "analyse", "aq-mode", "aq-strength", "aud", "b-adapt", "b-bias", "b-pyramid",
        "bframes", "bitrate", "bluray-compat", "cabac", "chroma-qp-offset", "chromaloc",
        "colormatrix", "colorprim", "constrained-intra", "cplxblur", "cqm", "crf", "crf-max",
        "deadzone-inter", "deadzone-intra", "deblock", "direct", "fake-interlaced", "filler",
        "force-cfr", "frame-packing", "fullrange", "ipratio", "keyint", "level", "log-level",
        "mbtree", "me", "merange", "min-keyint", "mixed-refs", "mvrange", "nal-hrd", "nr",
        "open-gop", "overscan", "partitions", "pbratio", "pic-struct", "psy", "psy-rd", "qblur",
        "qcomp", "qp", "qpmax", "qpmin", "qpstep", "ratetol", "rc-lookahead", "ref", "scenecut",
        "slices", "subme", "sync-lookahead", "threads", "transfer", "trellis", "tff", "bff",
        "vbv-bufsize", "vbv-init", "vbv-maxrate", "videoformat", "weightb", "weightp",
    ]

    private static let x265 = [
        "amp", "annexb", "aq-mode", "aq-motion", "aq-strength", "asm", "aud", "b-adapt",
        "b-intra", "b-pyramid", "bframe-bias", "bframes", "bitrate", "cbqpoffs", "chromaloc",
        "colormatrix", "colorprim", "const-vbv", "constrained-intra", "copy-pic", "crf", "crf-max",
        "crf-min", "crqpoffs", "ctu", "cu-lossless", "cutree", "deblock", "dhdr10-opt",
        "display-window", "dynamic-rd", "early-skip", "fades", "fast-intra", "field",
        "frame-threads", "hdr10", "hdr10-opt", "hevc-aq", "hme", "hrd", "info", "interlace",
        "ipratio", "keyint", "level-idc", "limit-modes", "limit-refs", "limit-sao", "limit-tu",
        "log-level", "lookahead-slices", "lossless", "master-display", "max-cll", "max-merge",
        "max-tu-size", "me", "merange", "min-cu-size", "min-keyint", "nr-inter", "nr-intra",
        "open-gop", "overscan", "pbratio", "pmode", "pools", "psy-rd", "psy-rdoq", "qblur",
        "qcomp", "qg-size", "qp", "qpmax", "qpmin", "qpstep", "range", "ratetol", "rc-grain",
        "rc-lookahead", "rd", "rd-refine", "rdoq-level", "rect", "ref", "refine-intra",
        "repeat-headers", "rskip", "sao", "sao-non-deblock", "scenecut", "scenecut-bias",
        "selective-sao", "signhide", "slices", "splitrd-skip", "ssim-rd", "strict-cbr",
        "strong-intra-smoothing", "subme", "temporal-layers", "temporal-mvp", "transfer",
        "tskip", "tskip-fast", "tu-inter-depth", "tu-intra-depth", "tune", "uhd-bd", "vbv-bufsize",
        "vbv-end", "vbv-init", "vbv-maxrate", "videoformat", "weightb", "weightp", "wpp",
    ]

    private static let svt = [
        "aq-mode", "bias-pct", "buf-initial-sz", "buf-optimal-sz", "buf-sz",
        "chroma-sample-position",
        "color-primaries", "color-range", "content-light", "crf", "enable-cdef", "enable-dg",
        "enable-dlf", "enable-overlays", "enable-qm", "enable-restoration", "enable-stat-report",
        "enable-tf", "enable-tpl-la", "enable-variance-boost", "fast-decode", "film-grain",
        "film-grain-denoise", "hierarchical-levels", "input-depth", "irefresh-type", "keyint",
        "lookahead", "lp", "mastering-display", "matrix-coefficients", "max-qp", "maxsection-pct",
        "mbr", "min-qp", "minsection-pct", "overshoot-pct", "pin", "pred-struct", "preset",
        "qm-max",
        "qm-min", "qp", "rc", "recode-loop", "rmv", "scd", "scm", "sharpness", "superres-mode",
        "tbr", "tile-columns", "tile-rows", "transfer-characteristics", "tune", "undershoot-pct",
        "variance-boost-strength",
    ]

    private static let aom = [
        "aq-mode", "arnr-maxframes", "arnr-strength", "cdf-update-mode", "cpu-used",
        "deltaq-mode", "denoise-block-size", "denoise-noise-level", "enable-cdef",
        "enable-dnl-denoising",
        "enable-fwd-kf", "enable-keyframe-filtering", "enable-qm", "enable-restoration",
        "enable-tpl-model", "film-grain-table", "film-grain-test", "frame-parallel",
        "kf-max-dist", "lossless", "max-gf-interval", "max-reference-frames", "min-gf-interval",
        "quant-b-adapt", "row-mt", "sb-size", "sharpness", "threads", "tile-columns", "tile-rows",
        "tune", "tune-content",
    ]
}
