internal import CFFmpeg
internal import Model

/// Reads the joined file again and holds its packets against what was planned and given to the
/// muxer: every part, in order, byte for byte; every frame at its time; every packet of the other
/// pictures and of the sound, by its bytes and its time; and the picture as far from the sound as
/// it was.
struct ResultProof {
    private let order: JoinOrder
    private let ledger: StreamLedger
    private let picture: Int?
    private let isTimeless: Bool
    /// Of pictures and sound, by the stream of the result.
    private let codecs: [Int: AVCodecID]

    init(_ order: JoinOrder, _ ledger: StreamLedger, _ result: ResultFile) {
        self.order = order
        self.ledger = ledger
        picture = result.picture?.index
        isTimeless = Containers.isTimeless(result.map.format)
        var codecs: [Int: AVCodecID] = [:]
        for index in ledger.entries.keys {
            let parameters = result.muxer.stream(index).pointee.codecpar.pointee
            let isText = parameters.codec_type == AVMEDIA_TYPE_SUBTITLE
            if !isText { codecs[index] = parameters.codec_id }
        }
        self.codecs = codecs
    }

    /// - Returns: Sound that is not where it was beside the picture, by its stream, in
    ///   microseconds.
    func run(_ progress: (TaskProgress) -> Void) throws(MediaFailure) -> [Int: Int64] {
        let demuxer = try Demuxer(order.result)
        try checkStreams(demuxer)
        let isEncoded = FilmJoining.isEncoded(order)
        var parts: PartsCheck?
        if let picture, isEncoded { parts = PartsCheck(order, demuxer.stream(picture)) }
        var streams: [Int: StreamCheck] = [:]
        for (index, entry) in ledger.entries {
            let stream = demuxer.stream(index)
            guard !(isEncoded && index == picture), isProven(stream) else { continue }
            let base = ledger.bases[index] ?? .microseconds
            streams[index] = StreamCheck(
                entry,
                base,
                stream,
                isTimeless: isTimeless,
                isOfPages: Containers.ofPages.contains(order.recipe.container)
            )
        }
        var firstTimes: [Int: Int64] = [:]
        var meter = JoinMeter(.proving, total: nil, following: picture)
        let packet = try Packet()
        while try demuxer.read(into: packet) {
            let index = packet.stream
            if index == picture { try parts?.take(packet) }
            if let cause = streams[index]?.take(packet) {
                throw refuse("stream \(index): \(cause)")
            }
            if let time = packet.presentation {
                firstTimes[index] = min(firstTimes[index] ?? time, time)
            }
            meter.take(packet, Rational(demuxer.stream(index).pointee.time_base))
            if meter.isDue { progress(meter.progress) }
        }
        try parts?.finish()
        for (index, check) in streams.sorted(by: { $0.key < $1.key }) {
            if let cause = check.finish() { throw refuse("stream \(index): \(cause)") }
        }
        return isTimeless ? [:] : movedSound(demuxer, firstTimes)
    }

    private func refuse(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "prove", order.result, cause)
    }

    private func checkStreams(_ demuxer: Demuxer) throws(MediaFailure) {
        let needed = (ledger.entries.keys.max() ?? 0) + 1
        guard demuxer.streamCount >= needed else {
            throw refuse("it has \(demuxer.streamCount) streams, and \(needed) were written")
        }
        for (index, codec) in codecs.sorted(by: { $0.key < $1.key }) where index < needed {
            let found = demuxer.stream(index).pointee.codecpar.pointee.codec_id
            if found == codec || Containers.areOneNumber(found, codec) { continue }
            let wanted = String(cString: avcodec_get_name(codec))
            let read = String(cString: avcodec_get_name(found))
            throw refuse("stream \(index) is \(wanted), and is read again as \(read)")
        }
    }

    /// Containers may split or join packets of text; what is seen and heard they leave alone.
    private func isProven(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        let type = stream.pointee.codecpar.pointee.codec_type
        return (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO)
            && !StreamFacts.isCover(stream)
    }

    /// The distance between picture and sound is what was written, to a millisecond: containers may
    /// move everything, but nothing against another. Without a picture the first sound stands for
    /// it.
    private func movedSound(_ demuxer: Demuxer, _ found: [Int: Int64]) -> [Int: Int64] {
        func moved(_ index: Int) -> Int64? {
            guard let given = ledger.entries[index]?.firstTime, let there = found[index] else {
                return nil
            }
            let base = Rational(demuxer.stream(index).pointee.time_base)
            return base.rescale(there, to: .microseconds) - givenMicroseconds(index, given)
        }
        let sounds = ledger.entries.keys.filter { index in
            demuxer.stream(index).pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO
        }
        guard let reference = picture ?? sounds.min(), let pictureMoved = moved(reference) else {
            return [:]
        }
        let isOfPages = Containers.ofPages.contains(order.recipe.container)
        let syncMax = isOfPages ? pagesMicrosecondsMax : syncMicrosecondsMax
        var apart: [Int: Int64] = [:]
        for index in sounds where index != reference {
            guard let soundMoved = moved(index) else { continue }
            let distance = soundMoved - pictureMoved
            if abs(distance) > syncMax { apart[index] = distance }
        }
        return apart
    }

    private func givenMicroseconds(_ index: Int, _ time: Int64) -> Int64 {
        (ledger.bases[index] ?? .microseconds).rescale(time, to: .microseconds)
    }
}

