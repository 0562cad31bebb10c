/// HEVC: a beginning is any random access picture (IDR, CRA, BLA). The leading pictures that follow
/// it in the stream, and come before it in time, belong to the slice before.
struct HEVCRules: PacketRules {
    private var framing = Framing.startCodes
    private var pictureSets: [Int: HEVCPictureSet] = [:]
    /// The stream begins here, or a sequence ended: a CRA has no pictures before it.
    private var isAtStart = true
    /// The pictures that refer to those before the last random access point are not shown.
    private var hidesSkippedLeading = true

    mutating func begin(
        extradata: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        framing = Framing(codec: .hevc, extradata: extradata)
        if case .lengths = framing {
            try ConfigurationRecord.hevc(extradata) { unit throws(Damage) in
                try note(unit, HEVCUnitHeader(unit), &sets)
            }
            return
        }
        var units = NALUnits(extradata, framing)
        while let unit = try units.next() {
            try note(units.whole(unit), HEVCUnitHeader(unit), &sets)
        }
    }

    mutating func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts {
        var facts: PacketFacts?
        var hasRecoveryPoint = false
        var units = NALUnits(packet, framing.of(packet))
        while let unit = try units.next() {
            let header = try HEVCUnitHeader(unit)
            guard header.layer == 0 else { continue }
            if header.isSlice {
                guard facts == nil else { continue }
                facts = try self.facts(of: unit, header, isKey: isKey || hasRecoveryPoint)
                // A sequence's end behind it comes with the next packet where a parser cut them.
                if units.isSearching { break }
            } else if header.isMessages {
                let messages = try units.whole(unit).part(from: HEVCUnitHeader.bytes)
                let recovery = try? SupplementalInformation.recoveryPoint(in: messages, of: .hevc)
                hasRecoveryPoint = hasRecoveryPoint || recovery != nil
            } else if header.endsSequence {
                isAtStart = true
            } else if header.parameterSet != nil {
                try note(units.whole(unit), header, &sets)
            }
        }
        return facts ?? .pictureless(isKey: isKey)
    }

    private mutating func facts(
        of slice: UnsafeRawBufferPointer,
        _ header: HEVCUnitHeader,
        isKey: Bool
    ) throws(Damage) -> PacketFacts {
        let content = try slice.part(from: HEVCUnitHeader.bytes)
        let head = try HEVCSliceHead(content, header, pictureSets)
        var facts = PacketFacts(access: isKey ? .unclean : .none)
        if header.isRandomAccess {
            facts.access = head.isFirstOfPicture ? .clean : .unclean
            hidesSkippedLeading = header.isBrokenLink || header.isCRA && isAtStart
            isAtStart = false
        }
        facts.isUndecodableAtStart = header.isSkippedLeading
        let isHidden = header.isSkippedLeading && hidesSkippedLeading
        facts.shownFrames = head.isShown && !isHidden ? 1 : 0
        return facts
    }

    /// Remembers a parameter set; other units are passed over.
    private mutating func note(
        _ unit: UnsafeRawBufferPointer,
        _ header: HEVCUnitHeader,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        guard header.layer == 0, let kind = header.parameterSet else { return }
        let content = try unit.part(from: HEVCUnitHeader.bytes)
        switch kind {
        case .pictureParameterSet:
            let set = try HEVCPictureSet(content)
            if sets.note(kind, number: set.number, content) { pictureSets[set.number] = set }
        case .sequenceParameterSet:
            _ = sets.note(kind, number: try HEVCSequenceSet.number(content), content)
        default:
            _ = sets.note(kind, number: Int(try content.byte(0) >> 4), content)
        }
    }
}
