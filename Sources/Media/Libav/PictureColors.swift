internal import CFFmpeg
internal import CLibav
internal import Model

/// How numbers become colours, in libavutil's constants; what is not known is unspecified.
struct PictureColors {
    var range = AVCOL_RANGE_UNSPECIFIED
    var primaries = AVCOL_PRI_UNSPECIFIED
    var transfer = AVCOL_TRC_UNSPECIFIED
    var space = AVCOL_SPC_UNSPECIFIED
    var chromaLocation = AVCHROMA_LOC_UNSPECIFIED

    init(_ picture: PictureProperties) {
        range = picture.colorRange.flatMap { constant($0, av_color_range_from_name) } ?? range
        primaries =
            picture.colorPrimaries.flatMap { constant($0, av_color_primaries_from_name) }
            ?? primaries
        transfer =
            picture.colorTransfer.flatMap { constant($0, av_color_transfer_from_name) } ?? transfer
        space = picture.colorSpace.flatMap { constant($0, av_color_space_from_name) } ?? space
        chromaLocation =
            picture.chromaLocation.flatMap { constant($0, av_chroma_location_from_name) }
            ?? chromaLocation
    }

    init(_ frame: Frame) {
        range = frame.handle.pointee.color_range
        primaries = frame.handle.pointee.color_primaries
        transfer = frame.handle.pointee.color_trc
        space = frame.handle.pointee.colorspace
        chromaLocation = frame.handle.pointee.chroma_location
    }

    func fill(_ parameters: UnsafeMutablePointer<AVCodecParameters>) {
        parameters.pointee.color_range = range
        parameters.pointee.color_primaries = primaries
        parameters.pointee.color_trc = transfer
        parameters.pointee.color_space = space
        parameters.pointee.chroma_location = chromaLocation
    }

    var isHDR: Bool { transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67 }
}

private func constant<Value: RawRepresentable>(
    _ name: String,
    _ find: (UnsafePointer<CChar>) -> Int32
) -> Value? where Value.RawValue == UInt32 {
    UInt32(exactly: find(name)).flatMap(Value.init)
}
