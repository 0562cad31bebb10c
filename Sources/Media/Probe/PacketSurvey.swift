internal import CFFmpeg
internal import Model

/// What the packets of one stream come to.
struct PacketSurvey {
    private(set) var measured = MediaDescription.Measured()
    private var lastKey: Int64?
    private var lastDecoding: Int64?

    mutating func add(_ packet: Packet) {
        measured.packets += 1
        measured.bytes += Int64(packet.bytes.count)
        if packet.isDiscarded { measured.discarded += 1 }
        if let decoding = packet.decoding {
            if let lastDecoding, decoding <= lastDecoding { measured.timesNotRising += 1 }
            lastDecoding = decoding
        }
        if packet.isKey { measured.keyPackets += 1 }
        if packet.presentation == nil { measured.timesMissing += 1 }
        // AVI has only times of decoding.
        guard let time = packet.presentation ?? packet.decoding else { return }
        // Hostile times lie at the ends of the range.
        let (end, isTooLate) = time.addingReportingOverflow(max(0, packet.duration))
        measured.first = min(measured.first ?? time, time)
        measured.end = max(measured.end ?? time, isTooLate ? time : end)
        if packet.isKey { addKey(at: time) }
    }

    /// With the distance from the last key packet to the end.
    func finished() -> MediaDescription.Measured {
        var survey = self
        if let end = measured.end { survey.addKey(at: end) }
        return survey.measured
    }

    private mutating func addKey(at time: Int64) {
        defer { lastKey = time }
        guard let lastKey else { return }
        let (distance, isTooLarge) = time.subtractingReportingOverflow(lastKey)
        guard !isTooLarge, distance > 0 else { return }
        measured.largestKeyDistance = max(measured.largestKeyDistance ?? 0, distance)
    }
}

/// Where decoding of one video stream may begin, by what its packets are.
struct AccessSurvey {
    private var found: MediaDescription.RandomAccess
    private var reader: BitstreamReader
    private let timeBase: Rational
    private var last: Int64?

    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let parameters = stream.pointee.codecpar.pointee
        let codec = VideoCodec(parameters.codec_id)
        let extradata = UnsafeRawBufferPointer(
            start: parameters.extradata,
            count: Int(parameters.extradata_size)
        )
        reader = BitstreamReader(codec: codec, extradata: Array(extradata))
        timeBase = Rational(stream.pointee.time_base)
        let name = String(cString: avcodec_get_name(parameters.codec_id))
        found = MediaDescription.RandomAccess(rule: codec == .other ? "none" : name)
        if codec == .other {
            found.obstacle = "where decoding of \(name) may begin is not known"
        }
    }

    mutating func add(_ packet: Packet) {
        let facts = reader.read(packet.bytes, isKey: packet.isKey)
        if let change = reader.parameterChange, found.obstacle == nil { found.obstacle = change }
        switch facts.access {
        case .none: found.none += 1
        case .unclean: found.unclean += 1
        case .clean:
            // A discarded picture is no beginning: nothing is shown from there on.
            guard !packet.isDiscarded, let time = packet.presentation else {
                found.unclean += 1
                return
            }
            found.clean += 1
            addPlace(at: time)
        }
    }

    /// - Parameter measured: What else came of the stream's packets.
    func finished(_ measured: MediaDescription.Measured) -> MediaDescription.RandomAccess {
        var survey = self
        if let end = measured.end, found.clean > 0 { survey.addPlace(at: end) }
        if survey.found.obstacle == nil, measured.timesMissing > 0 {
            survey.found.obstacle =
                "\(Figures.grouped(Int64(measured.timesMissing))) packets have no time"
        }
        return survey.found
    }

    private mutating func addPlace(at time: Int64) {
        defer { last = time }
        guard let last else { return }
        let (gap, isTooLarge) = time.subtractingReportingOverflow(last)
        guard !isTooLarge, gap > 0 else { return }
        found.largestGapSeconds = max(found.largestGapSeconds ?? 0, timeBase.seconds(gap))
    }
}
