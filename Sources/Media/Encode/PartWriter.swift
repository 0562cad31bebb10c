internal import CFFmpeg
internal import CLibav
internal import Model

/// Writes what an encoder gives to a part, with the frames' true times.
final class PartWriter {
    private let muxer: Muxer
    private let stream: UnsafeMutablePointer<AVStream>
    private let countsFrames: Bool
    private let name: String
    /// Of the file: NUT wants ticks of 1/48000 s at most, and halves those it is given until they
    /// are, which is exact.
    let timeBase: Rational
    /// How many of the file's ticks are one of the frames' clock.
    private let factor: Int64
    /// Added to every time, so that none in the file is below zero.
    private(set) var shift: Int64
    /// Of every frame that went into the encoder, in the file's ticks.
    private(set) var times: [Int64] = []
    /// The places of the frames that begin a segment.
    private(set) var segments: [Int] = []
    private var isWritten: [Bool] = []
    /// The segment whose first packet comes next.
    private var nextSegment = 0
    private var indexMax = -1
    private(set) var packets = 0
    private(set) var bytes: Int64 = 0
    private(set) var reorderDelay = 0
    private(set) var hash: UnitHash

    /// - Parameters:
    ///   - clock: What the times of frames count in.
    ///   - shift: To be added to the times, on the clock of the film.
    init(
        _ path: Path,
        _ encoder: Encoder,
        clock: Rational,
        shift: (ticks: Int64, of: Rational),
        countsFrames: Bool
    ) throws(MediaFailure) {
        self.countsFrames = countsFrames
        name = encoder.name
        muxer = try Muxer(path, format: "nut")
        stream = try muxer.addStream()
        stream.pointee.time_base = clock.libav
        try libav("describe the stream of", path) { [stream] in
            avcodec_parameters_from_context(stream.pointee.codecpar, encoder.context)
        }
        hash = UnitHash(stream.pointee.codecpar.pointee)
        // What NUT calls the codec; the encoder's own letters, made for other containers, only
        // where it has none.
        let letters = muxer.context.pointee.oformat.pointee.codec_tag
        let tag = av_codec_get_tag(letters, encoder.context.pointee.codec_id)
        if tag != 0 { stream.pointee.codecpar.pointee.codec_tag = tag }
        muxer.context.pointee.avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED
        // Without the library's version in it.
        muxer.context.pointee.flags |= AVFMT_FLAG_BITEXACT
        try muxer.begin()
        timeBase = Rational(stream.pointee.time_base)
        factor = clock.rescale(1, to: timeBase)
        self.shift = shift.of.rescale(shift.ticks, to: timeBase, .up)
        guard timeBase.rescale(factor, to: clock) == 1,
            clock.rescale(1_000, to: timeBase) == 1_000 * factor
        else {
            throw MediaFailure(.recipe, "write", path, "NUT has no clock of \(clock) s")
        }
    }

    /// A frame goes into the encoder; gives the time for it on the encoder's clock.
    func admit(_ time: Int64, beginsSegment: Bool) -> Int64 {
        if beginsSegment { segments.append(times.count) }
        times.append(time * factor)
        isWritten.append(false)
        // The decoding times of a film's first frames lie before them.
        if times.count == 1 { shift = max(shift, Int64(PartWriter.reorderMax) - times[0]) }
        return countsFrames ? Int64(times.count - 1) : time
    }

    func write(_ packet: Packet) throws(MediaFailure) {
        guard let index = index(of: packet), !isWritten[index] else {
            throw unexpected(packet)
        }
        isWritten[index] = true
        try checkSegment(packet, index)
        indexMax = max(indexMax, index)
        reorderDelay = max(reorderDelay, packets - index)
        packet.presentation = times[index] + shift
        packet.decoding = decodingTime + shift
        packet.handle.pointee.duration = 0
        packet.handle.pointee.stream_index = 0
        bytes += Int64(packet.bytes.count)
        hash.add(packet.bytes)
        packets += 1
        try muxer.write(packet)
    }

    /// A segment begins with a key frame, and nothing of the one before comes behind it.
    private func checkSegment(_ packet: Packet, _ index: Int) throws(MediaFailure) {
        guard nextSegment < segments.count, index >= segments[nextSegment] else { return }
        let start = segments[nextSegment]
        nextSegment += 1
        guard index == start, packet.isKey else {
            throw noSegment(at: start, "it made no key frame")
        }
        guard packets == index, indexMax == index - 1 else {
            throw noSegment(at: start, "it made a key frame that is decoded before earlier ones")
        }
    }

    private func noSegment(at index: Int, _ what: String) -> MediaFailure {
        MediaFailure(
            .recipe,
            "cut segments from what \(name) encodes",
            nil,
            "\(what) at \(timeBase.text(times[index])) s, where players change renditions",
            remedy: "use libx264, libx265, libsvtav1, libaom-av1, libvpx-vp9 or libvpx"
        )
    }

    /// Closes the file; gives its size.
    func finish() throws(MediaFailure) -> Int64 {
        guard packets == times.count else {
            throw MediaFailure(
                .mismatch,
                "write",
                muxer.path,
                "the encoder gave \(packets) packets for \(times.count) frames"
            )
        }
        return try muxer.finish()
    }

    /// NUT does not keep it, but wants it to rise and to be no later than the time of presentation:
    /// the times of presentation, delayed by more than any codec reorders.
    private var decodingTime: Int64 {
        let index = packets - PartWriter.reorderMax
        return index >= 0 ? times[index] : times[0] + Int64(index)
    }

    static let reorderMax = 32

    private func index(of packet: Packet) -> Int? {
        guard let time = packet.presentation else { return nil }
        if countsFrames { return times.indices.contains(Int(time)) ? Int(time) : nil }
        let wanted = time * factor
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < times.count && times[low] == wanted ? low : nil
    }

    private func unexpected(_ packet: Packet) -> MediaFailure {
        let time = packet.presentation.map { "\($0)" } ?? "none"
        let cause = "packet \(packets) of the encoder has the time \(time), which is no frame's"
        return MediaFailure(.mismatch, "write", muxer.path, cause)
    }
}