/// Matroska rounds both times to a millisecond.
private let syncMicrosecondsMax: Int64 = 1_000
/// See `StreamCheck`.
private let pagesMicrosecondsMax: Int64 = 50_000

/// Holds the packets of the picture against the parts, part by part.
struct PartsCheck {
    private let order: JoinOrder
    private let base: Rational
    private let clock: OutputClock
    /// Of no packets.
    private let empty: UnitHash
    private var part = 0
    private var framesInPart = 0
    private var hash: UnitHash
    private var frames = 0
    private var lastDecoding: Int64?
    private var expected: PresentationTimes
    private var window: [Int64] = []
    private var offset: Int64?

    /// By how many ticks all of it is later than planned; nil before a frame was held against it.
    var moved: Int64? { offset }

    init(_ order: JoinOrder, _ stream: UnsafeMutablePointer<AVStream>) {
        self.order = order
        base = Rational(stream.pointee.time_base)
        clock = OutputClock(startMicroseconds: order.film.startMicroseconds)
        empty = UnitHash(stream.pointee.codecpar.pointee)
        hash = empty
        expected = PresentationTimes(order.parts)
    }

    mutating func take(_ packet: Packet) throws(MediaFailure) {
        guard let time = packet.presentation else { throw refuse("frame \(frames) has no time") }
        while part < order.parts.count, framesInPart == order.parts[part].times.count {
            try endPart()
        }
        guard part < order.parts.count else { throw refuse("it has more frames than the parts") }
        if framesInPart == 0, !packet.isKey {
            throw refuse("slice \(part) does not begin with a key frame")
        }
        if let decoding = packet.decoding {
            if let last = lastDecoding, decoding <= last, !isRounded {
                throw refuse("the times of decoding do not rise at frame \(frames)")
            }
            if decoding > time { throw refuse("frame \(frames) is shown before it is decoded") }
            lastDecoding = decoding
        }
        hash.add(packet.bytes)
        framesInPart += 1
        frames += 1
        window.append(time)
        if window.count > TimeLedger.reorderMax { try checkEarliest() }
    }

    mutating func finish() throws(MediaFailure) {
        while part < order.parts.count, framesInPart == order.parts[part].times.count {
            try endPart()
        }
        guard part == order.parts.count else {
            throw refuse("it ends with frame \(frames), in slice \(part)")
        }
        while !window.isEmpty { try checkEarliest() }
        if expected.next() != nil { throw refuse("frames are missing at its end") }
    }

    /// Milliseconds are too coarse for decoding times of more than 1,000 frames a second.
    private var isRounded: Bool { base == Rational(1, 1_000) }

    private mutating func endPart() throws(MediaFailure) {
        guard hash.value == order.parts[part].hash else {
            throw refuse("the frames of slice \(part) are not those of its part")
        }
        hash = empty
        framesInPart = 0
        part += 1
    }

    private mutating func checkEarliest() throws(MediaFailure) {
        guard let earliest = window.min(), let place = window.firstIndex(of: earliest) else {
            return
        }
        window.remove(at: place)
        guard let planned = expected.next(), let first = order.parts.first else {
            throw refuse("it has more frames than the plan")
        }
        let wanted = clock.time(planned, first.timeBase, in: base)
        let offset = offset ?? earliest - wanted
        self.offset = offset
        guard abs(earliest - wanted - offset) <= 1 else {
            let seconds = base.seconds(earliest - wanted - offset)
            throw refuse("a frame is \(seconds) s from its time, at \(base.seconds(wanted)) s")
        }
    }

    private func refuse(_ cause: String) -> MediaFailure {
        MediaFailure(.mismatch, "prove", order.result, cause)
    }
}
