internal import CFFmpeg
internal import Model

/// Packets on their way into the result, in the order of their decoding times.
protocol PacketSource: AnyObject {
    /// The next packet, in the result's stream and time base; nil at the end.
    func next() throws(MediaFailure) -> Packet?
}

/// The parts of the film's picture, one after the other, one file open at a time.
final class PartPackets: PacketSource {
    private let order: JoinOrder
    private let output: OutputStream
    private var parts: ArraySlice<PartReport>
    private var demuxer: Demuxer?
    private var part: PartReport?
    private var times: DecodingTimes
    private let packet: Packet
    private(set) var frames = 0

    init(_ order: JoinOrder, _ output: OutputStream) throws(MediaFailure) {
        self.order = order
        self.output = output
        parts = order.parts[...]
        packet = try Packet()
        times = DecodingTimes(
            order.parts,
            delay: order.parts.map(\.reorderDelay).max() ?? 0,
            lastDuration: order.film.timeBase.rescale(
                order.lastDuration,
                to: order.parts.first?.timeBase ?? order.film.timeBase
            )
        )
    }

    func next() throws(MediaFailure) -> Packet? {
        guard let (part, file) = try readIntoPacket() else { return nil }
        let base = part.timeBase
        // NUT may count finer than the film does.
        guard let stored = packet.presentation.map({ file.rescale($0, to: base) }),
            let decoding = times.next(), let duration = times.duration(of: stored - part.shift)
        else {
            throw MediaFailure(
                .mismatch,
                "join",
                part.path,
                "frame \(frames) is not at a planned time"
            )
        }
        let time = stored - part.shift
        packet.presentation = output.time(time, base)
        packet.decoding = output.time(decoding, base)
        packet.handle.pointee.duration =
            output.time(time + duration, base) - output.time(time, base)
        packet.handle.pointee.stream_index = Int32(output.index)
        packet.handle.pointee.pos = -1
        frames += 1
        return packet
    }

    /// The part that the packet is of, and the time base of its file.
    private func readIntoPacket() throws(MediaFailure) -> (PartReport, Rational)? {
        while true {
            if let part, let demuxer {
                if try demuxer.read(into: packet) {
                    return (part, Rational(demuxer.stream(0).pointee.time_base))
                }
                self.demuxer = nil
            }
            guard let next = parts.popFirst() else { return nil }
            part = next
            demuxer = try Demuxer(next.path, findingStreams: false)
        }
    }
}

/// The encoded sound of the film, from its one file.
final class SoundPackets: PacketSource {
    private let demuxer: Demuxer
    private let tracks: [SoundReport.Track]
    private let outputs: [OutputStream]
    private let packet: Packet
    private var read: [Int]
    /// The last packet of each track, whose duration the next one says.
    private var held: [Int: Packet] = [:]
    private var ready: [Packet] = []

    init(_ report: SoundReport, _ outputs: [OutputStream]) throws(MediaFailure) {
        demuxer = try Demuxer(report.path, findingStreams: false)
        tracks = report.tracks
        self.outputs = outputs
        packet = try Packet()
        read = tracks.map { _ in 0 }
        guard demuxer.streamCount == tracks.count else {
            throw MediaFailure(
                .mismatch,
                "join",
                report.path,
                "it has \(demuxer.streamCount) tracks instead of \(tracks.count)"
            )
        }
    }

    func next() throws(MediaFailure) -> Packet? {
        while ready.isEmpty {
            guard try demuxer.read(into: packet) else {
                guard !held.isEmpty else { return nil }
                ready = held.sorted { $0.key < $1.key }.map(\.value)
                held = [:]
                break
            }
            let index = packet.stream
            let taken = try packet.copy()
            try place(taken, of: index)
            if let before = held.updateValue(taken, forKey: index) {
                fillDuration(of: before, until: taken)
                ready.append(before)
            }
        }
        return ready.removeFirst()
    }

    private func place(_ packet: Packet, of index: Int) throws(MediaFailure) {
        let (track, output) = (tracks[index], outputs[index])
        let file = Rational(demuxer.stream(index).pointee.time_base)
        guard let stored = packet.presentation.map({ file.rescale($0, to: track.timeBase) }) else {
            throw MediaFailure(.mismatch, "join", demuxer.path, "a packet of sound has no time")
        }
        let isLast = read[index] + 1 == track.packets
        var duration = file.rescale(packet.duration, to: track.timeBase)
        // Ogg says by it where the sound ends.
        if isLast, let end = track.end { duration = max(0, end - stored + track.shift) }
        let time = output.time(stored - track.shift, track.timeBase)
        packet.presentation = time
        packet.decoding = time
        packet.handle.pointee.duration =
            output.time(stored - track.shift + duration, track.timeBase) - time
        packet.handle.pointee.stream_index = Int32(output.index)
        packet.handle.pointee.pos = -1
        try packet.markPadding(track, isFirst: read[index] == 0, isLast: isLast)
        read[index] += 1
    }

    /// NUT keeps no durations, and of Opus and Vorbis libavformat cannot tell them: a packet lasts
    /// until the next one.
    private func fillDuration(of packet: Packet, until next: Packet) {
        guard packet.duration <= 0, let begin = packet.presentation, let end = next.presentation
        else { return }
        packet.handle.pointee.duration = max(0, end - begin)
    }
}

extension Packet {
    /// Tells the container how many samples of the last packet are none of the film's, and MP3's
    /// of the first ones too: it has that from nowhere else.
    fileprivate func markPadding(
        _ track: SoundReport.Track,
        isFirst: Bool,
        isLast: Bool
    ) throws(MediaFailure) {
        guard let sound = track.parameters.sound else { return }
        let begin = isFirst && track.parameters.codec == "mp3" ? sound.initialPadding : 0
        try markSkipped(begin: begin, end: isLast ? sound.trailingPadding : 0)
    }

    /// Says how many samples a decoder drops of it.
    func markSkipped(begin: Int32, end: Int32) throws(MediaFailure) {
        guard begin > 0 || end > 0 else { return }
        let data = try libavMemory(
            av_packet_new_side_data(handle, AV_PKT_DATA_SKIP_SAMPLES, 10),
            "mark the ends of the sound"
        )
        for byte in 0..<10 { data[byte] = 0 }
        for byte in 0..<4 {
            data[byte] = UInt8(truncatingIfNeeded: begin >> (8 * byte))
            data[4 + byte] = UInt8(truncatingIfNeeded: end >> (8 * byte))
        }
    }
}

/// A stream of the result, once its container has chosen the time base.
struct OutputStream {
    var index: Int
    var timeBase: Rational
    var clock: OutputClock
    /// Whether two packets may not have one time; subtitles may.
    var isRising = true
    /// What the container would otherwise move the stream by, the other way.
    var correctionMicroseconds: Int64 = 0

    func time(_ time: Int64, _ base: Rational) -> Int64 {
        clock.time(time, base, in: timeBase)
            + Rational.microseconds.rescale(correctionMicroseconds, to: timeBase)
    }
}
