/// What some encoders take of a setting where libavcodec's tables say less: it hands on what is
/// beyond, and the encoder makes of it what it likes, in silence.
public enum EncoderLimits {
    /// By the name that libavcodec has for the option; nil is what its table says.
    public static func range(
        of option: String,
        encoder: String,
        bitDepth: Int = 8
    ) -> ClosedRange<Double>? {
        switch (encoder, option) {
        // x264's quantizers begin lower where samples have more bits; libavcodec counts from 0.
        case ("libx264", "qp"), ("libx264rgb", "qp"): 0...51 + Double(6 * max(0, bitDepth - 8))
        case ("libx264", _), ("libx264rgb", _): x264[option]
        case ("libx265", _): x265[option]
        case ("libvpx", "crf"), ("libvpx-vp9", "crf"), ("libaom-av1", "crf"), ("libsvtav1", "crf"):
            0...63
        default: nil
        }
    }

    /// The same of the encoder's own list of settings, by its own names.
    public static func range(
        of setting: String,
        inList list: String,
        bitDepth: Int
    ) -> ClosedRange<Double>? {
        guard list == "x264-params" || list == "x264opts" else { return nil }
        let below = Double(6 * max(0, bitDepth - 8))
        return setting == "crf" ? -below...51 : setting == "qp" ? 0...51 + below : x264List[setting]
    }

    private static let x264: [String: ClosedRange<Double>] = [
        "crf": 0...51, "bf": 0...16, "refs": 0...16, "subq": 0...11, "trellis": 0...2,
        "rc-lookahead": 0...250,
    ]

    private static let x265: [String: ClosedRange<Double>] = [
        "crf": 0...51, "qp": 0...51, "bf": 0...16, "refs": 1...16,
    ]

    private static let x264List: [String: ClosedRange<Double>] = [
        "bframes": 0...16, "ref": 1...16, "subme": 0...11, "trellis": 0...2, "aq-mode": 0...3,
        "rc-lookahead": 0...250, "b-adapt": 0...2, "weightp": 0...2,
    ]
}
