internal import CFFmpeg
internal import Model

/// The file of the encoded sound: NUT, which keeps times exactly, with a stream for each track.
///
/// NUT loses the priming and has no times below zero, so all times are shifted and the report says
/// by how much, and what a decoder has to drop.
final class SoundFile {
    private struct Written {
        let timeBase: Rational
        var hash: UnitHash
        var shift: Int64 = 0
        var packets = 0
        var trailingPadding: Int32 = 0
        var last: Int64?
        var end: Int64?
    }

    private let muxer: Muxer
    private var written: [Written] = []
    /// Packets that came before all encoders were open, which the head of the file has to know.
    private var early: [(track: Int, packet: Packet)] = []
    private(set) var earlyBytes = 0
    private(set) var bytes: Int64 = 0
    private var hasBegun = false

    init(_ path: Path) throws(MediaFailure) { muxer = try Muxer(path, format: "nut") }

    /// Writes the head, once the encoders of all tracks are open.
    func begin(_ sources: [SoundTrack]) throws(MediaFailure) {
        guard !hasBegun else { return }
        for source in sources {
            let stream = try muxer.addStream()
            try libav("describe the encoded sound for", muxer.path) {
                avcodec_parameters_from_context(stream.pointee.codecpar, source.encoder.context)
            }
            stream.pointee.time_base = source.encoder.context.pointee.time_base
            name(stream.pointee.codecpar)
            written.append(
                Written(
                    timeBase: Rational(source.encoder.context.pointee.time_base),
                    hash: UnitHash(stream.pointee.codecpar.pointee)
                )
            )
        }
        try muxer.begin([CodecOption("avoid_negative_ts", "disabled")])
        for (index, track) in written.enumerated() {
            let base = Rational(muxer.stream(index).pointee.time_base)
            guard base == track.timeBase else {
                let cause = "it counts time in \(base), not in \(track.timeBase)"
                throw MediaFailure(.mismatch, "write sound to", muxer.path, cause)
            }
        }
        hasBegun = true
        let early = early
        (self.early, earlyBytes) = ([], 0)
        for (track, packet) in early { try write(packet, of: track) }
    }

    func take(_ packet: Packet, of track: Int) throws(MediaFailure) {
        guard hasBegun else {
            early.append((track, packet))
            earlyBytes += packet.bytes.count
            return
        }
        try write(packet, of: track)
    }

    /// Ends the file and says what is in it.
    func finish(_ sources: [SoundTrack]) throws(MediaFailure) -> SoundReport {
        let bytes = try muxer.finish()
        var tracks: [SoundReport.Track] = []
        for (track, source) in zip(written, sources) {
            // Taken at the end: FLAC knows its head when it has seen everything.
            var parameters = try source.encoder.parameters()
            parameters.sound?.trailingPadding = track.trailingPadding
            var report = SoundReport.Track(
                sourceStream: source.sourceStream,
                timeBase: track.timeBase,
                shift: track.shift,
                parameters: parameters,
                packets: track.packets,
                hash: track.hash.value,
                damagedPackets: source.damagedPackets
            )
            report.end = track.end.map { $0 - track.shift }
            tracks.append(report)
        }
        return SoundReport(path: muxer.path, bytes: bytes, tracks: tracks)
    }

    private func write(_ packet: Packet, of track: Int) throws(MediaFailure) {
        // What only carries a new head has no sound.
        guard !packet.bytes.isEmpty else { return }
        written[track].trailingPadding = packet.trailingPadding
        written[track].packets += 1
        written[track].hash.add(packet.bytes)
        bytes += Int64(packet.bytes.count)
        place(packet, of: track)
        packet.handle.pointee.stream_index = Int32(track)
        try muxer.writeInterleaved(packet)
    }

    /// Shifts the packet's times. Times that go back, where the source's do, are moved behind the
    /// packet before, as ffmpeg moves them.
    private func place(_ packet: Packet, of track: Int) {
        let time = packet.presentation ?? packet.decoding ?? written[track].last ?? 0
        if written[track].last == nil {
            let usual = written[track].timeBase.ticks(inMilliseconds: shiftMilliseconds)
            written[track].shift = time < -usual ? 0 &- time : usual
        }
        var shifted = time &+ written[track].shift
        if let last = written[track].last { shifted = max(shifted, last &+ 1) }
        written[track].last = shifted
        written[track].end = shifted &+ max(0, packet.duration)
        packet.presentation = shifted
        packet.decoding = shifted
    }

    /// NUT writes a codec's tag, and has none for some codecs. The report names the codec, so any
    /// tag will do that belongs to no other.
    private func name(_ parameters: UnsafeMutablePointer<AVCodecParameters>) {
        let known = muxer.context.pointee.oformat.pointee.codec_tag
        let tag = av_codec_get_tag(known, parameters.pointee.codec_id)
        parameters.pointee.codec_tag = tag == 0 ? 0x646e_7352 : 0
    }
}

/// Room for priming and for sources that begin a little before zero; others get more.
private let shiftMilliseconds: Int64 = 10_000

extension Packet {
    /// How many samples at its end are no sound, by the encoder's side data.
    fileprivate var trailingPadding: Int32 {
        var size = 0
        guard let data = av_packet_get_side_data(handle, AV_PKT_DATA_SKIP_SAMPLES, &size),
            size >= 10
        else { return 0 }
        // Two numbers of 32 bits, little endian: samples to drop in front and at the end.
        return (0..<4).reduce(0) { $0 | Int32(data[4 + $1]) << (8 * $1) }
    }
}
