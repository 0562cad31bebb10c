/// Tells what the packets of one stream are, without decoding them. They must come in the order of
/// the stream and from its beginning, since packets refer to headers of earlier ones.
struct BitstreamReader: Sendable {
    private var rules: any PacketRules
    private var sets = ParameterSets()
    private var packets = 0
    /// Text for a person, as soon as a header differs from what the stream began with, or a new one
    /// appears: what begins later would be decoded with others.
    private(set) var parameterChange: String?

    init(codec: VideoCodec, extradata: [UInt8]) {
        rules =
            switch codec {
            case .h264: H264Rules()
            case .hevc: HEVCRules()
            case .mpeg1, .mpeg2: MPEG2Rules()
            case .mpeg4: MPEG4Rules()
            case .vp8: VP8Rules()
            case .vp9: VP9Rules()
            case .av1: AV1Rules()
            case .intraOnly: IntraOnlyRules()
            case .other: UnknownRules()
            }
        // Extradata that makes no sense gives no parameter sets; packets that need them say so.
        extradata.withUnsafeBytes { try? rules.begin(extradata: $0, &sets) }
    }

    /// - Parameter isKey: Whether the container or the parser calls it a key frame.
    mutating func read(_ packet: UnsafeRawBufferPointer, isKey: Bool) -> PacketFacts {
        let facts: PacketFacts
        do throws(Damage) {
            facts =
                packet.isEmpty
                ? .pictureless(isKey: isKey) : try rules.read(packet, isKey: isKey, &sets)
        } catch {
            facts = .damaged
        }
        if parameterChange == nil, let change = sets.change {
            parameterChange = "\(change) at video packet \(packets)"
        }
        if facts.access == .clean { sets.endBeginning() }
        packets += 1
        return facts
    }
}

/// How the packets of a codec are read.
protocol PacketRules: Sendable {
    mutating func begin(
        extradata: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage)

    /// - Parameter packet: Never empty.
    mutating func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts
}

extension PacketRules {
    func begin(extradata: UnsafeRawBufferPointer, _ sets: inout ParameterSets) {}
}

/// Every packet decodes alone.
struct IntraOnlyRules: PacketRules {
    func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) -> PacketFacts {
        PacketFacts(access: isKey ? .clean : .none)
    }
}

/// A codec of which nothing is known here.
struct UnknownRules: PacketRules {
    func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) -> PacketFacts {
        PacketFacts(access: .unclean)
    }
}
