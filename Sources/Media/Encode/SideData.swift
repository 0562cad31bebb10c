internal import CFFmpeg
internal import CLibav
internal import Model

/// What lies beside decoded pictures: kept where the encoder takes it, otherwise named.
struct SideData {
    private var seen: Set<String> = []

    /// Looks at a frame, and takes off what would be passed on only half.
    mutating func take(from frame: Frame, for encoder: Encoder) {
        if av_frame_get_side_data(frame.handle, AV_FRAME_DATA_A53_CC) != nil {
            seen.insert("closed captions")
        }
        for (type, name) in SideData.untakeable
        where av_frame_get_side_data(frame.handle, type) != nil {
            seen.insert(name)
            av_frame_remove_side_data(frame.handle, type)
        }
    }

    func dropped(by encoder: Encoder) -> [String] {
        seen.sorted().compactMap { name in
            guard name == "closed captions" else { return "\(name) (it is not carried over)" }
            let has = av_opt_find(encoder.context.pointee.priv_data, "a53cc", nil, 0, 0) != nil
            return has ? nil : "\(name) (\(encoder.name) has no a53cc option)"
        }
    }

    private static let untakeable: [(AVFrameSideDataType, String)] = [
        (AV_FRAME_DATA_DYNAMIC_HDR_PLUS, "HDR10+ data"),
        (AV_FRAME_DATA_DOVI_RPU_BUFFER, "Dolby Vision data"),
        (AV_FRAME_DATA_DOVI_METADATA, "Dolby Vision data"),
    ]
}
