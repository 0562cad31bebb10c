/// AV1: a beginning is a packet whose first frame is a shown key frame, with the sequence header in
/// the packet or in the extradata. A key frame that is shown later (forward key frame) is none: the
/// pictures between refer to those before it.
///
/// The extradata counts only while no packet says otherwise: SVT-AV1 1.4 hands out a header there
/// that is not the one of its stream.
struct AV1Rules: PacketRules {
    private var sequence: AV1SequenceHeader?
    /// The sequence header of the extradata, as long as it is true.
    private var promised: [UInt8]?

    private struct Frame {
        var isKey = false
        var isShown = true
    }

    private static let configurationMark: UInt8 = 0x81
    private static let configurationBytes = 4

    mutating func begin(
        extradata: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        let isRecord = extradata.first == AV1Rules.configurationMark
        var units = AV1Units(
            try extradata.part(from: isRecord ? AV1Rules.configurationBytes : 0)
        )
        while let unit = try units.next() {
            guard unit.kind == .sequenceHeader else { continue }
            let content = unit.content.withoutTrailingZeros
            sequence = try AV1SequenceHeader(content)
            promised = Array(content)
        }
    }

    mutating func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts {
        var hasHeader = false
        var frames: [Frame] = []
        var units = AV1Units(packet)
        while let unit = try units.next() {
            switch unit.kind {
            case .sequenceHeader:
                try note(unit.content, &sets)
                hasHeader = hasHeader || frames.isEmpty
            case .frameHeader, .frame: frames.append(try frame(unit.content))
            default: break
            }
        }
        guard let first = frames.first, let sequence else { return .pictureless(isKey: isKey) }
        var facts = PacketFacts(access: isKey ? .unclean : .none)
        facts.shownFrames = frames.count { $0.isShown }
        if frames.contains(where: \.isKey) { facts.access = .unclean }
        if first.isKey, first.isShown {
            if !hasHeader, let promised {
                promised.withUnsafeBytes { _ = sets.note(.sequenceHeader, $0) }
                hasHeader = true
            }
            if hasHeader { facts.access = .clean }
        }
        if sequence.hasSpatialLayers {
            facts.access = .unclean
            facts.shownFrames = min(1, facts.shownFrames)
        }
        return facts
    }

    /// AV1 bitstream specification, 5.9.2.
    private func frame(_ content: UnsafeRawBufferPointer) throws(Damage) -> Frame {
        guard let sequence else { throw Damage() }
        if sequence.isReducedStill { return Frame(isKey: true) }
        var bits = BitReader(content)
        if try bits.flag() { return Frame() }  // show_existing_frame
        let isKey = try bits.number(2) == 0
        return Frame(isKey: isKey, isShown: try bits.flag())
    }

    private mutating func note(
        _ content: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        let content = content.withoutTrailingZeros
        if let promised, !content.isEqual(to: promised) { self.promised = nil }
        guard sets.note(.sequenceHeader, content) else { return }
        sequence = try AV1SequenceHeader(content)
    }
}
