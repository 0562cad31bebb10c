internal import CFFmpeg
internal import Model

/// What a join does beside what its order says, for renditions of a ladder.
struct JoinManner {
    /// The picture is upright by its pixels: players turn it no more.
    var isTurned = false
    /// The same tracks of sound in other encodings.
    var furtherSounds: [SoundReport] = []
}

/// Describes the film's picture, encoded in parts, to a muxer.
struct EncodedPicture {
    private let order: JoinOrder
    private let isTurned: Bool

    init(_ order: JoinOrder, isTurned: Bool) { (self.order, self.isTurned) = (order, isTurned) }

    func fill(
        _ stream: UnsafeMutablePointer<AVStream>,
        from source: UnsafeMutablePointer<AVStream>,
        in format: UnsafePointer<AVOutputFormat>
    ) throws(MediaFailure) {
        guard let part = order.parts.first else {
            throw MediaFailure(.mismatch, "join", order.result, "there are no parts")
        }
        try part.parameters.fill(stream.pointee.codecpar)
        stream.pointee.time_base = part.timeBase.libav
        stream.pointee.sample_aspect_ratio = stream.pointee.codecpar.pointee.sample_aspect_ratio
        if let rate = part.frameRate {
            stream.pointee.avg_frame_rate = rate.libav
            stream.pointee.r_frame_rate = rate.libav
        }
        let own = PictureTag.standard(
            stream.pointee.codecpar.pointee,
            in: format,
            keepsHeaders: true
        )
        var wished: UInt32?
        if let tag = order.recipe.video.tag { wished = try PictureTag.number(tag) }
        stream.pointee.codecpar.pointee.codec_tag = wished ?? own ?? 0
        try StreamTags.copySideData(from: source, to: stream) { type in
            DroppedPicture.cannotCarry(type) || isTurned && type == AV_PKT_DATA_DISPLAYMATRIX
        }
    }
}
