internal import CFFmpeg
internal import CLibav
internal import Model

extension PictureProperties {
    /// What the container and the head of the stream say of its pictures.
    init(_ stream: UnsafeMutablePointer<AVStream>) {
        self.init(stream.pointee.codecpar.pointee)
        let shape = Rational(av_guess_sample_aspect_ratio(nil, stream, nil))
        sampleAspectRatio = shape.isPositive ? shape : nil
        masteringDisplay = MasteringDisplay(stream)
        contentLight = ContentLight(stream)
    }
}

extension MasteringDisplay {
    /// Nil unless both the colours and the light are there: no encoder takes one without the other.
    fileprivate init?(_ stream: UnsafeMutablePointer<AVStream>) {
        let found = StreamFacts.sideData(
            AV_PKT_DATA_MASTERING_DISPLAY_METADATA,
            of: stream,
            as: AVMasteringDisplayMetadata.self
        ) { $0.pointee }
        guard let found, found.has_primaries != 0, found.has_luminance != 0 else { return nil }
        let (red, green, blue) = found.display_primaries
        func point(_ pair: (AVRational, AVRational)) -> [Rational] {
            [Rational(pair.0), Rational(pair.1)]
        }
        self.init(
            red: point(red),
            green: point(green),
            blue: point(blue),
            white: point(found.white_point),
            luminanceMin: Rational(found.min_luminance),
            luminanceMax: Rational(found.max_luminance)
        )
        guard isPossible else { return nil }
    }

    /// Whether no number is below zero or without a denominator: MP4 and HEVC have 32 bits for
    /// what libav keeps in 31.
    var isPossible: Bool {
        let all = red + green + blue + white + [luminanceMin, luminanceMax]
        return all.allSatisfy { $0.numerator >= 0 && $0.denominator > 0 }
    }
}

extension ContentLight {
    fileprivate init?(_ stream: UnsafeMutablePointer<AVStream>) {
        let found = StreamFacts.sideData(
            AV_PKT_DATA_CONTENT_LIGHT_LEVEL,
            of: stream,
            as: AVContentLightMetadata.self
        ) { $0.pointee }
        guard let found else { return nil }
        self.init(contentMax: Int(found.MaxCLL), frameAverageMax: Int(found.MaxFALL))
    }
}

/// A word of libav's; nil where it says that it does not know.
func libavWord(_ text: UnsafePointer<CChar>?) -> String? {
    let word = text.map { String(cString: $0) }
    return word == "unknown" || word == "unspecified" ? nil : word
}
