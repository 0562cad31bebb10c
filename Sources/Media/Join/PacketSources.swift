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
        guard try demuxer.read(into: packet) else { return nil }
        let index = packet.stream
        let (track, output) = (tracks[index], outputs[index])
        let file = Rational(demuxer.stream(index).pointee.time_base)
        guard let stored = packet.presentation.map({ file.rescale($0, to: track.timeBase) }) else {
            throw MediaFailure(.mismatch, "join", demuxer.path, "a packet of sound has no time")
        }
        let duration = file.rescale(packet.duration, to: track.timeBase)
        let time = output.time(stored - track.shift, track.timeBase)
        packet.presentation = time
        packet.decoding = time
        packet.handle.pointee.duration =
            output.time(stored - track.shift + duration, track.timeBase) - time
        packet.handle.pointee.stream_index = Int32(output.index)
        packet.handle.pointee.pos = -1
        read[index] += 1
        if read[index] == track.packets { try markTrailingPadding(track) }
        return packet
    }

    /// Tells the container how many samples of the last packet are none of the film's.
    private func markTrailingPadding(_ track: SoundReport.Track) throws(MediaFailure) {
        guard let padding = track.parameters.sound?.trailingPadding, padding > 0 else { return }
        let data = try libavMemory(
            av_packet_new_side_data(packet.handle, AV_PKT_DATA_SKIP_SAMPLES, 10),
            "mark the end of the sound"
        )
        for byte in 0..<10 { data[byte] = 0 }
        for byte in 0..<4 { data[4 + byte] = UInt8(truncatingIfNeeded: padding >> (8 * byte)) }
    }
}

/// What is taken from the source as it is: sound, subtitles, further pictures.
final class CopiedPackets: PacketSource {
    private let demuxer: Demuxer
    private let copies: [Int: OutputStream]
    private var conversions: [Int: (text: TextConversion, output: OutputStream)] = [:]
    private let packet: Packet
    private var last: [Int: Int64] = [:]
    private var hasBegun: Set<Int> = []
    private var leftOut: [Int: Packet] = [:]
    /// Comes before anything else is read.
    private var waiting: Packet?

    init(_ path: Path, _ result: ResultFile) throws(MediaFailure) {
        demuxer = try Demuxer(path)
        packet = try Packet()
        copies = result.copies
        for (index, wanted) in result.conversions {
            let text = try TextConversion(demuxer.stream(index), encoder: wanted.encoder, path)
            conversions[index] = (text, wanted.stream)
        }
        let (copies, conversions) = (copies, conversions)
        demuxer.keepOnly { copies[$0] != nil || conversions[$0] != nil }
    }

    func next() throws(MediaFailure) -> Packet? {
        if let packet = waiting {
            waiting = nil
            return packet
        }
        while try demuxer.read(into: packet) {
            if let (text, output) = conversions[packet.stream] {
                let base = Rational(demuxer.stream(packet.stream).pointee.time_base)
                if let converted = try text.convert(packet, base, to: output) { return converted }
            }
            guard let output = copies[packet.stream] else { continue }
            // The picture of a cover is in the file's head.
            if StreamFacts.isCover(demuxer.stream(packet.stream)) { continue }
            if try isLeftOut(packet) { continue }
            if let before = leftOut.removeValue(forKey: packet.stream) {
                retime(before, output)
                retime(packet, output)
                waiting = try packet.copy()
                return before
            }
            retime(packet, output)
            return packet
        }
        return nil
    }

    /// Sound that an edit list leaves out is not carried on, but for the one packet before the cut,
    /// from which a decoder gets into the sound.
    private func isLeftOut(_ packet: Packet) throws(MediaFailure) -> Bool {
        let index = packet.stream
        let kind = demuxer.stream(index).pointee.codecpar.pointee.codec_type
        guard kind == AVMEDIA_TYPE_AUDIO, !hasBegun.contains(index) else { return false }
        if packet.isDiscarded {
            leftOut[index] = try packet.copy()
            return true
        }
        hasBegun.insert(index)
        return false
    }

    /// Times as ffmpeg copies them: where one is missing the other stands in, and the order of
    /// decoding rises.
    private func retime(_ packet: Packet, _ output: OutputStream) {
        let base = Rational(demuxer.stream(packet.stream).pointee.time_base)
        let given = packet.decoding ?? packet.presentation
        let decoding = given.map { output.time($0, base) } ?? last[output.index].map { $0 + 1 } ?? 0
        let rising = last[output.index].map { max($0 + 1, decoding) } ?? decoding
        let presentation = packet.presentation.map { output.time($0, base) } ?? rising
        let duration = base.rescale(packet.duration, to: output.timeBase)
        packet.decoding = output.isRising ? rising : decoding
        packet.presentation = max(presentation, packet.decoding ?? presentation)
        packet.handle.pointee.duration = max(0, duration)
        packet.handle.pointee.stream_index = Int32(output.index)
        packet.handle.pointee.pos = -1
        last[output.index] = packet.decoding
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
