internal import CFFmpeg
internal import CLibav
internal import Model

/// What a film in HDR says of the display it was graded on and of its light.
struct HDR {
    var display: MasteringDisplay?
    var light: ContentLight?

    init(_ picture: PictureProperties) {
        display = picture.masteringDisplay
        light = picture.contentLight
    }

    var isEmpty: Bool { display == nil && light == nil }

    /// What the plan does not say may be beside the first frame.
    mutating func complete(from frame: Frame) {
        if display == nil { display = HDR.display(of: frame) }
        if light == nil { light = HDR.light(of: frame) }
    }

    /// Puts what the container said beside a frame, for filters that go by it: decoders know only
    /// what is in the packets.
    static func attach(_ picture: PictureProperties, to frame: Frame) {
        if let display = picture.masteringDisplay,
            av_frame_get_side_data(frame.handle, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA) == nil,
            let data = av_mastering_display_metadata_create_side_data(frame.handle)
        {
            data.pointee.display_primaries.0 = pair(display.red)
            data.pointee.display_primaries.1 = pair(display.green)
            data.pointee.display_primaries.2 = pair(display.blue)
            data.pointee.white_point = pair(display.white)
            data.pointee.min_luminance = display.luminanceMin.libav
            data.pointee.max_luminance = display.luminanceMax.libav
            data.pointee.has_primaries = 1
            data.pointee.has_luminance = 1
        }
        if let light = picture.contentLight,
            av_frame_get_side_data(frame.handle, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL) == nil,
            let data = av_content_light_metadata_create_side_data(frame.handle)
        {
            data.pointee.MaxCLL = UInt32(clamping: light.contentMax)
            data.pointee.MaxFALL = UInt32(clamping: light.frameAverageMax)
        }
    }

    private static func pair(_ point: [Rational]) -> (AVRational, AVRational) {
        let none = AVRational(num: 0, den: 1)
        return (point.first?.libav ?? none, point.dropFirst().first?.libav ?? none)
    }

    private static func display(of frame: Frame) -> MasteringDisplay? {
        let type = AV_FRAME_DATA_MASTERING_DISPLAY_METADATA
        guard
            let bytes = av_frame_get_side_data(frame.handle, type)?.pointee.data
        else { return nil }
        let data = UnsafeRawPointer(bytes).loadUnaligned(as: AVMasteringDisplayMetadata.self)
        guard data.has_primaries != 0, data.has_luminance != 0 else { return nil }
        func point(_ pair: (AVRational, AVRational)) -> [Rational] {
            [Rational(pair.0), Rational(pair.1)]
        }
        let display = MasteringDisplay(
            red: point(data.display_primaries.0),
            green: point(data.display_primaries.1),
            blue: point(data.display_primaries.2),
            white: point(data.white_point),
            luminanceMin: Rational(data.min_luminance),
            luminanceMax: Rational(data.max_luminance)
        )
        return display.isPossible ? display : nil
    }

    private static func light(of frame: Frame) -> ContentLight? {
        let type = AV_FRAME_DATA_CONTENT_LIGHT_LEVEL
        guard
            let bytes = av_frame_get_side_data(frame.handle, type)?.pointee.data
        else { return nil }
        let data = UnsafeRawPointer(bytes).loadUnaligned(as: AVContentLightMetadata.self)
        return ContentLight(contentMax: Int(data.MaxCLL), frameAverageMax: Int(data.MaxFALL))
    }
}

/// How encoders are told.
extension HDR {
    /// Settings for the encoder's own list (`x265-params`, …); nil when it has no way to take them.
    func settings(for encoder: String) -> [ParameterList.Entry]? {
        switch encoder {
        case "libx264": entries("mastering-display", "cll", display?.inUnits)
        case "libx265":
            entries("master-display", "max-cll", display?.inUnits) + [("hdr10", "1")]
        case "libsvtav1": entries("mastering-display", "content-light", display?.inDecimals)
        default: nil
        }
    }

    private func entries(
        _ displayName: String,
        _ lightName: String,
        _ display: String?
    ) -> [ParameterList.Entry] {
        var entries: [ParameterList.Entry] = []
        if let display { entries.append((displayName, display)) }
        if let light {
            entries.append((lightName, "\(light.contentMax),\(light.frameAverageMax)"))
        }
        return entries
    }
}

extension MasteringDisplay {
    /// In the units of the bitstream: 0.00002 of the diagram, 0.0001 candela per square metre.
    fileprivate var inUnits: String {
        func units(_ value: Rational, _ per: Int64) -> String {
            "\(Rational(value.numerator, value.denominator).rescale(1, to: Rational(1, per)))"
        }
        return text {
            units($0, 50_000)
        } _: {
            units($0, 10_000)
        }
    }

    fileprivate var inDecimals: String {
        func decimal(_ value: Rational) -> String { "\(value.value)" }
        return text(decimal, decimal)
    }

    private func text(_ place: (Rational) -> String, _ luminance: (Rational) -> String) -> String {
        func point(_ name: String, _ pair: [Rational]) -> String {
            "\(name)(\(pair.map(place).joined(separator: ",")))"
        }
        return point("G", green) + point("B", blue) + point("R", red) + point("WP", white)
            + "L(\(luminance(luminanceMax)),\(luminance(luminanceMin)))"
    }
}
