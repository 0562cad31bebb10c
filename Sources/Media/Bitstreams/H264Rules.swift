/// H.264: a beginning is an IDR picture, or an intra picture with a recovery point that is reached
/// at once. A key frame flag alone means little: files mark recovery points that are frames away.
struct H264Rules: PacketRules {
    private var framing = Framing.startCodes
    private var sequenceSets: [Int: H264SequenceSet] = [:]
    private var pictureSets: [Int: H264PictureSet] = [:]
    /// The field of the packet before, while its partner is missing.
    private var openField: H264SliceHead?

    private enum UnitType {
        static let sliceTypes: Set<UInt8> = [1, 2, 5]
        static let idr: UInt8 = 5
        static let messages: UInt8 = 6
        static let sequenceSet: UInt8 = 7
        static let pictureSet: UInt8 = 8
        static let sequenceSetExtension: UInt8 = 13
        static let subsetSequenceSet: UInt8 = 15
    }

    /// What was found in a packet, up to the slice that settles it.
    private struct Content {
        var recovery: SupplementalInformation.RecoveryPoint?
        var first: H264SliceHead?
        var isIDR = false
        var hasBothFields = false
    }

    mutating func begin(
        extradata: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        framing = Framing(codec: .h264, extradata: extradata)
        if case .lengths = framing {
            try ConfigurationRecord.h264(extradata) { unit throws(Damage) in
                try note(unit, &sets)
            }
            return
        }
        var units = NALUnits(extradata, framing)
        while let unit = try units.next() { try note(units.whole(unit), &sets) }
    }

    mutating func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts {
        let before = openField
        openField = nil
        let content = try content(of: packet, &sets)
        guard let first = content.first else { return .pictureless(isKey: isKey) }
        var facts = PacketFacts()
        if first.structure != .frame, !content.hasBothFields {
            facts.isField = true
            if let before, before.isPaired(with: first) {
                facts.shownFrames = 0
                return facts
            }
            openField = first
        }
        let isBeginning =
            content.isIDR || content.recovery?.isImmediate == true && first.isIntra
        if isBeginning, first.isFirstOfPicture {
            facts.access = .clean
        } else if isKey || isBeginning || content.recovery != nil {
            facts.access = .unclean
        }
        return facts
    }

    /// Reads up to the first slice; when that is of a field, up to its partner.
    private mutating func content(
        of packet: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) -> Content {
        var content = Content()
        var units = NALUnits(packet, framing.of(packet))
        while let unit = try units.next() {
            let type = try unit.byte(0) & 0x1f
            if type == UnitType.messages, content.recovery == nil {
                let messages = try units.whole(unit).part(from: 1)
                // Broken messages are no reason to doubt the picture.
                content.recovery = try? SupplementalInformation.recoveryPoint(
                    in: messages,
                    of: .h264
                )
            } else if UnitType.sliceTypes.contains(type) {
                let slice = try H264SliceHead(
                    unit.part(from: 1),
                    sequenceSets,
                    pictureSets
                )
                if let first = content.first {
                    content.hasBothFields = slice.isFirstOfPicture && slice.isPaired(with: first)
                } else {
                    content.first = slice
                    content.isIDR = type == UnitType.idr
                }
                if slice.structure == .frame || content.hasBothFields { return content }
            } else {
                try note(units.whole(unit), &sets)
            }
        }
        return content
    }

    /// Remembers a parameter set; other units are passed over. The header is left out: how
    /// important a unit is to others is written there, and may differ between copies.
    private mutating func note(
        _ unit: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        let content = try unit.part(from: 1)
        switch try unit.byte(0) & 0x1f {
        case UnitType.sequenceSet:
            let set = try H264SequenceSet(content)
            guard sets.note(.sequenceParameterSet, number: set.number, content) else { return }
            sequenceSets[set.number] = set
        case UnitType.pictureSet:
            let set = try H264PictureSet(content)
            guard sets.note(.pictureParameterSet, number: set.number, content) else { return }
            pictureSets[set.number] = set
        case UnitType.sequenceSetExtension:
            var bits = BitReader(content, skipsEmulation: true)
            let number = try bits.golomb()
            guard number < 32 else { throw Damage() }
            _ = sets.note(.sequenceParameterSetExtension, number: number, content)
        case UnitType.subsetSequenceSet:
            // Begins as a sequence parameter set does.
            let set = try H264SequenceSet(content)
            _ = sets.note(.subsetSequenceParameterSet, number: set.number, content)
        default: break
        }
    }
}
