internal import CFFmpeg
internal import Model

/// What is taken from the source as it is: pictures, sound, subtitles.
final class CopiedPackets: PacketSource {
    private let demuxer: Demuxer
    private var copies: [Int: Copy] = [:]
    private var conversions: [Int: (text: TextConversion, output: OutputStream)] = [:]
    private let packet: Packet
    private var hasBegun: Set<Int> = []
    private var leftOut: [Int: Packet] = [:]
    /// Comes before anything else is read.
    private var waiting: [Packet] = []
    private var hasEnded = false

    /// One stream on its way.
    private final class Copy {
        let output: OutputStream
        let base: Rational
        let filter: BitstreamFilter?
        var times: PictureTimes?
        var last: Int64?
        /// Samples that a decoder drops, where the muxer has to be told with the first packet.
        let priming: Int32

        init(
            _ output: OutputStream,
            _ stream: UnsafeMutablePointer<AVStream>,
            _ picture: CopiedPicture?,
            _ filter: BitstreamFilter?
        ) {
            self.output = output
            self.filter = filter
            base = Rational(stream.pointee.time_base)
            let parameters = stream.pointee.codecpar.pointee
            priming = parameters.codec_id == AV_CODEC_ID_MP3 ? parameters.initial_padding : 0
            times = picture.map { PictureTimes($0, stream) }
        }
    }

    init(_ path: Path, _ result: ResultFile) throws(MediaFailure) {
        demuxer = try Demuxer(path)
        packet = try Packet()
        for (index, output) in result.copies {
            copies[index] = Copy(
                output,
                demuxer.stream(index),
                result.copiedPictures[index],
                try result.filter(for: demuxer.stream(index))
            )
        }
        for (index, wanted) in result.conversions {
            let text = try TextConversion(demuxer.stream(index), encoder: wanted.encoder, path)
            conversions[index] = (text, wanted.stream)
        }
        if result.copiedPictures.values.contains(where: \.lacksTimes) { demuxer.makesTimes() }
        let wanted = Set(copies.keys).union(conversions.keys)
        demuxer.keepOnly { wanted.contains($0) }
    }

    func next() throws(MediaFailure) -> Packet? {
        while true {
            if !waiting.isEmpty { return waiting.removeFirst() }
            guard try demuxer.read(into: packet) else {
                if hasEnded { return nil }
                hasEnded = true
                for copy in copies.values { try give(nil, copy) }
                continue
            }
            if let (text, output) = conversions[packet.stream] {
                let base = Rational(demuxer.stream(packet.stream).pointee.time_base)
                if let converted = try text.convert(packet, base, to: output) { return converted }
            }
            guard let copy = copies[packet.stream] else { continue }
            // The picture of a cover is in the file's head.
            if StreamFacts.isCover(demuxer.stream(packet.stream)) { continue }
            if try isLeftOut(packet) { continue }
            if let before = leftOut.removeValue(forKey: packet.stream) { try give(before, copy) }
            try give(packet, copy)
        }
    }

    /// Hands a packet on, by way of the stream's filter where it has one.
    private func give(_ packet: Packet?, _ copy: Copy) throws(MediaFailure) {
        guard let filter = copy.filter else {
            guard let packet else { return }
            let taken = try packet.copy()
            if copy.last == nil, !taken.hasSideData(AV_PKT_DATA_SKIP_SAMPLES) {
                try taken.markSkipped(begin: copy.priming, end: 0)
            }
            retime(taken, copy)
            waiting.append(taken)
            return
        }
        try filter.send(packet)
        while true {
            let filtered = try Packet()
            guard try filter.receive(into: filtered) else { return }
            retime(filtered, copy)
            waiting.append(filtered)
        }
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

    private func retime(_ packet: Packet, _ copy: Copy) {
        let output = copy.output
        let duration = max(0, copy.base.rescale(packet.duration, to: output.timeBase))
        if let times = copy.times?.next(packet) {
            packet.presentation = output.time(times.presentation, copy.base)
            packet.decoding = output.time(times.decoding, copy.base)
        } else {
            placeLikeFFmpeg(packet, copy)
        }
        packet.handle.pointee.duration = duration
        packet.handle.pointee.stream_index = Int32(output.index)
        packet.handle.pointee.pos = -1
        copy.last = packet.decoding
    }

    /// Times as ffmpeg copies them: where one is missing the other stands in, and the order of
    /// decoding rises.
    private func placeLikeFFmpeg(_ packet: Packet, _ copy: Copy) {
        let output = copy.output
        let given = packet.decoding ?? packet.presentation
        let decoding = given.map { output.time($0, copy.base) } ?? copy.last.map { $0 + 1 } ?? 0
        let rising = copy.last.map { max($0 + 1, decoding) } ?? decoding
        let presentation = packet.presentation.map { output.time($0, copy.base) } ?? rising
        packet.decoding = output.isRising ? rising : decoding
        packet.presentation = max(presentation, packet.decoding ?? presentation)
    }
}

/// The times of a picture that is copied, exactly as the source has them. Where it has no times of
/// decoding that hold for every packet, all of them are made anew: the n-th packet is decoded when
/// the frame is shown that comes so many frames before it as any runs ahead.
struct PictureTimes {
    private let picture: CopiedPicture
    private let step: Int64
    private var count = 0
    /// Times that no packet was decoded at so far, rising.
    private var window: [Int64] = []

    init(_ picture: CopiedPicture, _ stream: UnsafeMutablePointer<AVStream>) {
        let average = Rational(stream.pointee.avg_frame_rate)
        let rate = average.isPositive ? average : Rational(25, 1)
        let base = Rational(stream.pointee.time_base)
        self.init(picture, step: max(1, rate.inverse.rescale(1, to: base)))
    }

    /// - Parameter step: How far apart frames are, for those decoded before the first is shown.
    init(_ picture: CopiedPicture, step: Int64) {
        (self.picture, self.step) = (picture, step)
    }

    /// Nil when the packet has no time at all.
    mutating func next(_ packet: Packet) -> (presentation: Int64, decoding: Int64)? {
        next(packet.presentation, packet.decoding)
    }

    mutating func next(
        _ presentation: Int64?,
        _ decoding: Int64?
    ) -> (presentation: Int64, decoding: Int64)? {
        guard let time = presentation else { return nil }
        if picture.hasDecodingTimes { return (time, decoding ?? time) }
        defer { count += 1 }
        window.insert(time, at: window.firstIndex { $0 > time } ?? window.count)
        let early = picture.reorderDelay - count
        if early > 0 { return (time, picture.firstTime - Int64(early) * step) }
        return (time, window.removeFirst())
    }
}
