internal import CFFmpeg
internal import CLibav
internal import Model

/// The packets of a slice, from its file or from the source itself.
final class SliceSource {
    private let demuxer: Demuxer
    private let stream: Int
    /// What has to be taken from a time in the file to get one on the source's time line.
    let shift: Int64
    /// A slice file has presentation times only, so what a decoder makes of the others is a guess.
    let hasPresentationOnly: Bool
    private var toSkip: Int
    private let timeBase: Rational
    /// NUT halves ticks that are longer than 1/48000 s.
    private let fileTimeBase: Rational
    let path: Path

    init(_ order: VideoOrder) throws(MediaFailure) {
        let film = order.film
        switch order.slice.origin {
        case .file:
            guard let file = order.sliceFile else {
                throw MediaFailure(
                    .mismatch,
                    "encode slice \(order.slice.index)",
                    nil,
                    "the order names no slice file"
                )
            }
            path = file
            (stream, shift, toSkip) = (0, film.shift, 0)
            hasPresentationOnly = true
        case .source(let firstPacket, _):
            path = order.source
            guard let picture = film.videoStream else {
                throw MediaFailure(.mismatch, "encode a slice of", path, "no picture is planned")
            }
            (stream, shift, toSkip) = (picture, 0, firstPacket)
            hasPresentationOnly = false
        }
        demuxer = try Demuxer(path)
        timeBase = film.timeBase
        fileTimeBase = try SliceSource.timeBase(of: demuxer, stream)
        try check(film)
        demuxer.keepOnly { [stream] in $0 == stream }
        if hasPresentationOnly { restore(film.picture) }
    }

    /// Reads the next packet; false at the end.
    func read(into packet: Packet) throws(MediaFailure) -> Bool {
        while try demuxer.read(into: packet) {
            guard packet.stream == stream else { continue }
            if toSkip > 0 {
                toSkip -= 1
                continue
            }
            av_packet_rescale_ts(packet.handle, fileTimeBase.libav, timeBase.libav)
            return true
        }
        return false
    }

    func makeDecoder(threads: Int) throws(MediaFailure) -> Decoder {
        let stream = demuxer.stream(stream)
        return try Decoder(
            stream.pointee.codecpar,
            timeBase: timeBase,
            threads: threads,
            of: path
        )
    }

    private func check(_ film: FilmPlan) throws(MediaFailure) {
        let isSame = fileTimeBase == timeBase
        let isFiner =
            timeBase.rescale(1, to: fileTimeBase, .down)
            == timeBase.rescale(1, to: fileTimeBase, .up)
        guard isSame || hasPresentationOnly && isFiner else {
            throw mismatch("its times count in \(fileTimeBase) s, not in \(timeBase) s as planned")
        }
        let codec = String(
            cString: avcodec_get_name(demuxer.stream(stream).pointee.codecpar.pointee.codec_id)
        )
        guard codec == film.codec else {
            throw mismatch("its video is \(codec), not \(film.codec) as planned")
        }
    }

    private static func timeBase(
        of demuxer: Demuxer,
        _ stream: Int
    ) throws(MediaFailure) -> Rational {
        guard stream < demuxer.streamCount else {
            throw MediaFailure(.changed, "decode", demuxer.path, "it has no stream \(stream)")
        }
        return Rational(demuxer.stream(stream).pointee.time_base)
    }

    private func mismatch(_ cause: String) -> MediaFailure {
        MediaFailure(hasPresentationOnly ? .mismatch : .changed, "decode", path, cause)
    }

    /// Gives back what NUT cannot hold; where the packets say otherwise they win, as always.
    private func restore(_ picture: PictureProperties) {
        let parameters = demuxer.stream(stream).pointee.codecpar
        guard let parameters else { return }
        FieldOrder(picture.fieldOrder).map { parameters.pointee.field_order = $0.libav }
        PictureColors(picture).fill(parameters)
    }
}
