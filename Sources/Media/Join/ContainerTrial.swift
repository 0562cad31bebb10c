internal import CFFmpeg
internal import CLibav
internal import Model

/// Asks a container whether it takes a stream, by writing a head with nothing else in it to
/// nowhere. What libavformat answers when it is only asked is not always what it does: that of
/// FFmpeg 5.1 says yes to FLAC in MP4, and then calls it experimental.
struct ContainerTrial {
    let container: String

    /// Why it does not take the stream; nil when it does.
    func refusal(of stream: UnsafeMutablePointer<AVStream>, tag: UInt32) -> String? {
        refusal { target throws(MediaFailure) in
            try libav("try", nil) { avcodec_parameters_copy(target, stream.pointee.codecpar) }
            target.pointee.codec_tag = tag
        }
    }

    /// The same of what an encoder of sound will make. Only MP4 and its like say so before they
    /// know more of it than its name.
    func refusal(ofEncoder name: String) -> String? {
        guard ["mp4", "mov", "ipod"].contains(container),
            let encoder = avcodec_find_encoder_by_name(name)
        else { return nil }
        var parameters = CodecParameters(
            codec: String(cString: avcodec_get_name(encoder.pointee.id))
        )
        parameters.sound = SoundProperties(sampleRate: 48_000, layout: "stereo")
        return refusal { [parameters] target throws(MediaFailure) in
            try parameters.fill(target)
            target.pointee.codec_tag = 0
        }
    }

    /// The same of a picture that will be encoded, and gets this tag.
    func refusal(ofPicture name: String, tag: UInt32) -> String? {
        guard let encoder = avcodec_find_encoder_by_name(name) else { return nil }
        var picture = PictureProperties()
        (picture.width, picture.height, picture.pixelFormat) = (1_280, 720, "yuv420p")
        var parameters = CodecParameters(
            codec: String(cString: avcodec_get_name(encoder.pointee.id))
        )
        parameters.picture = picture
        return refusal { [parameters] target throws(MediaFailure) in
            try parameters.fill(target)
            target.pointee.codec_tag = tag
        }
    }

    func refusal(
        _ fill: (UnsafeMutablePointer<AVCodecParameters>) throws(MediaFailure) -> Void
    ) -> String? {
        guard let log = LogCapture.current else { return answer(fill) }
        return log.unheard { answer(fill) }
    }

    private func answer(
        _ fill: (UnsafeMutablePointer<AVCodecParameters>) throws(MediaFailure) -> Void
    ) -> String? {
        do throws(MediaFailure) {
            let muxer = try Muxer("/dev/null", format: container)
            let stream = try muxer.addStream()
            try fill(stream.pointee.codecpar)
            try muxer.begin()
            return nil
        } catch {
            return error.cause
        }
    }
}
