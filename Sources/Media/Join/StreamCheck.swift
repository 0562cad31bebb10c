internal import CFFmpeg
internal import Model

/// Holds the packets of one stream of a result against those that were given to the muxer.
struct StreamCheck {
    private let entry: StreamLedger.Entry
    private let given: Rational
    private let found: Rational
    private let isPicture: Bool
    private let hasTimes: Bool
    /// In ticks; one where the first packet's time was rounded the other way.
    private let tolerance: Int64
    private var hash: StreamHash
    private var expected: TimeTrail.Iterator
    private var packets = 0
    private var offset: Int64?
    private var lastDecoding: Int64?

    /// - Parameter base: What the times of the entry count in.
    init(
        _ entry: StreamLedger.Entry,
        _ base: Rational,
        _ stream: UnsafeMutablePointer<AVStream>,
        isTimeless: Bool,
        isOfPages: Bool
    ) {
        self.entry = entry
        given = base
        found = Rational(stream.pointee.time_base)
        hash = entry.hash.fresh(for: stream.pointee.codecpar.pointee)
        isPicture = stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO
        hasTimes = !isTimeless && !hash.isOfSamples
        tolerance = isOfPages ? found.ticks(inMilliseconds: pageMilliseconds) : 1
        expected = entry.trail.makeIterator()
    }

    /// What is wrong; nil is nothing.
    mutating func take(_ packet: Packet) -> String? {
        hash.add(packet.bytes)
        defer { packets += 1 }
        guard hasTimes else { return nil }
        guard let wanted = expected.next().map({ given.rescale($0, to: found) }) else {
            return "it has more packets than the \(entry.packets) that were written"
        }
        if let wrong = isPicture ? decodingFault(packet) : nil { return wrong }
        // Where nothing is reordered, AVI's are those of decoding.
        guard let time = packet.presentation ?? packet.decoding else {
            return "packet \(packets) has no time"
        }
        let offset = offset ?? time - wanted
        self.offset = offset
        guard abs(time - wanted - offset) > tolerance else { return nil }
        let seconds = found.seconds(time - wanted - offset)
        return "packet \(packets) is \(seconds) s from its time, at \(found.seconds(wanted)) s"
    }

    /// What is wrong with all of it; nil is nothing.
    func finish() -> String? {
        if !hash.isOfSamples, packets != entry.packets {
            return "it has \(packets) packets, and \(entry.packets) were written"
        }
        return hash.value == entry.hash.value ? nil : "its bytes are not those that were written"
    }

    private mutating func decodingFault(_ packet: Packet) -> String? {
        guard let decoding = packet.decoding else { return nil }
        defer { lastDecoding = decoding }
        // Milliseconds are too coarse for decoding times of more than 1,000 frames a second.
        if let last = lastDecoding, decoding <= last, found != .milliseconds {
            return "the times of decoding do not rise at packet \(packets)"
        }
        if let time = packet.presentation, decoding > time {
            return "packet \(packets) is shown before it is decoded"
        }
        return nil
    }
}

/// Ogg has the times of pages, and between them readers add up what packets last. Vorbis begins up
/// to a packet earlier or later.
private let pageMilliseconds: Int64 = 50
