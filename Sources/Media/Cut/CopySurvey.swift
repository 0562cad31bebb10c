internal import CFFmpeg
internal import Model

/// Reads the packets of the pictures that will be copied, once, and says what all of them together
/// are: whether they can be copied, and what their times need.
enum CopySurvey {
    /// - Parameter streams: Of the source, each a video stream.
    static func run(
        _ path: Path,
        _ streams: [Int],
        progress: (Packet, AVRational) -> Void = { _, _ in }
    ) throws(MediaFailure) -> [CopiedPicture] {
        guard !streams.isEmpty else { return [] }
        let first = try pass(path, streams, makesTimes: false, progress)
        guard first.contains(where: \.picture.lacksTimes) else { return first.map(\.picture) }
        let second = try pass(path, streams, makesTimes: true, progress)
        return try zip(first, second).map { before, after throws(MediaFailure) in
            var picture = after.picture
            if let packet = after.untimed {
                throw MediaFailure(
                    .unreadable,
                    "copy the picture of",
                    path,
                    "video packet \(packet) has no time, and none follows from the others",
                    remedy: "encode the picture"
                )
            }
            picture.lacksTimes = before.picture.lacksTimes
            return picture
        }
    }

    private static func pass(
        _ path: Path,
        _ streams: [Int],
        makesTimes: Bool,
        _ progress: (Packet, AVRational) -> Void
    ) throws(MediaFailure) -> [StreamSurvey] {
        let demuxer = try Demuxer(path)
        if makesTimes { demuxer.makesTimes() }
        guard streams.allSatisfy({ $0 < demuxer.streamCount }) else {
            throw MediaFailure(.changed, "copy", path, "it has other streams than a moment ago")
        }
        demuxer.keepOnly { streams.contains($0) }
        var surveys = streams.map { StreamSurvey(demuxer.stream($0)) }
        let packet = try Packet()
        while try demuxer.read(into: packet) {
            guard let place = streams.firstIndex(of: packet.stream) else { continue }
            surveys[place].take(packet)
            if let jump = surveys[place].jump { throw SliceCutting.backwards(jump, path, "copy") }
            progress(packet, demuxer.stream(packet.stream).pointee.time_base)
        }
        for survey in surveys where survey.picture.packets == 0 {
            throw MediaFailure(.unreadable, "transcode", path, "its video has no packets")
        }
        return surveys
    }
}

/// What is known of one stream so far.
private struct StreamSurvey {
    private var found: CopiedPicture
    /// The first packet without a time.
    private(set) var untimed: Int?
    /// A clock that begins anew, for a person.
    private(set) var jump: String?

    private var hash: StreamHash
    private var reader: BitstreamReader
    private let slipMax: Int64
    private var lastDecoding: Int64?
    /// The latest times, rising: enough to know how far a packet is behind.
    private var latest: [Int64] = []

    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let parameters = stream.pointee.codecpar.pointee
        found = CopiedPicture(stream: Int(stream.pointee.index))
        hash = StreamHash(parameters)
        let head = UnsafeRawBufferPointer(
            start: parameters.extradata,
            count: Int(parameters.extradata_size)
        )
        reader = BitstreamReader(codec: VideoCodec(parameters.codec_id), extradata: Array(head))
        slipMax = Rational(stream.pointee.time_base).ticks(inMilliseconds: slipMilliseconds)
    }

    var picture: CopiedPicture {
        var picture = found
        picture.hash = hash.value
        return picture
    }

    mutating func take(_ packet: Packet) {
        let facts = reader.read(packet.bytes, isKey: packet.isKey)
        if facts.shownFrames > 1 { found.packedPackets += 1 }
        if reader.parameterChange != nil { found.keepsHeaders = false }
        if packet.isDiscarded { found.hiddenPackets += 1 }
        hash.add(packet.bytes)
        takeDecodingTime(packet)
        if let time = packet.presentation {
            found.firstTime = latest.isEmpty ? time : min(found.firstTime, time)
            takeTime(time)
        } else {
            found.lacksTimes = true
            untimed = untimed ?? found.packets
        }
        found.packets += 1
    }

    private mutating func takeDecodingTime(_ packet: Packet) {
        guard let decoding = packet.decoding else {
            found.hasDecodingTimes = false
            return
        }
        if let last = lastDecoding {
            if decoding <= last { found.hasDecodingTimes = false }
            if decoding < last - slipMax {
                let place = "at video packet \(found.packets)"
                jump = "the time goes back from \(last) to \(decoding) ticks \(place)"
            }
        }
        if let time = packet.presentation, decoding > time { found.hasDecodingTimes = false }
        lastDecoding = decoding
    }

    private mutating func takeTime(_ time: Int64) {
        let place = latest.firstIndex { $0 > time } ?? latest.count
        found.reorderDelay = max(found.reorderDelay, latest.count - place)
        latest.insert(time, at: place)
        if latest.count > TimeLedger.reorderMax { latest.removeFirst() }
    }
}

/// By how much times of decoding may go back without the clock beginning anew.
private let slipMilliseconds: Int64 = 1_000
