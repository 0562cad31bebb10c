internal import CFFmpeg
internal import Model

/// Tells whether a stream is the same one in two containers that frame its packets differently.
struct StreamHash {
    private enum Form: Equatable {
        case units
        /// Samples as they are: readers make packets of them as they like.
        case samples
        /// AAC, which some containers have with a head on every packet.
        case headed
        /// HEVC, of which some containers have in the packets what others have in the head.
        case besideHead(Framing)
        /// Only how many packets there are.
        case number
    }

    private let form: Form
    private let head: [[UInt8]]
    private var units: UnitHash
    private var word: UInt64 = 0
    private var wordBytes = 0
    private var bytes: UInt64 = 0

    /// - Parameters:
    ///   - head: Units that do not count; nil is those that are in the head of the stream.
    ///   - isRewritten: Whether the container puts something of the head into every packet.
    init(_ parameters: AVCodecParameters, head: [[UInt8]]? = nil, isRewritten: Bool = false) {
        units = UnitHash(parameters)
        let own = { HEVCHead(parameters).units.map(\.bytes) }
        self.head = parameters.codec_id == AV_CODEC_ID_HEVC ? head ?? own() : []
        if isRewritten {
            form = .number
        } else if parameters.codec_id == AV_CODEC_ID_AAC {
            form = .headed
        } else if !self.head.isEmpty {
            let extradata = UnsafeRawBufferPointer(
                start: parameters.extradata,
                count: Int(parameters.extradata_size)
            )
            form = .besideHead(Framing(codec: .hevc, extradata: extradata))
            units = UnitHash(.other, Framing(codec: .hevc, extradata: extradata))
        } else if StreamHash.isSamples(parameters) {
            form = .samples
        } else {
            form = .units
        }
    }

    /// A fresh one for the same stream in another container.
    func fresh(for parameters: AVCodecParameters) -> StreamHash {
        StreamHash(parameters, head: head, isRewritten: form == .number)
    }

    /// Whether the number of packets says nothing.
    var isOfSamples: Bool { form == .samples }

    /// AAC with its channels in the head, which heads of packets have no room for.
    static func isRewritten(_ parameters: AVCodecParameters, in container: String) -> Bool {
        guard parameters.codec_id == AV_CODEC_ID_AAC, parameters.extradata_size >= 2,
            ["adts", "latm", "mpegts"].contains(container)
        else { return false }
        return parameters.extradata[1] & 0x78 == 0
    }

    static func isSamples(_ parameters: AVCodecParameters) -> Bool {
        parameters.codec_type == AVMEDIA_TYPE_AUDIO
            && av_get_exact_bits_per_sample(parameters.codec_id) >= 8
    }

    mutating func add(_ packet: UnsafeRawBufferPointer) {
        switch form {
        case .units: units.add(packet)
        case .headed: units.add(StreamHash.withoutHead(packet))
        case .samples: for byte in packet { add(byte) }
        case .besideHead(let framing): add(packet, framing)
        case .number: break
        }
    }

    private mutating func add(_ packet: UnsafeRawBufferPointer, _ framing: Framing) {
        let head = head
        var units = units
        PacketUnits.forEachUnit(of: packet, codec: .hevc, framing: framing) { unit in
            let isOfHead = head.contains { $0.count == unit.count && $0.elementsEqual(unit) }
            if !isOfHead { units.add(unit) }
        }
        self.units = units
    }

    var value: UInt64 {
        guard form == .samples else { return units.value }
        var rest = units
        withUnsafeBytes(of: (word, bytes)) { rest.add($0) }
        return rest.value
    }

    private mutating func add(_ byte: UInt8) {
        word = word << 8 | UInt64(byte)
        bytes += 1
        wordBytes += 1
        guard wordBytes == 8 else { return }
        withUnsafeBytes(of: word) { units.add($0) }
        (word, wordBytes) = (0, 0)
    }

    /// A head of 7 bytes, or of 9 with a checksum, says how long the packet is.
    private static func withoutHead(_ packet: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard packet.count > 7, packet[0] == 0xff, packet[1] & 0xf6 == 0xf0 else { return packet }
        let length =
            Int(packet[3] & 3) << 11 | Int(packet[4]) << 3 | Int(packet[5]) >> 5
        guard length == packet.count else { return packet }
        let head = packet[1] & 1 == 1 ? 7 : 9
        return UnsafeRawBufferPointer(rebasing: packet[head...])
    }
}
