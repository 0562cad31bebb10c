internal import CFFmpeg

extension UnitHash {
    /// For the packets of a stream with these parameters.
    init(_ parameters: AVCodecParameters) {
        let codec = VideoCodec(parameters.codec_id)
        let extradata = UnsafeRawBufferPointer(
            start: parameters.extradata,
            count: Int(parameters.extradata_size)
        )
        self.init(codec, Framing(codec: codec, extradata: extradata))
    }
}
